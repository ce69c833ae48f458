// Typing Hangul: one Enter submits once and the right text, the search runs while a syllable is composed, and keys of
// the input method stay its own. First as browsers tell of it, event by event; then composed for real in Chromium.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fulfill, harness, intercept, queryOf, suggestions, until } from "./support/browser.js";
import { COMPOSING, ENTERS, KEYS, play } from "./support/ime_orders.js";

const haedap = harness();
const BOX = { mode: "container", target: "#help" };

/** What a search box submits, in order. */
const submitted = (page) =>
  page.evaluateHandle(() => {
    const texts = [];
    addEventListener("haedap:navigate", (event) => {
      event.preventDefault();
      texts.push(new URL(event.detail.url).searchParams.get("q"));
    });
    return texts;
  });

/** `play` runs in the page. */
const played = (input, steps) => input.evaluate(play, steps);

test("the search box submits once for each press of Enter", async (t) => {
  const { page, input, reopen } = await haedap.open(t, BOX);
  for (const { name, steps, submits, value = "환불" } of ENTERS) {
    await t.test(name, async () => {
      await reopen(BOX);
      const texts = await submitted(page);
      await input.focus();
      await played(input, steps);
      assert.deepEqual(await texts.jsonValue(), Array(submits).fill(value));
    });
  }
});

test("the chat asks once for each press of Enter, and no syllable comes back", async (t) => {
  const { page, input, reopen } = await haedap.open(t, { mode: "bubble" });
  for (const { name, steps, submits, value = "환불" } of ENTERS) {
    await t.test(name, async () => {
      await reopen({ mode: "bubble" });
      await page.getByRole("button", { name: "도움말 채팅 열기" }).click();
      const asks = await intercept(page, "ask");
      await played(input, steps);
      const questions = page.getByRole("log").locator(".said.you p");
      assert.deepEqual(await questions.allTextContents(), Array(submits).fill(value));
      if (!submits) return;
      assert.equal((await asks.next()).request().postDataJSON().utterance, value);
      assert.equal(asks.count, 0);
      assert.equal(await input.inputValue(), "");
    });
  }
});

for (const { name, keys } of KEYS) {
  test(`the input method keeps its keys: ${name}`, async (t) => {
    const { page, input, options } = await haedap.open(t, BOX);
    await input.focus();
    await played(input, COMPOSING);
    await options.first().waitFor();
    const untaken = await played(input, keys);
    assert.deepEqual(
      untaken,
      keys.map(({ key }) => key),
      "not prevented",
    );
    assert.equal(await input.getAttribute("aria-activedescendant"), null);
    assert.equal(await input.inputValue(), "환불");
    assert.ok(await options.first().isVisible());
    assert.equal(await page.locator("[aria-selected=true]").count(), 0);
  });
}

test("the search runs on every syllable that is being composed", async (t) => {
  const { page, input } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  await input.focus();
  for (const [step, text] of COMPOSING.map((step, index) => [
    step,
    ["ㅎ", "호", "화", "환", null, "환부", "환불"][index],
  ])) {
    await played(input, [step]);
    // A commit changes nothing, so nothing new is asked.
    if (text === null) continue;
    const call = await calls.next();
    assert.equal(queryOf(call), text);
    await fulfill(call, suggestions("환불"));
  }
  assert.equal(calls.count, 0);
});

/** What a 2-set keyboard composes on the way to 자동결제: committed text, and the syllable in composition. */
const TYPED = [
  ["", "ㅈ"],
  ["", "자"],
  ["", "잗"],
  ["자", "도"],
  ["자", "동"],
  ["자동", "ㄱ"],
  ["자동", "겨"],
  ["자동", "결"],
  ["자동결", "ㅈ"],
  ["자동결", "제"],
];

