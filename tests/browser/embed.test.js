// On somebody else's page: one script tag, a strict policy, styles that do not mix, events, and nothing kept or sent
// that the page did not ask for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { MOBILE, harness, until } from "./support/browser.js";

const haedap = harness();

for (const [mode, name] of [
  ["container", null],
  ["popup", "도움말 검색"],
  ["bubble", "도움말 채팅 열기"],
]) {
  test(`${mode} works on a foreign page under a strict policy`, async (t) => {
    const { page, input, options } = await haedap.open(t, { mode, target: mode === "bubble" ? "" : "#help" });
    if (name) await page.getByRole("button", { name }).click();
    await input.fill("자동결제");
    await options.first().waitFor();
    assert.ok((await options.first().boundingBox()).height >= 44);
    assert.equal(await page.locator("haedap-widget").getAttribute("lang"), "ko");
    assert.equal(await page.locator("[style]").count(), mode === "container" ? 0 : 1, "at most a dialog's height");
    assert.deepEqual(await page.context().cookies(), []);
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  });
}

test("the page's styles do not reach the widget, and its own do not leave it", async (t) => {
  const { page, input, options } = await haedap.open(t, { mode: "container", target: "#help" }, {}, "/hostile");
  await input.fill("자동결제");
  await options.first().waitFor();
  const style = await options.first().evaluate((option) => {
    const { color, fontSize, borderTopStyle, letterSpacing } = getComputedStyle(option);
    return [color, fontSize, borderTopStyle, letterSpacing];
  });
  assert.deepEqual(style, ["rgb(27, 29, 34)", "16px", "none", "normal"]);
  const heading = await page.locator("h1").evaluate((h1) => getComputedStyle(h1).color);
  assert.equal(heading, "rgb(255, 0, 0)");
});

test("a form for visitors without script is replaced, and its text taken over", async (t) => {
  const { page, input } = await haedap.open(t, { mode: "container", target: "#help" }, {}, "/typed");
  assert.equal(await page.locator("#help form").count(), 0);
  assert.equal(await input.inputValue(), "환불");
});

test("a target that is not there is said, and the widget stands where its script is", async (t) => {
  const { page, input, wrong } = await haedap.open(t, { mode: "container", target: "#nowhere" });
  assert.deepEqual(wrong.splice(0), ['haedap: nothing on this page matches data-target="#nowhere"']);
  assert.ok(await input.isVisible());
  assert.equal(await page.locator("script + haedap-widget").count(), 1);
});

test("the popup opens, holds the focus and gives it back", async (t) => {
  const { page, input } = await haedap.open(t, { mode: "popup", target: "#help" });
  const button = page.getByRole("button", { name: "도움말 검색" });
  await button.press("Enter");
  const dialog = page.getByRole("dialog", { name: "도움말 검색" });
  await dialog.waitFor();
  assert.ok(await input.evaluate((input) => input.matches(":focus")));
  await input.fill("카드");
  await page.getByRole("option").first().waitFor();
  // List, text, dialog: each Escape does one thing.
  await input.press("Escape");
  assert.deepEqual([await dialog.isVisible(), await input.inputValue()], [true, "카드"]);
  await input.press("Escape");
  assert.deepEqual([await dialog.isVisible(), await input.inputValue()], [true, ""]);
  await input.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await button.evaluate((button) => button.matches(":focus")));
  // A press beside it closes it as well, and a link of the page opens it.
  await page.locator("#opener").click();
  await dialog.waitFor();
  assert.equal(new URL(page.url()).hash, "");
  await page.mouse.click(5, 5);
  await dialog.waitFor({ state: "hidden" });
});

test("on a phone a dialog fills the screen, and ends above a keyboard on it", async (t) => {
  for (const [mode, name] of [
    ["popup", "도움말 검색"],
    ["bubble", "도움말 채팅 열기"],
  ]) {
    const { page } = await haedap.open(t, { mode }, { viewport: MOBILE, isMobile: true, hasTouch: true });
    await page.getByRole("button", { name }).tap();
    const box = () => page.getByRole("dialog").boundingBox();
    await until(async () => assert.deepEqual(await box(), { x: 0, y: 0, ...MOBILE }));
    await page.setViewportSize({ width: MOBILE.width, height: 500 });
    await until(async () => assert.deepEqual(await box(), { x: 0, y: 0, width: MOBILE.width, height: 500 }));
  }
});

