// Every state of the widget, in both themes, on a phone and on a desk: no finding of axe, targets of 44 px, nothing
// wider than the screen. Screenshots of each go to target/screenshots.

import assert from "node:assert/strict";
import { test } from "node:test";

import axe from "axe-core";

import {
  DESKTOP,
  MOBILE,
  answer,
  choice,
  fulfill,
  harness,
  intercept,
  screenshot,
  suggestions,
  until,
} from "./support/browser.js";

const haedap = harness();

const openChat = async ({ page }) => page.getByRole("button", { name: "도움말 채팅 열기" }).click();
/** Asks in the chat, and answers in the server's place. */
const ask = async ({ page, input }, text, body) => {
  const asks = await intercept(page, "ask");
  await input.fill(text);
  await input.press("Enter");
  await fulfill(await asks.next(), body);
  await page.getByRole("log").getByText("답을 찾고 있어요.").waitFor({ state: "detached" });
};

/** Each state with how it is reached. */
const STATES = [
  ["container", "closed", async () => {}],
  [
    "container",
    "list",
    async ({ input, options }) => {
      await input.fill("카드");
      await options.first().waitFor();
      await input.press("ArrowDown");
    },
  ],
  [
    "container",
    "nothing",
    async ({ page, input }) => {
      await input.fill("뷁뷁뷁");
      await page.getByText("찾지 못했어요").first().waitFor();
    },
  ],
  [
    "container",
    "busy",
    async ({ page, input, options, wrong }) => {
      await input.fill("카드");
      await options.first().waitFor();
      const calls = await intercept(page, "suggest");
      await input.fill("카드 영");
      await fulfill(await calls.next(), {}, 429, { "retry-after": "30" });
      await page.getByText("30초 뒤에").first().waitFor();
      wrong.length = 0;
    },
  ],
  [
    "container",
    "correction",
    async ({ page, input, options }) => {
      const calls = await intercept(page, "suggest");
      await input.fill("wkehd");
      const corrections = [{ from: "wkehd", to: "자동" }];
      await fulfill(await calls.next(), { ...suggestions("자동결제가 실패했어요"), corrections });
      await options.first().waitFor();
    },
  ],
  ["popup", "closed", async () => {}],
  [
    "popup",
    "empty",
    async ({ page }) => {
      await page.getByRole("button", { name: "도움말 검색" }).click();
      await page.getByRole("dialog").waitFor();
    },
  ],
  [
    "popup",
    "list",
    async ({ page, input, options }) => {
      await page.getByRole("button", { name: "도움말 검색" }).click();
      await input.fill("카드");
      await options.first().waitFor();
      await input.press("ArrowDown");
    },
  ],
  ["bubble", "closed", async () => {}],
  ["bubble", "greeting", openChat],
  [
    "bubble",
    "list",
    async (opened) => {
      await openChat(opened);
      await opened.input.fill("카드");
      await opened.options.first().waitFor();
    },
  ],
  [
    "bubble",
    "waiting",
    async (opened) => {
      await openChat(opened);
      const asks = await intercept(opened.page, "ask");
      await opened.input.fill("카드");
      await opened.input.press("Enter");
      await asks.next();
    },
  ],
  [
    "bubble",
    "choice",
    async (opened) => {
      await openChat(opened);
      await ask(opened, "카드 영수증은 어디서 봐요?", choice());
    },
  ],
  [
    "bubble",
    "answer",
    async (opened) => {
      await openChat(opened);
      await ask(opened, "영수증 어디 있어요?", answer({ corrections: [{ from: "영수중", to: "영수증" }] }));
    },
  ],
  [
    "bubble",
    "fallback",
    async (opened) => {
      await openChat(opened);
      const nothing = { decision: "fallback", article: undefined, service: null, options: choice().options };
      await ask(
        opened,
        "우주여행은 얼마예요?",
        answer({ ...nothing, answer: "죄송해요, 이 질문의 답은 찾지 못했어요." }),
      );
    },
  ],
  [
    "bubble",
    "failed",
    async (opened) => {
      await openChat(opened);
      const asks = await intercept(opened.page, "ask");
      await opened.input.fill("카드");
      await opened.input.press("Enter");
      await (await asks.next()).abort();
      await opened.page.getByRole("button", { name: "다시 질문하기" }).waitFor();
      opened.wrong.length = 0;
    },
  ],
];

/** Both themes and both sizes; with SCREENSHOTS=all every pair of them. */
const SCREENS = [
  ["desktop", { viewport: DESKTOP }],
  ["desktop-dark", { viewport: DESKTOP, colorScheme: "dark" }],
  ["mobile", { viewport: MOBILE, deviceScaleFactor: 2, isMobile: true, hasTouch: true }],
  ["mobile-dark", { viewport: MOBILE, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: "dark" }],
].filter(([screen]) => process.env.SCREENSHOTS === "all" || screen === "desktop" || screen === "mobile-dark");

