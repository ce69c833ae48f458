// The search box: an ARIA combobox, "list autocomplete with manual selection". DOM focus stays in the input, and what
// was typed stays the value until something is chosen.

/** From the last keystroke to the question. */
const DEBOUNCE_MS = 40;

/**
 * `api` and `recents` as made by their files; `size`: most suggestions. What the customer does is told by
 * `onSubmit(text)` (Enter without a choice), `onPick(item)` and `onAll(text, event)` (all results).
 * `submit`: what Enter and the button at the end of the line do, `kind` being `search` or `send`; `label` names the
 * input and `button` the button.
 */
function searchBox({ api, recents, size, submit, onSubmit, onPick, onAll }) {
  /** What the list shows: suggestions (with a `key`) or recent searches, and the text that it belongs to. */
  let items = [];
  let shownFor = null;
  /** The text that was submitted: nothing opens the list again for it. */
  let decided = null;
  let active = -1;
  let timer = 0;
  let heldUntil = 0;

  const list = el("div", { role: "listbox", id: "list", tabindex: "-1", "aria-label": WORDING.suggestions, class: "list" });
  const note = el("p", { class: "note" });
  const all = el("a", { class: "all", onclick: (event) => onAll(text(), event) });
  const clearRecents = el("button", { type: "button", class: "all", onclick: forget }, WORDING.clearRecent);
  const popup = el("div", { class: "popup", hidden: true }, note, list, all, clearRecents);
  const status = el("div", { role: "status", class: "hidden" });
  const input = el("input", {
    type: "text",
    role: "combobox",
    enterkeyhint: submit.kind,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 200,
    placeholder: WORDING.placeholder,
    "aria-label": submit.label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "list",
  });
  const clearButton = el(
    "button",
    { type: "button", class: "icon clear", "aria-label": WORDING.clear, hidden: true, onclick: () => empty(true) },
    icon("close"),
  );
  const submitButton = el(
    "button",
    { type: "button", class: "icon submit", "aria-label": submit.button, onclick: () => enter(input.value) },
    icon(submit.kind),
  );
  const line = el("div", { class: "line" }, input, clearButton, submitButton);
  const root = el("div", { class: "box", role: "search", onfocusout: leave }, line, popup, status);

  const ime = submitOnEnter(input, enter);
  const requests = follow((typed, signal) => api.suggest(typed, size, signal), show, fail);
  const text = () => input.value.trim();
  const isOpen = () => !popup.hidden;

  input.addEventListener("input", read);
  input.addEventListener("focus", () => text() || showRecents());
  input.addEventListener("click", () => shownFor === text() && open());
  input.addEventListener("keydown", steer);
  // A press on the popup must not take the focus out of the input.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  addEventListener("online", () => root.isConnected && text() && shownFor === null && ask());

  /** The text has changed, be it in the middle of a syllable. */
  function read() {
    clearButton.hidden = !input.value;
    point(-1);
    clearTimeout(timer);
    if (text() && text() === decided) return;
    decided = null;
    if (!text()) {
      stop();
      showRecents();
    } else if (text() !== shownFor) {
      timer = setTimeout(ask, DEBOUNCE_MS);
    } else {
      stop();
      open();
    }
  }

  function ask() {
    clearTimeout(timer);
    const pause = heldUntil - Date.now();
    if (pause > 0) {
      timer = setTimeout(ask, pause);
      return;
    }
    requests.next(text());
    list.toggleAttribute("data-waiting", true);
  }

  function stop() {
    clearTimeout(timer);
    requests.stop();
    list.toggleAttribute("data-waiting", false);
  }

  function show({ items: found, corrections }, asked, isLast) {
    // Nothing found for what is no longer in the input says nothing; the last list stays.
    if (!isLast && !found.length) return;
    const meant = corrections?.map(({ to }) => to).join(" ");
    const said = found.length ? meant && WORDING.readAs(meant) : WORDING.nothing(asked);
    fill(found, asked, said);
    if (isLast) {
      list.toggleAttribute("data-waiting", false);
      status.textContent = found.length ? `${said || ""} ${WORDING.found(found.length)}`.trim() : said;
    }
  }

  /** The last list stays, with a sentence above it. */
  function fail({ kind = "failed", seconds }) {
    list.toggleAttribute("data-waiting", false);
    shownFor = null;
    note.textContent = status.textContent = kind === "busy" ? WORDING.busy(seconds) : WORDING[kind];
    note.hidden = false;
    open();
    if (kind === "busy") {
      heldUntil = Date.now() + seconds * 1000;
      ask();
    }
  }

  function showRecents() {
    const kept = recents.all();
    fill(
      kept.map((kept) => ({ text: kept })),
      "",
      "",
    );
    status.textContent = kept.length ? WORDING.foundRecent(kept.length) : "";
    if (!kept.length) close();
  }

  function fill(found, asked, said) {
    items = found;
    shownFor = asked;
    point(-1);
    list.replaceChildren(...found.map(option));
    list.setAttribute("aria-label", asked ? WORDING.suggestions : WORDING.recent);
    list.hidden = !found.length;
    note.textContent = said ?? "";
    note.hidden = !said;
    all.hidden = !asked || !found.length;
    all.textContent = WORDING.showAll(asked);
    all.href = api.searchUrl(asked);
    clearRecents.hidden = Boolean(asked);
    open();
  }

  /** An option is a link, so that it can be opened in another tab; it is never focused. */
  function option(item, index) {
    const url = item.key ? api.articleUrl(item.key) : api.searchUrl(item.text);
    const pick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(item);
    };
    return el(
      "a",
      { role: "option", id: `option-${index}`, "aria-selected": "false", tabindex: -1, href: url, onclick: pick },
      el("span", { class: "text" }, ...marked(item.text, item.marks)),
      item.service && el("span", { class: "service" }, item.service),
    );
  }

  function choose(item) {
    settle();
    if (item.key) return onPick(item);
    input.value = decided = item.text;
    clearButton.hidden = false;
    onSubmit(item.text);
  }

  function enter(value) {
    if (active >= 0) return choose(items[active]);
    if (!value.trim()) return input.focus();
    settle();
    onSubmit(value.trim());
  }

  function settle() {
    stop();
    decided = text();
    close();
  }

  function steer(event) {
    if (ime.owns(event) || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const down = event.key === "ArrowDown";
      if (event.altKey) return down ? reopen() : close();
      if (!isOpen()) reopen();
      if (items.length && isOpen()) step(down);
    } else if (event.key === "Escape") {
      // A panel around the box closes with the Escape that has nothing left to do here.
      if (!isOpen() && !input.value) return;
      event.preventDefault();
      event.stopPropagation();
      if (isOpen()) close();
      else empty(true);
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      point(-1);
    }
  }

  function step(down) {
    // From the input (-1) down to the first, up to the last.
    const next = active < 0 && !down ? items.length - 1 : active + (down ? 1 : -1);
    point((next + items.length) % items.length);
    // The list that is being read does not change any more.
    stop();
  }

  function point(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function reopen() {
    if (!text()) showRecents();
    else if (items.length && shownFor === text()) open();
    else ask();
  }

  function open() {
    if (list.hidden && note.hidden) return;
    // Focus has left while the answer was on its way.
    if (root.getRootNode().activeElement !== input) return;
    popup.hidden = false;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
    point(-1);
  }

  function leave(event) {
    if (!root.contains(event.relatedTarget)) close();
  }

  function empty(focus) {
    input.value = "";
    read();
    if (focus) input.focus();
  }

  function forget() {
    recents.clear();
    input.focus();
    showRecents();
  }

  return { root, input, empty, owns: ime.owns };
}
