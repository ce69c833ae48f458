// The bubble: search while typing, and a conversation.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, choice, fulfill, harness, intercept, until } from "./support/browser.js";

const haedap = harness();

async function opened(t, attributes = {}, context = {}) {
  const chat = await haedap.open(t, { mode: "bubble", ...attributes }, context);
  await chat.page.getByRole("button", { name: "도움말 채팅 열기" }).click();
  const log = chat.page.getByRole("log");
  return { ...chat, log, said: log.locator(".said") };
}

test("a question is answered: service, title, text, the article, and whether it helped", async (t) => {
  const { page, input, said, log } = await opened(t, { service: "chatbot" });
  const asks = await intercept(page, "ask");
  const ratings = await intercept(page, "feedback");
  await input.fill("영수증이 필요해요");
  await input.press("Enter");
  assert.equal(await input.inputValue(), "");
  const ask = await asks.next();
  assert.deepEqual(ask.request().postDataJSON(), { utterance: "영수증이 필요해요", service: "chatbot" });
  await log.getByText("답을 찾고 있어요.").waitFor();
  await fulfill(ask, answer({ corrections: [{ from: "영수중", to: "영수증" }] }));
  await log.getByText("월렛에서 볼 수 있어요.").waitFor();
  assert.deepEqual(await said.last().locator("p:not(:empty), li").allTextContents(), [
    "‘영수증’(으)로 찾았어요.",
    "챗봇 관리자센터",
    "영수증은 어디서 보나요?",
    "월렛에서 볼 수 있어요.",
    "차례",
    "월렛을 열어요.",
    "영수증을 눌러요.",
    "앱에서는 볼 수 없어요.",
    "도움말에서 자세히 보기",
  ]);
  assert.deepEqual([await said.last().locator("ol li").count(), await said.last().locator("ul li").count()], [2, 1]);
  const link = log.getByRole("link", { name: "도움말에서 자세히 보기" });
  assert.equal(await link.getAttribute("href"), `${haedap.origin}/help/articles/cb-card-receipt`);

  await log.getByRole("group", { name: "도움이 됐나요?" }).getByRole("button", { name: "아니에요" }).click();
  const rating = await ratings.next();
  const sent = { article: "cb-card-receipt", helpful: false, question: "영수증이 필요해요" };
  assert.deepEqual(rating.request().postDataJSON(), sent);
  await rating.fulfill({ status: 204, headers: { "access-control-allow-origin": "*" } });
  await log.getByText("알려 주셔서 고마워요.").waitFor();
  assert.equal(await log.getByRole("button").count(), 0);
  assert.ok(await log.evaluate((log) => log.matches(":focus")), "the focus has a place");
});

test("the context goes with the next question, and a choice is a tap on its article", async (t) => {
  const { page, input, said, log } = await opened(t);
  const asks = await intercept(page, "ask");
  await input.fill("영수증");
  await input.press("Enter");
  await fulfill(await asks.next(), choice());
  await log.getByRole("button", { name: "브랜드 이모티콘 관리자센터" }).click();
  const tap = await asks.next();
  assert.deepEqual(tap.request().postDataJSON(), { article: "be-card-receipt", context: "first" });
  await fulfill(tap, answer());
  await log.getByText("월렛에서 볼 수 있어요.").waitFor();
  assert.equal(await said.nth(2).locator("p").textContent(), "어떤 내용이 궁금하신가요?");
  assert.equal(await said.nth(3).locator("p").textContent(), "카드 영수증은 어디서 보나요?");
  const ratings = await intercept(page, "feedback");
  await log.getByRole("button", { name: "도움이 됐어요" }).click();
  const sent = { article: "cb-card-receipt", helpful: true, question: "영수증" };
  assert.deepEqual((await ratings.next()).request().postDataJSON(), sent, "the question that the choice came from");
  await input.fill("그럼 환불은요?");
  await input.press("Enter");
  const next = await asks.next();
  assert.deepEqual(next.request().postDataJSON(), { utterance: "그럼 환불은요?", context: "second" });
  await fulfill(next, answer());
});

test("a server that names no article and no options is still understood", async (t) => {
  const { page, input, said, log } = await opened(t);
  const asks = await intercept(page, "ask");
  const text = "어떤 내용이 궁금하신가요?\n- 하나 (챗봇)\n- 둘 (모먼트)";
  await input.fill("영수증");
  await input.press("Enter");
  await fulfill(await asks.next(), { decision: "choose", answer: text, choices: ["a", "b"], hits: [], context: null });
  await log.getByText("하나 (챗봇)").waitFor();
  assert.deepEqual(await said.last().locator("p, li").allTextContents(), text.split(/\n(?:- )?/));
  await input.fill("영수증 어디");
  await input.press("Enter");
  await fulfill(await asks.next(), answer({ article: undefined, options: undefined }));
  await log.getByRole("link", { name: "도움말에서 자세히 보기" }).waitFor();
  assert.equal(await said.last().locator(".title").first().textContent(), "영수증은 어디서 보나요?");
});