test("an application adds a second widget by script, opens it by its mode, and removes it", async (t) => {
  const box = { mode: "container", target: "#help", shortcuts: "/" };
  const { page } = await haedap.open(t, box, { bypassCSP: true });
  await page.evaluate((origin) => {
    const script = document.createElement("script");
    script.src = `${origin}/widget.js`;
    script.dataset.mode = "bubble";
    document.body.append(script);
    document.querySelector("[data-haedap-open]").dataset.haedapOpen = "bubble";
  }, haedap.origin);
  const bubble = page.locator("haedap-widget[data-mode=bubble]");
  await bubble.waitFor({ state: "attached" });
  await page.locator("#opener").click();
  await page.getByRole("dialog", { name: "무엇을 도와드릴까요?" }).waitFor();
  assert.ok(await bubble.getByRole("combobox").evaluate((input) => input.matches(":focus")));
  await bubble.evaluate((host) => host.remove());
  await page.locator("haedap-widget").evaluate((host) => host.remove());
  await page.locator("body").press("/");
  await page.locator("#opener").click();
  assert.equal(new URL(page.url()).hash, "#nowhere", "a link of the page is its own again");
});

test("the page hears what happens, not what is typed, and can take links over", async (t) => {
  const { page, input, options } = await haedap.open(t, { mode: "popup", target: "#help" });
  const events = await page.evaluateHandle(() => {
    const events = [];
    for (const name of ["open", "close", "navigate"]) {
      addEventListener(`haedap:${name}`, (event) => {
        if (name === "navigate") event.preventDefault();
        events.push([name, event.target.localName, event.detail]);
      });
    }
    return events;
  });
  const before = page.url();
  const button = page.getByRole("button", { name: "도움말 검색" });
  await button.click();
  await input.fill("자동결제 실패");
  await input.press("Enter");
  await input.waitFor({ state: "hidden" });
  await button.click();
  assert.equal(await input.inputValue(), "");
  await input.fill("자동결제");
  await options.first().click();
  await input.waitFor({ state: "hidden" });
  await until(async () => assert.equal((await events.jsonValue()).length, 6));
  const href = await events.evaluate((events) => events[4][2].url);
  const search = `${haedap.origin}/help/search?q=${encodeURIComponent("자동결제 실패").replace("%20", "+")}`;
  const key = href.split("/").pop();
  await until(async () =>
    assert.deepEqual(await events.jsonValue(), [
      ["open", "haedap-widget", { mode: "popup" }],
      ["navigate", "haedap-widget", { url: search, key: null }],
      ["close", "haedap-widget", { mode: "popup" }],
      ["open", "haedap-widget", { mode: "popup" }],
      ["navigate", "haedap-widget", { url: `${haedap.origin}/help/articles/${key}`, key }],
      ["close", "haedap-widget", { mode: "popup" }],
    ]),
  );
  assert.equal(page.url(), before);
});

test("links open in another tab with Control, like any link", async (t) => {
  const { page, input, options } = await haedap.open(t, { mode: "container", target: "#help" });
  await input.fill("자동결제");
  await options.first().waitFor();
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    options.first().click({ modifiers: ["Control"] }),
  ]);
  await tab.waitForURL(/\/help\/articles\//);
  assert.equal(await input.inputValue(), "자동결제");
});

test("recent searches are kept only if the page asks for it, in this browser alone, and can be cleared", async (t) => {
  const box = { mode: "container", target: "#help" };
  const stay = (page) => page.evaluate(() => addEventListener("haedap:navigate", (event) => event.preventDefault()));
  const kept = (page) => page.evaluate(() => ({ ...localStorage }));

  const off = await haedap.open(t, box);
  await stay(off.page);
  await off.input.fill("카드 영수증");
  await off.input.press("Enter");
  await off.input.fill("");
  assert.deepEqual(await kept(off.page), {});
  assert.equal(await off.options.count(), 0);

  const on = await haedap.open(t, { ...box, recent: "on" });
  const sent = [];
  on.page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  await stay(on.page);
  for (const text of ["카드 영수증", "환불", "카드 영수증"]) {
    await on.input.fill(text);
    await on.input.press("Enter");
  }
  assert.deepEqual(await kept(on.page), { "haedap.recent": '["카드 영수증","환불"]' });
  sent.length = 0;
  await on.input.fill("");
  await until(async () =>
    assert.deepEqual(await on.options.locator(".text").allTextContents(), ["카드 영수증", "환불"]),
  );
  assert.equal(await on.page.getByRole("listbox", { name: "최근 검색" }).count(), 1);
  await on.input.press("ArrowDown");
  assert.deepEqual(sent, []);
  await on.input.press("Enter");
  assert.equal(await on.input.inputValue(), "카드 영수증");
  await on.input.fill("");
  await on.page.getByRole("button", { name: "최근 검색 지우기" }).click();
  assert.deepEqual(await kept(on.page), {});
  assert.equal(await on.options.count(), 0);
});
