// The help center as the program serves it, in a real browser: without script, by keyboard, in the dark, on a phone, with
// what attackers type; and the widget on a foreign page against the real API.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import axe from "axe-core";
import { chromium } from "playwright-core";

import { DESKTOP, MOBILE, screenshot } from "./support/browser.js";
import { MISSING, startProgram } from "./support/program.js";
import { startSite } from "./support/servers.js";

const all = {};
before(async () => {
  if (MISSING) return;
  // The program has to allow the site, and the site's policy names the program: the site's port is chosen first.
  process.env.HAEDAP_SITE_PORT ??= String(await freePort());
  all.haedap = await startProgram([`http://127.0.0.1:${process.env.HAEDAP_SITE_PORT}`]);
  all.site = await startSite(all.haedap);
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  all.browser = await chromium.launch({ executablePath, args });
});
after(async () => {
  await all.browser?.close();
  await all.haedap?.stop();
  await all.site?.stop();
});

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

const it = (name, run) => test(name, { skip: MISSING ?? false }, run);

/** A page that must end without an error, a dialog, or a request to anybody else. */
async function open(t, path, options = {}) {
  const context = await all.browser.newContext({ locale: "ko-KR", viewport: DESKTOP, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => wrong.push(`a dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== all.haedap.origin) wrong.push(`a request to ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    const own = (line) => !/favicon|status of 404/.test(line);
    assert.deepEqual(wrong.filter(own), []);
  });
  await page.goto(all.haedap.origin + path);
  return page;
}

const search = (query, more = "") => `/help/search?q=${encodeURIComponent(query)}${more}`;
const titles = (page) => page.locator("main h2 a, main h3 a").allTextContents();

async function findings(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

const PAGES = [
  ["home", "/help"],
  ["results", search("챗봇 영수증")],
  ["correction", search("dudtnwmd")],
  ["nothing", search("뷁뷁뷁 쀍쀍")],
  ["article", "/help/articles/cb-autopay-fail-reconnect"],
  ["missing", "/help/articles/no-such-article"],
];
for (const [name, path] of PAGES) {
  for (const [device, viewport] of [["desktop", DESKTOP], ["mobile", MOBILE]]) {
    for (const colorScheme of ["light", "dark"]) {
      it(`${name}, ${device}, ${colorScheme}: axe finds nothing, nothing is wider than the screen or shifts`, async (t) => {
        // Axe is put into the page, which the page's own policy forbids.
        const page = await open(t, path, { viewport, colorScheme, bypassCSP: true });
        assert.deepEqual(await findings(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} px wider than the screen`);
        const shift = await page.evaluate(
          () =>
            new Promise((resolve) => {
              let sum = 0;
              const observer = new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
              });
              observer.observe({ type: "layout-shift", buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
            }),
        );
        assert.equal(shift, 0);
        await screenshot(page, `help-${name}-${device}-${colorScheme}`);
      });
    }
  }
}

it("without script: a search, a filter on each level, sorting, an article, a vote", async (t) => {
  const page = await open(t, "/help", { javaScriptEnabled: false });
  await page.getByRole("searchbox").fill("영수증");
  await page.getByRole("searchbox").press("Enter");
  const total = Number(/총 (\d+)건/.exec(await page.locator("main").textContent())[1]);
  assert.ok(total > 1);
  const filters = page.locator("main nav a, main aside a").filter({ hasText: "챗봇 관리자센터" });
  const counted = Number(/(\d+)\s*$/.exec((await filters.first().textContent()).trim())[1]);
  await filters.first().click();
  const filtered = Number(/총 (\d+)건/.exec(await page.locator("main").textContent())[1]);
  assert.equal(filtered, counted, "a count is what the filter gives");
  assert.ok(new URL(page.url()).searchParams.get("service"));
  await page.getByRole("link", { name: "최신순" }).click();
  assert.equal(new URL(page.url()).searchParams.get("sort"), "newest");
  await page.locator("main h2 a, main h3 a").first().click();
  assert.match(page.url(), /\/help\/articles\//);
  await page.getByRole("button", { name: /도움이/ }).first().click();
  assert.match(await page.locator("main").textContent(), /고마|감사|의견/);
});

it("a correction is said, and can be undone", async (t) => {
  const page = await open(t, search("dudtnwmd"));
  assert.match(await page.locator("main").textContent(), /'영수증'/);
  await page.getByRole("link", { name: /dudtnwmd/ }).first().click();
  assert.equal(new URL(page.url()).searchParams.get("correct"), "off");
});

it("by keyboard: the skip link first, Enter in the box searches", async (t) => {
  const page = await open(t, "/help");
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => document.activeElement.getAttribute("href"));
  assert.equal(skip, "#main");
  await page.getByRole("searchbox").focus();
  await page.keyboard.insertText("환불");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/help\/search/);
  assert.equal(new URL(page.url()).searchParams.get("q"), "환불");
  assert.ok((await titles(page)).length > 0);
});

it("a syllable that is still composed is searched for with one Enter", async (t) => {
  const page = await open(t, "/help");
  await page.getByRole("searchbox").focus();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Input.insertText", { text: "환" });
  await cdp.send("Input.imeSetComposition", { text: "불", selectionStart: 1, selectionEnd: 1 });
  const key = (type, windowsVirtualKeyCode, name) =>
    cdp.send("Input.dispatchKeyEvent", { type, windowsVirtualKeyCode, key: name, code: "Enter" });
  await key("rawKeyDown", 229, "Process");
  await cdp.send("Input.insertText", { text: "불" });
  await key("keyUp", 13, "Enter");
  await page.waitForURL(/\/help\/search/);
  assert.equal(new URL(page.url()).searchParams.get("q"), "환불");
});

/** What can be seen of a text: no white space, no control signs, none that turn the direction. */
const visible = (text) => text.replace(/[\s\p{Cc}\p{Cf}]/gu, "");

/** What a page has that our templates never write into it, and links that lead elsewhere than they may. */
const intruders = (page) =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll("*")];
    const strange = all.filter(({ localName }) => /^(img|svg|iframe|object|embed|base|textarea|math)$/.test(localName));
    const inMain = document.querySelectorAll("main :is(script, style, form, input, title, b)");
    const armed = all.filter((element) => element.getAttributeNames().some((name) => /^on|^style$/.test(name)));
    const links = [...document.querySelectorAll("a[href]")].map(({ href }) => href);
    const own = (href) => href.startsWith(`${location.origin}/`) || href === `${location.href}#main`;
    const elsewhere = links.filter((href) => !own(href) && href !== "https://example.com/contact");
    return [...strange, ...inMain, ...armed].map(({ outerHTML }) => outerHTML).concat(elsewhere);
  });

it("what attackers type is shown and never run", async (t) => {
  const table = JSON.parse(await readFile(new URL("../fixtures/hostile.json", import.meta.url), "utf8"));
  const page = await open(t, "/help");
  for (const query of table.flatMap((text) => [text, `환불 ${text}`, `${text}카드${text}`])) {
    await page.goto(all.haedap.origin + search(query));
    const typed = visible(query);
    assert.equal(visible(await page.getByRole("searchbox").inputValue()), typed);
    if (typed) assert.equal(visible(await page.locator("h1").textContent()), visible(`'${query}' 검색 결과`));
    assert.match(await page.title(), /도움말/);
    assert.deepEqual(await intruders(page), [], JSON.stringify(query));
  }
});

it("what attackers put into the address of an article is no article", async (t) => {
  const table = JSON.parse(await readFile(new URL("../fixtures/hostile.json", import.meta.url), "utf8"));
  const page = await open(t, "/help");
  for (const text of table.filter((text) => !/\.\./.test(text))) {
    await page.goto(`${all.haedap.origin}/help/articles/${encodeURIComponent(text)}`);
    assert.equal(await page.locator("h1").textContent(), "글을 찾지 못했어요", JSON.stringify(text));
    assert.deepEqual(await intruders(page), [], JSON.stringify(text));
  }
});

it("the widget on a foreign page finds and answers with the real API", async (t) => {
  const context = await all.browser.newContext({ locale: "ko-KR", viewport: DESKTOP });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${all.site.origin}/?${new URLSearchParams({ "data-mode": "bubble" })}`);
  await page.getByRole("button", { name: "도움말 채팅 열기" }).click();
  const input = page.getByRole("combobox");
  await input.fill("왜 제 챗봇 끊겼어요ㅠㅠ");
  await input.press("Enter");
  await page.getByText("자동결제 실패로 끊긴 챗봇은 언제 다시 연결되나요?").first().waitFor();
  const link = page.getByRole("link", { name: /자세히 보기/ }).first();
  assert.match(await link.getAttribute("href"), /\/help\/articles\/cb-autopay-fail-reconnect$/);
  await screenshot(page, "widget-real");
});
