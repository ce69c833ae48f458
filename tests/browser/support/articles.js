// The articles of the stand-in server: made up for these tests, in the shape of the real ones.

export const ARTICLES = [
  {
    key: "cb-auto-pay-register",
    title: "자동결제 카드는 어떻게 등록하나요?",
    service: "챗봇 관리자센터",
    service_slug: "chatbot",
    phrasings: ["카드 등록하는 법", "자동결제 걸고 싶어요"],
    body: "비즈월렛의 결제 수단에서 카드를 등록할 수 있어요.\n\n1. 월렛 관리에서 결제 수단을 열어 주세요.\n2. 카드 추가를 누르고 카드 정보를 입력해 주세요.\n3. 자동결제에 쓸 카드를 골라 주세요.",
  },
  {
    key: "cb-auto-pay-change",
    title: "자동결제 카드를 바꾸고 싶어요",
    service: "챗봇 관리자센터",
    service_slug: "chatbot",
    phrasings: ["카드 변경"],
    body: "새 카드를 등록한 다음 자동결제 카드로 골라 주세요.",
  },
  {
    key: "mo-auto-pay-fail",
    title: "자동결제가 실패했어요",
    service: "카카오모먼트",
    service_slug: "moment",
    phrasings: ["결제가 안 됐대요"],
    body: "카드 한도와 유효 기간을 확인한 뒤 미납 금액을 결제해 주세요.",
  },
  {
    key: "cb-card-receipt",
    title: "카드 영수증은 어디서 보나요?",
    service: "챗봇 관리자센터",
    service_slug: "chatbot",
    phrasings: ["영수증 출력"],
    body: "월렛의 결제 내역에서 영수증을 열 수 있어요.",
  },
  {
    key: "be-card-receipt",
    title: "카드 영수증은 어디서 보나요?",
    service: "브랜드 이모티콘 관리자센터",
    service_slug: "brand-emoticon",
    phrasings: ["이모티콘 영수증"],
    body: "충전 내역에서 건마다 영수증을 볼 수 있어요.",
  },
  {
    key: "be-refund",
    title: "남은 캐시를 환불받을 수 있나요?",
    service: "브랜드 이모티콘 관리자센터",
    service_slug: "brand-emoticon",
    phrasings: ["환불해 주세요"],
    body: "쓰지 않은 유상 캐시는 환불을 신청할 수 있어요. 무상 캐시는 환불되지 않아요.",
  },
  {
    key: "cb-payer",
    title: "결제 담당자를 바꾸려면 어떻게 하나요?",
    service: "챗봇 관리자센터",
    service_slug: "chatbot",
    phrasings: ["담당자 변경"],
    body: "월렛 마스터가 멤버 관리에서 바꿀 수 있어요.",
  },
];

const JAMO_OF_FINAL = [
  "ᄀ",
  "ᄁ",
  "ᄀᄉ",
  "ᄂ",
  "ᄂᄌ",
  "ᄂᄒ",
  "ᄃ",
  "ᄅ",
  "ᄅᄀ",
  "ᄅᄆ",
  "ᄅᄇ",
  "ᄅᄉ",
  "ᄅᄐ",
  "ᄅᄑ",
  "ᄅᄒ",
  "ᄆ",
  "ᄇ",
  "ᄇᄉ",
  "ᄉ",
  "ᄊ",
  "ᄋ",
  "ᄌ",
  "ᄎ",
  "ᄏ",
  "ᄐ",
  "ᄑ",
  "ᄒ",
];

/** Letter by letter, so that a syllable that is being typed is the beginning of the whole one. */
function letters(text) {
  return [...text.replace(/\s/g, "").toLowerCase().normalize("NFKD")]
    .map((letter) => JAMO_OF_FINAL[letter.charCodeAt(0) - 0x11a8] ?? letter)
    .join("");
}

/** Ranges of the words of `text` that begin like a word of `query`. */
function marksOf(text, query) {
  const typed = query.split(/\s+/).map(letters).filter(Boolean);
  return [...text.matchAll(/[^\s?]+/g)]
    .filter(([word]) => typed.some((part) => letters(word).startsWith(part)))
    .map((match) => [match.index, match.index + match[0].length]);
}

export function suggest(query, service, size) {
  const typed = letters(query);
  if (!typed) return [];
  const found = [];
  for (const { phrasings, body: _, ...article } of ARTICLES) {
    if (service && article.service_slug !== service) continue;
    const texts = [[article.title, "title"], ...phrasings.map((phrasing) => [phrasing, "phrasing"])];
    const match = texts.find(([text]) => letters(text).includes(typed));
    if (!match) continue;
    const [text, kind] = match;
    found.push({ ...article, title: undefined, text, kind, marks: marksOf(text, query) });
  }
  return found.slice(0, size);
}

export function search(query, service) {
  const words = query.split(/\s+/).filter(Boolean);
  return ARTICLES.filter((article) => !service || article.service_slug === service)
    .filter(({ title, body }) => words.some((word) => title.includes(word) || body.includes(word)))
    .map(({ key, title, body, service, service_slug }) => ({
      key,
      title: { text: title, marks: marksOf(title, query) },
      snippet: { text: body.split("\n")[0], marks: [] },
      service,
      service_slug,
      category: [service],
    }));
}

/** What is asked decides: a tap or one article answers, two with one title are a choice, anything else falls back. */
export function ask({ utterance, article: tapped, service }) {
  const found = tapped
    ? ARTICLES.filter(({ key }) => key === tapped)
    : ARTICLES.filter(
        ({ title, phrasings, service_slug }) =>
          (!service || service_slug === service) &&
          [title, ...phrasings].some((text) => letters(text).includes(letters(utterance))),
      );
  const shared = { corrections: [], hits: found.map(({ key }) => ({ key, probability: 0.5 })), service: null };
  const optionOf = ({ key, title, service }) => ({ key, title, service });
  if (found.length === 1) {
    const [{ key, title, body, service }] = found;
    const article = { key, title, url: `/help/articles/${key}` };
    return { ...shared, service, decision: "answer", answer: `${title}\n\n${body}`, choices: [], article, options: [] };
  }
  if (found.length) {
    const lines = found.map(({ title, service }) => `- ${title} (${service})`);
    const answer = ["어떤 내용이 궁금하신가요?", ...lines].join("\n");
    return {
      ...shared,
      decision: "choose",
      answer,
      choices: found.map(({ key }) => key),
      options: found.map(optionOf),
    };
  }
  const answer = "죄송해요, 이 질문의 답은 찾지 못했어요. 다르게 물어보시거나 고객센터에 문의해 주세요.";
  return { ...shared, decision: "fallback", answer, choices: [], options: [] };
}
