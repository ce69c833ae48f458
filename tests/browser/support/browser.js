// A browser for the tests: Debian's Chromium, a page of a foreign site with the widget on it, and what every test wants
// to be true at its end.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { startHaedap, startSite } from "./servers.js";

const SCREENSHOTS = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));

export const DESKTOP = { width: 1280, height: 900 };
export const MOBILE = { width: 390, height: 844 };

/** Nothing but the pages under test is spoken to. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Servers and browser of one test file; `open` makes a page. */
export function harness() {
  const all = {};
  before(async () => {
    all.haedap = await startHaedap();
    all.site = await startSite(all.haedap);
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    all.browser = await chromium.launch({ executablePath, args: QUIET });
  });
  after(async () => {
    await all.browser?.close();
    await all.site?.stop();
    await all.haedap?.stop();
  });
  return {
    get origin() {
      return all.haedap.origin;
    },
    /**
     * A page with the widget; `attributes` of the script tag without `data-`, `context` for the browser. The test
     * fails if the page logs an error, breaks its policy, or speaks to anybody but the site and haedap.
     */
    async open(t, attributes = {}, context = {}, path = "/") {
      const { page, wrong } = await newPage(t, all, context);
      /** The page anew, which is quicker than another browser context; nothing is intercepted any more. */
      const reopen = async (attributes) => {
        await page.unrouteAll({ behavior: "ignoreErrors" });
        const data = Object.entries(attributes).map(([name, value]) => [`data-${name}`, value]);
        await page.goto(`${all.site.origin}${path}?${new URLSearchParams(data)}`);
        await page.locator("haedap-widget").waitFor({ state: "attached" });
      };
      await reopen(attributes);
      return { page, wrong, reopen, input: page.getByRole("combobox"), options: page.getByRole("option") };
    },
    /** A page of haedap itself. */
    async visit(t, path, context = {}) {
      const { page } = await newPage(t, all, context);
      await page.goto(all.haedap.origin + path);
      return page;
    },
  };
}

async function newPage(t, { browser, site, haedap }, options) {
  const context = await browser.newContext({ locale: "ko-KR", viewport: DESKTOP, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => {
    // Chromium asks for an icon of its own accord.
    if (message.location().url.endsWith("/favicon.ico")) return;
    if (["error", "warning"].includes(message.type())) wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    const origin = new URL(request.url()).origin;
    if (origin !== site.origin && origin !== haedap.origin) wrong.push(`a request to ${origin}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, [], "the page is without errors, warnings and third parties");
  });
  return { page, wrong };
}

/** Holds back all requests of the page to an endpoint; each is let go, or answered, by the test. */
export async function intercept(page, path) {
  const waiting = [];
  const taken = [];
  await page.route(`**/api/v1/${path}*`, (route) => {
    const next = taken.shift();
    if (next) next(route);
    else waiting.push(route);
  });
  return {
    /** The next request that arrives. */
    next: () => (waiting.length ? Promise.resolve(waiting.shift()) : new Promise((resolve) => taken.push(resolve))),
    get count() {
      return waiting.length;
    },
  };
}

const CORS = { "access-control-allow-origin": "*", "access-control-expose-headers": "retry-after" };

/** Answers a request that was held back. */
export const fulfill = (route, body, status = 200, headers = {}) =>
  route.fulfill({ status, json: body, headers: { ...CORS, ...headers } });

/** A list of suggestions as the server sends it. */
export const suggestions = (...texts) => ({
  query: "",
  corrections: [],
  suggestions: texts.map((text, index) => ({
    text,
    key: `key-${index}`,
    kind: "title",
    service: "챗봇 관리자센터",
    service_slug: "chatbot",
    marks: [],
  })),
});

/** An answer of the chat as the server sends it, with `more` in it. */
export const answer = (more = {}) => ({
  decision: "answer",
  answer:
    "영수증은 어디서 보나요?\n\n월렛에서 볼 수 있어요.\n\n[차례]\n1. 월렛을 열어요.\n2. 영수증을 눌러요.\n\n- 앱에서는 볼 수 없어요.",
  article: { key: "cb-card-receipt", title: "영수증은 어디서 보나요?", url: "/help/articles/cb-card-receipt" },
  service: "챗봇 관리자센터",
  choices: [],
  options: [],
  hits: [{ key: "cb-card-receipt", probability: 0.9 }],
  corrections: [],
  context: "second",
  ...more,
});

/** One question in two services: the customer has to choose. */
export const choice = () => {
  const options = [
    { key: "cb-card-receipt", title: "카드 영수증은 어디서 보나요?", service: "챗봇 관리자센터" },
    { key: "be-card-receipt", title: "카드 영수증은 어디서 보나요?", service: "브랜드 이모티콘 관리자센터" },
  ];
  const lines = options.map(({ title, service }) => `- ${title} (${service})`);
  return answer({
    decision: "choose",
    answer: ["어떤 내용이 궁금하신가요?", ...lines].join("\n"),
    article: undefined,
    service: null,
    choices: options.map(({ key }) => key),
    options,
    context: "first",
  });
};

/** The query parameter of a request that was held back. */
export const queryOf = (route) => new URL(route.request().url()).searchParams.get("q");

/** Kept in target/screenshots. */
export async function screenshot(page, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
}

/** Waits until an assertion holds; a page changes in its own time. */
export async function until(check) {
  const end = performance.now() + 5000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