/** Findings as `rule: element`. */
async function findings(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** Buttons, links and inputs that a finger can miss. */
const smallTargets = (page) =>
  page.locator("haedap-widget").evaluate((host) =>
    [...host.shadowRoot.querySelectorAll("button, a, input")]
      .filter((element) => element.checkVisibility())
      .map((element) => [element.getBoundingClientRect(), element])
      .filter(([box]) => box.width < 44 || box.height < 44)
      .map(([box, element]) => `${element.outerHTML.slice(0, 80)}: ${box.width} x ${box.height}`),
  );

for (const [screen, context] of SCREENS) {
  test(`every state on ${screen}`, async (t) => {
    // The checker brings code that the page's policy would not let in.
    const opened = await haedap.open(t, {}, { ...context, reducedMotion: "reduce", bypassCSP: true });
    for (const [mode, state, reach] of STATES) {
      await t.test(`${mode}, ${state}`, async () => {
        const attributes = { mode, shortcuts: "/ ctrl-k", support: "https://example.com/contact" };
        await opened.reopen({ ...attributes, target: mode === "bubble" ? "" : "#help" });
        await reach(opened);
        await screenshot(opened.page, `${mode}-${state}-${screen}`);
        assert.deepEqual(await findings(opened.page), []);
        assert.deepEqual(await smallTargets(opened.page), []);
        const tooWide = await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(tooWide <= 0, `${tooWide} px too wide`);
      });
    }
  });
}

test("a screen of 320 px, as at 400 %, scrolls one way only", async (t) => {
  const opened = await haedap.open(t, { mode: "popup", target: "#help" }, { viewport: { width: 320, height: 256 } });
  await opened.page.getByRole("button", { name: "도움말 검색" }).click();
  await opened.input.fill("카드");
  await opened.options.first().waitFor();
  assert.ok(await opened.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await opened.options.last().scrollIntoViewIfNeeded();
  assert.ok(await opened.options.last().isVisible());
});

test("the page's choice of theme goes before the system's", async (t) => {
  const surface = (page) => page.locator(".line").evaluate((line) => getComputedStyle(line).backgroundColor);
  const box = { mode: "container", target: "#help" };
  const cases = [
    ["light", {}, "rgb(255, 255, 255)"],
    ["dark", {}, "rgb(28, 30, 35)"],
    ["light", { theme: "dark" }, "rgb(28, 30, 35)"],
    ["dark", { theme: "light" }, "rgb(255, 255, 255)"],
  ];
  for (const [colorScheme, attributes, expected] of cases) {
    const { page } = await haedap.open(t, { ...box, ...attributes }, { colorScheme });
    assert.equal(await surface(page), expected, `${colorScheme} with ${JSON.stringify(attributes)}`);
  }
});

test("custom properties of the page reach the widget", async (t) => {
  const { page } = await haedap.open(t, { mode: "bubble" });
  await page.locator("html").evaluate((html) => {
    html.style.setProperty("--haedap-accent", "rgb(254, 229, 0)");
    html.style.setProperty("--haedap-on-accent", "rgb(25, 25, 25)");
  });
  const button = page.getByRole("button", { name: "도움말 채팅 열기" });
  const colors = await button.evaluate((button) => [
    getComputedStyle(button).backgroundColor,
    getComputedStyle(button).color,
  ]);
  assert.deepEqual(colors, ["rgb(254, 229, 0)", "rgb(25, 25, 25)"]);
});

test("nothing moves for who asked for less motion", async (t) => {
  const moving = (page) =>
    page
      .locator("haedap-widget")
      .evaluate((host) => host.shadowRoot.getAnimations().map(({ animationName }) => animationName));
  for (const [reducedMotion, expected] of [
    ["no-preference", ["wait"]],
    ["reduce", []],
  ]) {
    const { page, input } = await haedap.open(t, { mode: "bubble" }, { reducedMotion });
    await openChat({ page });
    const asks = await intercept(page, "ask");
    await input.fill("카드");
    await input.press("Enter");
    await asks.next();
    await until(async () =>
      assert.deepEqual(
        (await moving(page)).filter((name) => name !== "rise"),
        expected,
      ),
    );
  }
});

test("with forced colours, borders say what colours said", async (t) => {
  const { page, input, options } = await haedap.open(
    t,
    { mode: "container", target: "#help" },
    { forcedColors: "active" },
  );
  const outline = (locator) =>
    locator.evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return `${outlineStyle} ${outlineWidth}`;
    });
  await input.fill("카드");
  await options.first().waitFor();
  await input.press("ArrowDown");
  await screenshot(page, "container-list-forced-colors");
  assert.equal(await outline(options.first()), "solid 3px");
  assert.notEqual(await outline(options.last()), "solid 3px");
  assert.equal(await outline(page.locator(".line")), "solid 2px");
});
