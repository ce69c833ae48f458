// Requests and their answers: late ones, missing ones, refused ones. The list never blanks on the way to a result.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fulfill, harness, intercept, queryOf, suggestions, until } from "./support/browser.js";

const haedap = harness();
const BOX = { mode: "container", target: "#help" };

const texts = (options) => options.locator(".text").allTextContents();

test("an older answer never replaces a newer one", async (t) => {
  const { page, input, options } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  await input.pressSequentially("자");
  const older = await calls.next();
  await input.pressSequentially("동");
  const newer = await calls.next();
  assert.deepEqual([queryOf(older), queryOf(newer)], ["자", "자동"]);
  await fulfill(newer, suggestions("새 목록"));
  await until(async () => assert.deepEqual(await texts(options), ["새 목록"]));
  // The older request was given up as soon as the newer one was answered.
  assert.match(
    (await older
      .request()
      .response()
      .catch(() => null)) ?? "",
    /^$/,
  );
  await until(() => assert.ok(older.request().failure()));
  assert.deepEqual(await texts(options), ["새 목록"]);
});

test("an earlier answer is shown until the last one comes", async (t) => {
  const { page, input, options } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  await input.pressSequentially("자");
  const first = await calls.next();
  await input.pressSequentially("동");
  const second = await calls.next();
  await fulfill(first, suggestions("먼저"));
  await until(async () => assert.deepEqual(await texts(options), ["먼저"]));
  await fulfill(second, suggestions("나중"));
  await until(async () => assert.deepEqual(await texts(options), ["나중"]));
});

test("the last list stays while the next is on its way, and past an empty one in between", async (t) => {
  const { page, input, options } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  const searches = await intercept(page, "search");
  await input.pressSequentially("자");
  await fulfill(await calls.next(), suggestions("목록"));
  await until(async () => assert.deepEqual(await texts(options), ["목록"]));
  await input.pressSequentially("동");
  const between = await calls.next();
  await input.pressSequentially("결");
  const last = await calls.next();
  await fulfill(between, suggestions());
  await fulfill(await searches.next(), { total: 0, corrections: [], results: [] });
  assert.deepEqual(await texts(options), ["목록"]);
  await fulfill(last, suggestions("자동결제"));
  await until(async () => assert.deepEqual(await texts(options), ["자동결제"]));
});

test("in whatever order answers come, the list only goes forward and ends with the last text", async (t) => {
  const { page, input, options, reopen } = await haedap.open(t, BOX);
  const typed = ["ㅈ", "자", "잗", "자도"];
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [1, 0, 3, 2],
    [2, 3, 0, 1],
    [0, 3, 1, 2],
    [1, 3, 2, 0],
  ];
  for (const order of orders) {
    await reopen(BOX);
    const calls = await intercept(page, "suggest");
    const waiting = [];
    for (const text of typed) {
      await input.fill(text);
      waiting.push(await calls.next());
    }
    let newest = -1;
    for (const index of order) {
      // One that was given up cannot be answered any more.
      await fulfill(waiting[index], suggestions(typed[index])).catch(() => {});
      newest = Math.max(newest, index);
      await until(async () => assert.deepEqual(await texts(options), [typed[newest]], order.join()));
    }
  }
});

test("a list that is being read does not change", async (t) => {
  const { page, input, options } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  await input.pressSequentially("자");
  await fulfill(await calls.next(), suggestions("가", "나"));
  await options.first().waitFor();
  await input.pressSequentially("동");
  const late = await calls.next();
  await input.press("ArrowDown");
  await until(() => assert.ok(late.request().failure(), "given up"));
  assert.deepEqual(await texts(options), ["가", "나"]);
});

test("no suggestion, but articles with the words; nothing at all is said as it is", async (t) => {
  const { page, input, options } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  const searches = await intercept(page, "search");
  await input.fill("무상 캐시");
  await fulfill(await calls.next(), suggestions());
  const title = { text: "남은 캐시를 환불받을 수 있나요?", marks: [[3, 5]] };
  const result = { key: "be-refund", title, service: "브랜드 이모티콘 관리자센터", service_slug: "brand-emoticon" };
  await fulfill(await searches.next(), { total: 1, corrections: [], results: [result] });
  await options.first().waitFor();
  assert.equal(await options.locator("mark").textContent(), "캐시");
  assert.ok((await options.first().getAttribute("href")).endsWith("/help/articles/be-refund"));

  await input.fill("우주여행");
  await fulfill(await calls.next(), suggestions());
  await fulfill(await searches.next(), { total: 0, corrections: [], results: [] });
  const sentence = "‘우주여행’에 맞는 도움말을 찾지 못했어요. 다른 말로 찾아봐 주세요.";
  await page.getByRole("paragraph").filter({ hasText: sentence }).waitFor();
  assert.equal(await page.getByRole("status").textContent(), sentence);
  assert.deepEqual([await options.count(), await input.getAttribute("aria-expanded")], [0, "false"]);
});

test("a correction is said", async (t) => {
  const { page, input } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  await input.fill("wkehdrufwp");
  const corrections = [{ from: "wkehdrufwp", to: "자동결제" }];
  await fulfill(await calls.next(), { ...suggestions("자동결제가 실패했어요"), corrections });
  await page.getByRole("paragraph").filter({ hasText: "‘자동결제’(으)로 찾았어요." }).waitFor();
  const heard = await page.getByRole("status").textContent();
  assert.equal(heard, "‘자동결제’(으)로 찾았어요. 추천 질문이 1개 있어요.");
});

