// What is asked of haedap: no cookie, no referrer, a limit on waiting, and failures as one of three kinds.

/** Longest wait for an answer. The server answers or refuses within 2.5 s; the rest is for slow lines. */
const PATIENCE_MS = 10_000;
/** When the server is busy and does not say for how long. */
const PAUSE_S = 3;

/** A request without an answer: `busy` (try after `seconds`), `offline` or `failed`. */
class Failure extends Error {
  constructor(kind, seconds = PAUSE_S) {
    super(kind);
    this.kind = kind;
    this.seconds = seconds;
  }
}

/** Seconds of a `Retry-After`, which may be a number or a date. */
function pauseOf(response) {
  const given = response.headers.get("retry-after");
  const seconds = /^\d+$/.test(given) ? Number(given) : (Date.parse(given) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), 600) : PAUSE_S;
}

async function request(url, init, signal) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE_MS);
  signal?.addEventListener("abort", () => limit.abort());
  try {
    const options = { credentials: "omit", referrerPolicy: "no-referrer", signal: limit.signal, ...init };
    const response = await fetch(url, options);
    if (response.status === 429 || response.status === 503) throw new Failure("busy", pauseOf(response));
    if (!response.ok) throw new Failure("failed");
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(navigator.onLine ? "failed" : "offline");
  } finally {
    clearTimeout(timer);
  }
}

/** The API of the server at `base`, for one service or (null) all. */
function connect(base, service) {
  const get = (path, parameters, signal) => {
    const query = new URLSearchParams({ ...parameters, ...(service && { service }), highlight: "utf16" });
    return request(`${base}/api/v1/${path}?${query}`, {}, signal);
  };
  const post = (path, body) => {
    const headers = { "content-type": "application/json" };
    return request(`${base}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  };
  return {
    /** Suggestions for what is typed so far; where no title and no phrasing fits, articles that hold its words. */
    async suggest(text, size, signal) {
      const { suggestions, corrections } = await get("suggest", { q: text, size }, signal);
      if (suggestions.length) return { corrections, items: suggestions };
      const found = await get("search", { q: text, size }, signal);
      const items = found.results.map(({ key, title, service }) => ({ key, service, ...title }));
      return { corrections: found.corrections, items };
    },
    /** `question`: an utterance, or the article that was tapped; with the context of the answer before. */
    ask: (question, context) => post("ask", { ...question, ...(service && { service }), ...(context && { context }) }),
    rate: (article, helpful, question) => post("feedback", { article, helpful, ...(question && { question }) }),
    articleUrl: (key) => `${base}/help/articles/${encodeURIComponent(key)}`,
    searchUrl: (text) => `${base}/help/search?${new URLSearchParams({ q: text, ...(service && { service }) })}`,
  };
}

/**
 * Asks for every text that is typed. Answers come to `show` in the order of their texts, never an older one after a
 * newer one; `show(answer, text, isLast)`, and `fail(failure, text)` for the last text alone.
 */
function follow(ask, show, fail) {
  /** Dropping all but the last would show nothing while somebody types faster than the line answers. */
  const AT_ONCE = 4;
  const open = new Map();
  let last = 0;
  const dropOlderThan = (number) => {
    for (const [other, controller] of open) {
      if (other < number) {
        open.delete(other);
        controller.abort();
      }
    }
  };
  return {
    next(text) {
      const number = ++last;
      const controller = new AbortController();
      dropOlderThan(number - AT_ONCE + 1);
      open.set(number, controller);
      // Dropped meanwhile: whatever comes of it is of no interest.
      const ifOpen = (then) => (value) => {
        if (!open.delete(number)) return;
        dropOlderThan(number);
        then(value);
      };
      ask(text, controller.signal).then(
        ifOpen((answer) => show(answer, text, number === last)),
        ifOpen((failure) => number === last && fail(failure, text)),
      );
    },
    stop: () => dropOlderThan(last + 1),
  };
}