test("no answer is honest, with the nearest topics and the way to a person", async (t) => {
  const { page, input, said, log } = await opened(t, { support: "https://example.com/contact" });
  const asks = await intercept(page, "ask");
  await input.fill("우주여행");
  await input.press("Enter");
  const options = [{ key: "cb-payer", title: "결제 담당자를 바꾸려면 어떻게 하나요?", service: "챗봇 관리자센터" }];
  const nothing = answer({ article: undefined, service: null, options, answer: "죄송해요, 답을 찾지 못했어요." });
  await fulfill(await asks.next(), { ...nothing, decision: "fallback" });
  await log.getByRole("button", { name: "결제 담당자를 바꾸려면" }).waitFor();
  const sentences = await said.last().locator("p").allTextContents();
  assert.deepEqual(sentences, ["죄송해요, 답을 찾지 못했어요.", "혹시 이런 내용인가요?", "고객센터 문의"]);
  const link = log.getByRole("link", { name: "고객센터 문의" });
  assert.equal(await link.getAttribute("href"), "https://example.com/contact");
  assert.equal(await said.last().getByRole("group").count(), 0, "nothing to rate");
});

test("while a question waits, the next one stays in the input", async (t) => {
  const { page, input, said } = await opened(t);
  const asks = await intercept(page, "ask");
  await input.fill("하나");
  await input.press("Enter");
  const first = await asks.next();
  await input.fill("둘");
  await input.press("Enter");
  assert.deepEqual([await input.inputValue(), asks.count], ["둘", 0]);
  await fulfill(first, answer());
  await said.last().locator(".title").first().waitFor();
  await input.press("Enter");
  const second = await asks.next();
  assert.equal(second.request().postDataJSON().utterance, "둘");
  await fulfill(second, answer());
});

test("a question that was not answered can be asked again", async (t) => {
  const { page, input, log, wrong } = await opened(t);
  const asks = await intercept(page, "ask");
  await input.fill("영수증");
  await input.press("Enter");
  await fulfill(await asks.next(), { code: "too_many_requests" }, 429, { "retry-after": "9" });
  await log.getByText("지금 질문이 많아요. 9초 뒤에 다시 질문해 주세요.").waitFor();
  await log.getByRole("button", { name: "다시 질문하기" }).click();
  await (await asks.next()).abort();
  await log.getByText("지금은 답변을 드리지 못했어요. 잠시 후 다시 질문해 주세요.").waitFor();
  await log.getByRole("button", { name: "다시 질문하기" }).last().click();
  const again = await asks.next();
  assert.deepEqual(again.request().postDataJSON(), { utterance: "영수증" });
  await fulfill(again, answer());
  await log.locator(".title").first().waitFor();
  await input.fill("환불");
  await input.press("Enter");
  await fulfill(await asks.next(), { nonsense: true });
  await until(async () => assert.equal(await log.getByRole("button", { name: "다시 질문하기" }).count(), 3));
  assert.equal(wrong.splice(0).length, 2, "the browser reports 429 and the broken line, and nothing else is wrong");
});

test("a long answer is read from its beginning, below its question", async (t) => {
  const { page, input, log, said } = await opened(t);
  const asks = await intercept(page, "ask");
  const steps = Array.from({ length: 40 }, (_, at) => `${at + 1}. 다음 칸을 눌러 주세요.`).join("\n");
  for (const text of ["하나", "둘"]) {
    await input.fill(text);
    await input.press("Enter");
    await fulfill(await asks.next(), answer({ answer: `영수증은 어디서 보나요?\n\n${steps}` }));
    await until(async () => assert.equal(await said.last().locator("li").count(), 40));
    await until(async () => {
      const [outer, question] = [await log.boundingBox(), await said.nth(-2).boundingBox()];
      assert.equal(Math.round(question.y - outer.y), 16);
    });
  }
});

test("a suggestion is a tap on its article", async (t) => {
  const { page, input, options } = await opened(t);
  await input.fill("자동결제");
  await options.first().waitFor();
  const key = (await options.first().getAttribute("href")).split("/").pop();
  const asks = await intercept(page, "ask");
  await input.press("ArrowDown");
  await input.press("Enter");
  const tap = await asks.next();
  assert.deepEqual(tap.request().postDataJSON(), { article: key });
  await fulfill(tap, answer());
  await until(async () => assert.equal(await options.count(), 0));
});

test("an answer is text, whatever it holds", async (t) => {
  const { page, input, said } = await opened(t);
  const asks = await intercept(page, "ask");
  const hostile = '<script>document.title="1"</script><a href="javascript:alert(1)">카드</a>';
  await input.fill(hostile);
  await input.press("Enter");
  const article = { key: '"><script>', title: hostile, url: "javascript:alert(1)" };
  await fulfill(await asks.next(), answer({ answer: `${hostile}\n\n${hostile}`, article }));
  await said.nth(2).locator(".title").first().waitFor();
  assert.deepEqual(await said.locator("p", { hasText: "javascript:" }).allTextContents(), Array(3).fill(hostile));
  const links = await said.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.deepEqual(links, [`${haedap.origin}/help/articles/%22%3E%3Cscript%3E`]);
  assert.equal(await page.title(), "비즈니스 센터");
});

test("the panel closes with Escape and gives the focus back; the conversation stays", async (t) => {
  const { page, input, said } = await opened(t);
  const button = page.getByRole("button", { name: "도움말 채팅 열기" });
  const panel = page.getByRole("dialog", { name: "무엇을 도와드릴까요?" });
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await input.fill("환불");
  await input.press("Enter");
  await until(async () => assert.equal(await said.count(), 3));
  await input.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await until(async () => assert.equal(await button.getAttribute("aria-expanded"), "false"));
  assert.ok(await button.evaluate((button) => button.matches(":focus")));
  await button.click();
  assert.equal(await said.count(), 3);
  assert.ok(await input.evaluate((input) => input.matches(":focus")));
});