/** Composes for real; commits a syllable as soon as the next one begins, as the input method does. */
async function compose(page, steps, onStep = () => {}) {
  const cdp = await page.context().newCDPSession(page);
  let committed = "";
  for (const [done, syllable] of steps) {
    if (done.length > committed.length) {
      await cdp.send("Input.insertText", { text: done.slice(committed.length) });
      committed = done;
    }
    const end = syllable.length;
    await cdp.send("Input.imeSetComposition", { text: syllable, selectionStart: end, selectionEnd: end });
    await onStep(done + syllable);
  }
  const key = (type, keyCode, name = "Enter") =>
    cdp.send("Input.dispatchKeyEvent", { type, windowsVirtualKeyCode: keyCode, key: name, code: "Enter" });
  return {
    /** Enter as on Windows and macOS: the input method gets it, commits, and lets it through. */
    async enter({ again }) {
      await key("rawKeyDown", 229, "Process");
      await cdp.send("Input.insertText", { text: steps.at(-1)[1] });
      if (again) await key("rawKeyDown", 13);
      await key("keyUp", 13);
    },
    /** Enter as GBoard sends it: the composition goes on. */
    async enterWhileComposing() {
      await key("rawKeyDown", 13);
      await key("keyUp", 13);
    },
    commit: (text) => cdp.send("Input.insertText", { text }),
  };
}

test("a real composition: every state is searched for, and the list never blanks", async (t) => {
  const { page, input, options } = await haedap.open(t, BOX);
  const asked = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === "/api/v1/suggest") asked.push(url.searchParams.get("q"));
  });
  await input.focus();
  let seen = false;
  await compose(page, TYPED, async (text) => {
    assert.equal(await input.inputValue(), text);
    await until(() => assert.equal(asked.at(-1), text));
    const count = await options.count();
    assert.ok(count > 0 || !seen, `blank at ${text}`);
    seen ||= count > 0;
  });
  assert.deepEqual(
    asked,
    TYPED.map(([done, syllable]) => done + syllable),
  );
  await until(async () => assert.ok((await options.first().textContent()).includes("자동결제")));
});

for (const again of [true, false]) {
  test(`a real composition in the search box: one Enter, one search (second keydown: ${again})`, async (t) => {
    const { page, input } = await haedap.open(t, BOX);
    const texts = await submitted(page);
    await input.focus();
    await (await compose(page, TYPED)).enter({ again });
    await until(async () => assert.deepEqual(await texts.jsonValue(), ["자동결제"]));
    assert.equal(await input.inputValue(), "자동결제");
  });

  test(`a real composition in the chat: one Enter, one question, an empty input (second keydown: ${again})`, async (t) => {
    const { page, input } = await haedap.open(t, { mode: "bubble" });
    await page.getByRole("button", { name: "도움말 채팅 열기" }).click();
    await (await compose(page, TYPED)).enter({ again });
    await until(async () => {
      assert.deepEqual(await page.getByRole("log").locator(".said.you p").allTextContents(), ["자동결제"]);
    });
    assert.equal(await input.inputValue(), "");
  });

  test(`a real composition on the help center's own page (second keydown: ${again})`, async (t) => {
    const page = await haedap.visit(t, "/help");
    const requests = [];
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.pathname === "/help/search") requests.push(url.searchParams.get("q"));
    });
    await page.locator("form [name=q]").first().focus();
    await (await compose(page, TYPED)).enter({ again });
    await page.waitForURL(/\/help\/search\?/);
    await page.waitForLoadState();
    assert.deepEqual(requests, ["자동결제"]);
  });
}

test("a real composition that Enter does not end: asked once, and no syllable comes back", async (t) => {
  const { page, input } = await haedap.open(t, { mode: "bubble" });
  await page.getByRole("button", { name: "도움말 채팅 열기" }).click();
  const keyboard = await compose(page, TYPED);
  await keyboard.enterWhileComposing();
  const questions = page.getByRole("log").locator(".said.you p");
  await until(async () => assert.deepEqual(await questions.allTextContents(), ["자동결제"]));
  assert.equal(await input.inputValue(), "");
  assert.ok(await input.evaluate((input) => input.matches(":focus")));
  // The next syllable begins a text of its own.
  await compose(page, [["", "네"]]);
  assert.equal(await input.inputValue(), "네");
});
