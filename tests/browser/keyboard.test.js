// The combobox by keyboard: list autocomplete with manual selection, as the ARIA authoring practices describe it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { harness, until } from "./support/browser.js";

const haedap = harness();

/** The search box with its list open. */
async function typed(t, text, attributes = {}) {
  const opened = await haedap.open(t, { mode: "container", target: "#help", ...attributes });
  await opened.input.pressSequentially(text);
  await opened.options.first().waitFor();
  const { page, input, options } = opened;
  return {
    ...opened,
    /** Text of the active option, as assistive technology finds it. */
    active: () =>
      input.evaluate((input) => {
        const id = input.getAttribute("aria-activedescendant");
        const option = id && input.getRootNode().getElementById(id);
        return option ? option.querySelector(".text").textContent : null;
      }),
    caret: () => input.evaluate((input) => input.selectionStart),
    expanded: () => input.getAttribute("aria-expanded"),
    first: await options.first().locator(".text").textContent(),
    last: await options.last().locator(".text").textContent(),
    page,
  };
}

test("the input says what it is, and the focus stays in it", async (t) => {
  const { input, page, options } = await typed(t, "카드");
  for (const [name, value] of [
    ["aria-autocomplete", "list"],
    ["aria-expanded", "true"],
    ["aria-label", "도움말 검색"],
  ]) {
    assert.equal(await input.getAttribute(name), value);
  }
  const list = await input.evaluate((input) => {
    const list = input.getRootNode().getElementById(input.getAttribute("aria-controls"));
    return [list.getAttribute("role"), list.getAttribute("aria-label")];
  });
  assert.deepEqual(list, ["listbox", "추천 질문"]);
  await input.press("ArrowDown");
  await options.nth(1).hover();
  assert.ok(await input.evaluate((input) => input.getRootNode().activeElement === input));
  assert.equal(await page.locator("[aria-selected=true]").count(), 1);
});

test("arrows go through the list and around; what was typed stays the value", async (t) => {
  const { input, active, first, last } = await typed(t, "카드");
  assert.equal(await active(), null, "nothing is chosen for the customer");
  await input.press("ArrowDown");
  assert.equal(await active(), first);
  await input.press("ArrowUp");
  assert.equal(await active(), last);
  await input.press("ArrowDown");
  assert.equal(await active(), first);
  assert.equal(await input.inputValue(), "카드");
  assert.notEqual(first, last);
});

test("Home, End, Left and Right edit the text and return to it", async (t) => {
  const { input, active, caret } = await typed(t, "카드");
  for (const [key, at] of [
    ["Home", 0],
    ["End", 2],
    ["ArrowLeft", 1],
    ["ArrowRight", 2],
  ]) {
    await input.press("ArrowDown");
    assert.notEqual(await active(), null);
    await input.press(key);
    assert.deepEqual([await active(), await caret()], [null, at], key);
  }
});

test("Escape closes, then clears; Alt with arrows opens and closes", async (t) => {
  const { input, expanded, active } = await typed(t, "카드");
  await input.press("Escape");
  assert.deepEqual([await expanded(), await input.inputValue()], ["false", "카드"]);
  await input.press("Alt+ArrowDown");
  assert.deepEqual([await expanded(), await active()], ["true", null]);
  await input.press("Alt+ArrowUp");
  assert.equal(await expanded(), "false");
  await input.press("Escape");
  assert.equal(await input.inputValue(), "");
});

test("Down opens the closed list and goes to its first option", async (t) => {
  const { input, expanded, active, first } = await typed(t, "카드");
  await input.press("Escape");
  await input.press("ArrowDown");
  assert.deepEqual([await expanded(), await active()], ["true", first]);
});

test("standard editing keys are not captured", async (t) => {
  const { input, page } = await typed(t, "카드");
  const captured = await page.evaluateHandle(() => {
    const keys = [];
    addEventListener("keydown", (event) => event.defaultPrevented && keys.push(event.key));
    return keys;
  });
  await input.press("ArrowDown");
  const keys = [
    "Backspace",
    "Delete",
    "Control+a",
    "Control+c",
    "Control+z",
    "Shift+Home",
    "PageUp",
    "PageDown",
    "Shift+Tab",
  ];
  for (const key of keys) await input.press(key);
  assert.deepEqual(await captured.jsonValue(), ["ArrowDown"], "only the key that moves in the list");
});

test("Enter opens what is chosen, and without a choice the results", async (t) => {
  const one = await typed(t, "자동결제");
  await one.input.press("ArrowDown");
  const key = await one.options.first().getAttribute("href");
  await one.input.press("Enter");
  await one.page.waitForURL(key);
  assert.match(key, /\/help\/articles\/[\w-]+$/);

  const all = await typed(t, "자동결제");
  await all.input.press("Enter");
  await all.page.waitForURL(/\/help\/search\?/);
  const url = new URL(all.page.url());
  assert.deepEqual([url.origin, url.pathname, url.searchParams.get("q")], [haedap.origin, "/help/search", "자동결제"]);
});

test("the list closes when the focus leaves, and its last line is reached by Tab", async (t) => {
  const { input, page, expanded } = await typed(t, "카드");
  const all = page.getByRole("link", { name: "‘카드’ 모두 보기" });
  await input.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.ok(await all.evaluate((link) => link.getRootNode().activeElement === link));
  assert.equal(new URL(await all.getAttribute("href")).searchParams.get("q"), "카드");
  assert.equal(await expanded(), "true");
  await page.locator("#other").focus();
  assert.equal(await expanded(), "false");
});

test("the number of suggestions is said, and the active one scrolls into view", async (t) => {
  const { input, page, options } = await typed(t, "카드", {});
  const count = await options.count();
  await until(async () => assert.equal(await page.getByRole("status").textContent(), `추천 질문이 ${count}개 있어요.`));
  await page.setViewportSize({ width: 600, height: 320 });
  for (let step = 0; step < count; step++) await input.press("ArrowDown");
  const inView = await options.last().evaluate((option) => {
    const [inner, outer] = [option.getBoundingClientRect(), option.parentElement.getBoundingClientRect()];
    return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  });
  assert.ok(inView);
});

test("shortcuts are off unless the page turns them on, and never taken from text", async (t) => {
  const off = await haedap.open(t, { mode: "container", target: "#help" });
  await off.page.keyboard.press("/");
  await off.page.keyboard.press("Control+k");
  assert.ok(await off.input.evaluate((input) => input.getRootNode().activeElement === null));

  const on = await haedap.open(t, { mode: "popup", shortcuts: "/ ctrl-k" });
  const dialog = on.page.getByRole("dialog", { name: "도움말 검색" });
  await on.page.locator("#other").press("/");
  assert.equal(await on.page.locator("#other").inputValue(), "/");
  assert.equal(await dialog.count(), 0);
  await on.page.locator("#other").blur();
  await on.page.keyboard.press("/");
  await dialog.waitFor();
  assert.equal(await on.input.inputValue(), "");
  await on.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  // The Korean layout gives ㅏ for the key of K.
  await on.page.locator("body").dispatchEvent("keydown", { key: "ㅏ", code: "KeyK", ctrlKey: true, bubbles: true });
  await dialog.waitFor();
});
