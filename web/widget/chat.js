// The conversation of the bubble: questions, answers, choices, an honest "not found", and whether it helped.

/**
 * `support`: address where a person can be reached, or null; `visit(url, key, event)` follows a link;
 * `tell(name, detail)` tells the page what happened, without what was typed. `ask` is false while another question
 * waits for its answer.
 */
function conversation({ api, support, visit, tell }) {
  /** Opaque; from the last answer. Lives as long as the page. */
  let context = null;
  let waiting = false;
  const log = el("div", { class: "log", role: "log", "aria-label": WORDING.chat, tabindex: 0 });
  log.append(said("bot", el("p", {}, WORDING.greeting)));

  function said(who, ...content) {
    const name = el("span", { class: "hidden" }, who === "you" ? WORDING.you : WORDING.bot);
    return el("div", { class: `said ${who}` }, name, ...content);
  }

  /**
   * `question`: `{utterance}` or `{article}`; `shown`: what the customer is seen to say; `asked`: the question that
   * a choice came from, for the rating.
   */
  function ask(question, shown, asked = question.utterance) {
    if (waiting) return false;
    waiting = true;
    const mine = said("you", el("p", {}, shown));
    const pending = said("bot", el("p", { class: "waiting" }, WORDING.waiting));
    log.append(mine, pending);
    toTop(mine);
    api
      .ask(question, context)
      .then((answer) => {
        const content = contentOf(answer, asked);
        context = answer.context ?? null;
        tell("answer", { decision: answer.decision, key: articleOf(answer)?.key ?? null });
        return content;
      })
      .catch((failure) => {
        const again = () => ask(question, shown, asked);
        return [el("p", {}, failureText(failure)), choice(WORDING.again, null, again)];
      })
      .then((content) => {
        pending.replaceWith(said("bot", ...content));
        waiting = false;
        // A long answer is read from its beginning.
        toTop(mine);
      });
    return true;
  }

  const toTop = (node) => log.scrollTo({ top: node.offsetTop - 16 });

  const failureText = ({ kind = "failed", seconds }) =>
    ({ busy: WORDING.askBusy(seconds), offline: WORDING.askOffline, failed: WORDING.askFailed })[kind];

  /** The article that answers. */
  function articleOf({ decision, article, hits }) {
    if (decision !== "answer") return null;
    return article ?? (hits?.length ? { key: hits[0].key, title: null } : null);
  }

  function contentOf(answer, asked) {
    const article = articleOf(answer);
    const meant = answer.corrections?.map(({ to }) => to).join(" ");
    const options = answer.options ?? [];
    // The text begins with the title, and of options it repeats the list.
    const lines = answer.answer.split("\n");
    let title = null;
    let body = answer.answer;
    if (article && (lines[0] === article.title || (!article.title && lines[1] === ""))) {
      title = lines[0];
      body = lines.slice(1).join("\n").trim();
    } else if (answer.decision === "choose" && options.length) {
      body = lines[0];
    }
    return [
      meant && el("p", { class: "note" }, WORDING.readAs(meant)),
      article && answer.service && el("p", { class: "service" }, answer.service),
      title && el("p", { class: "title" }, title),
      ...blocksOf(body),
      answer.decision === "fallback" && options.length > 0 && el("p", {}, WORDING.nearest),
      ...options.map(({ key, title, service }) => choice(title, service, () => ask({ article: key }, title, asked))),
      article && el("p", {}, link(WORDING.readMore, api.articleUrl(article.key), article.key)),
      answer.decision === "fallback" && support && el("p", {}, link(WORDING.human, support, null)),
      article && rating(article.key, asked),
    ].filter(Boolean);
  }

  /** The plain text of an article as paragraphs, headings and lists again. */
  function blocksOf(text) {
    const blocks = [];
    for (const line of text.split("\n")) {
      const [, sign, item] = /^(-|\d+\.) (.+)/.exec(line) ?? [];
      const heading = /^\[(.+)\]$/.exec(line)?.[1];
      const tag = sign === "-" ? "ul" : "ol";
      if (!sign) blocks.push(line && el("p", { class: heading && "title" }, heading ?? line));
      else if (blocks.at(-1)?.localName === tag) blocks.at(-1).append(el("li", {}, item));
      else blocks.push(el(tag, {}, el("li", {}, item)));
    }
    return blocks;
  }

  const link = (text, href, key) => el("a", { href, onclick: (event) => visit(href, key, event) }, text);

  const choice = (title, service, onclick) =>
    el(
      "button",
      { type: "button", class: "choice", onclick },
      title,
      service && el("span", { class: "service" }, service),
    );

  function rating(key, utterance) {
    const note = el("p", { class: "note", role: "status" });
    const box = el("div", { class: "rating", role: "group", "aria-label": WORDING.helpful });
    const rate = (helpful) => () =>
      api.rate(key, helpful, utterance).then(
        () => {
          // The buttons go, and the focus must not go with them.
          log.focus({ preventScroll: true });
          box.replaceChildren(el("p", { class: "note" }, WORDING.thanks));
        },
        () => (note.textContent = WORDING.notSent),
      );
    const button = (text, helpful) => el("button", { type: "button", class: "small", onclick: rate(helpful) }, text);
    box.append(el("span", {}, WORDING.helpful), button(WORDING.yes, true), button(WORDING.no, false), note);
    return box;
  }

  return { log, ask };
}
