// Recent searches, if the page asks for them with data-recent="on": kept in this browser alone, never sent.

const RECENT_KEY = "haedap.recent";
const MOST_RECENT = 5;

/** With `on` false nothing is read or kept. A browser that forbids storage has no recent searches. */
function recentSearches(on) {
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(RECENT_KEY));
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, MOST_RECENT) : [];
    } catch {
      return [];
    }
  };
  const write = (texts) => {
    try {
      if (texts.length) localStorage.setItem(RECENT_KEY, JSON.stringify(texts));
      else localStorage.removeItem(RECENT_KEY);
    } catch {
      // Nothing is kept, then.
    }
  };
  return {
    all: () => (on ? read() : []),
    add(text) {
      if (on && text) write([text, ...read().filter((other) => other !== text)].slice(0, MOST_RECENT));
    },
    clear: () => write([]),
  };
}