test("too many requests: nothing is asked until Retry-After is over, then the last text", async (t) => {
  const { page, input, options, wrong } = await haedap.open(t, BOX);
  await page.clock.install();
  const calls = await intercept(page, "suggest");
  const type = async (text) => {
    await input.fill(text);
    await page.clock.runFor(100);
  };
  await type("자");
  await fulfill(await calls.next(), suggestions("목록"));
  await options.first().waitFor();
  await type("자동");
  await fulfill(await calls.next(), { code: "too_many_requests" }, 429, { "retry-after": "7" });
  const sentence = "지금 검색이 많아요. 7초 뒤에 다시 찾아볼게요.";
  await page.getByRole("paragraph").filter({ hasText: sentence }).waitFor();
  assert.equal(await page.getByRole("status").textContent(), sentence);
  assert.deepEqual(await texts(options), ["목록"], "the last list stays");
  await input.press("Escape");
  await input.press("ArrowDown");
  await type("자동결제");
  await page.clock.runFor(6000);
  assert.equal(calls.count, 0);
  await page.clock.runFor(1000);
  const again = await calls.next();
  assert.equal(queryOf(again), "자동결제");
  await fulfill(again, suggestions("자동결제가 실패했어요"));
  await until(async () => assert.deepEqual(await texts(options), ["자동결제가 실패했어요"]));
  assert.equal(await page.getByText(sentence).count(), 0);
  assert.match(wrong.splice(0).join(), /429/, "the browser itself reports the status, and nothing else is wrong");
});

test("offline is said, and what was typed is looked for when the line is back", async (t) => {
  const { page, input, options, wrong } = await haedap.open(t, BOX);
  await page.context().setOffline(true);
  await input.fill("자동결제");
  await page.getByRole("paragraph").filter({ hasText: "인터넷 연결이 끊겼어요. 연결되면 다시 찾아볼게요." }).waitFor();
  await page.context().setOffline(false);
  await options.first().waitFor();
  assert.match(wrong.splice(0).join(), /INTERNET_DISCONNECTED/);
});

test("a server that fails or sends nonsense is said to fail", async (t) => {
  const { page, input, wrong } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  const said = page.getByRole("paragraph").filter({ hasText: "지금은 검색할 수 없어요. 잠시 후 다시 입력해 주세요." });
  await input.fill("카");
  await fulfill(await calls.next(), { code: "internal" }, 500);
  await said.waitFor();
  await input.fill("카드");
  await fulfill(await calls.next(), suggestions("카드"));
  await said.waitFor({ state: "hidden" });
  await input.fill("카드 영");
  await (await calls.next()).fulfill({ body: "<html>", headers: { "access-control-allow-origin": "*" } });
  await said.waitFor();
  await input.fill("카드 영수");
  await fulfill(await calls.next(), suggestions("카드"));
  await said.waitFor({ state: "hidden" });
  await input.fill("카드 영수증");
  await fulfill(await calls.next(), { nonsense: true });
  await said.waitFor();
  assert.match(wrong.splice(0).join(), /500/);
});

test("a server that hangs is given up", async (t) => {
  const { page, input } = await haedap.open(t, BOX);
  await page.clock.install();
  const calls = await intercept(page, "suggest");
  await input.fill("카드");
  await page.clock.runFor(100);
  const hanging = await calls.next();
  await page.clock.runFor(10_000);
  await page.getByRole("paragraph").filter({ hasText: "지금은 검색할 수 없어요." }).waitFor();
  assert.ok(hanging.request().failure());
});

test("a service and a size are asked with, and ranges in UTF-16", async (t) => {
  const { page, input } = await haedap.open(t, { ...BOX, service: "chatbot" });
  const calls = await intercept(page, "suggest");
  await input.fill("카드");
  const call = await calls.next();
  const asked = Object.fromEntries(new URL(call.request().url()).searchParams);
  assert.deepEqual(asked, { q: "카드", size: "8", service: "chatbot", highlight: "utf16" });
  await fulfill(call, suggestions());
});

test("titles are text, whatever they hold, and impossible ranges are passed over", async (t) => {
  const { page, input, options } = await haedap.open(t, BOX);
  const calls = await intercept(page, "suggest");
  const hostile = '<img src=x onerror="document.title=1"> {{7*7}} 카드😀';
  await input.fill("카드");
  const body = suggestions(hostile, "둘", "셋");
  body.suggestions[0].marks = [[39, 43]];
  body.suggestions[1].marks = [
    [0, 9],
    [-1, 1],
    [1, 0],
    ["a", "b"],
  ];
  body.suggestions[2].marks = null;
  await fulfill(await calls.next(), body);
  await until(async () => assert.deepEqual(await texts(options), [hostile, "둘", "셋"]));
  assert.equal(await options.locator("img").count(), 0);
  assert.equal(await page.title(), "비즈니스 센터");
  assert.deepEqual(await options.locator("mark").allTextContents(), [hostile.slice(39, 43)]);
});
