// Reads the script tag and puts the widget on the page: a search box in an element, a button that opens one, or a
// bubble with a chat. Everything lives in a shadow tree, so neither side's styles reach the other.

const MODES = { container, popup, bubble };
/** Below this width the bubble's panel fills the screen; style.js says the same. */
const SMALL_SCREEN = "(max-width: 480px)";

const script = document.currentScript;
const settings = script.dataset;
const mode = Object.hasOwn(MODES, settings.mode) ? settings.mode : "container";
const base = new URL(settings.base || new URL(script.src).origin, location.href).href.replace(/\/+$/, "");
const api = connect(base, settings.service || null);
const recents = recentSearches(settings.recent === "on" && mode !== "bubble");
const shortcuts = (settings.shortcuts ?? "").toLowerCase().split(/\s+/).filter(Boolean);

const host = el("haedap-widget", { lang: "ko", "data-mode": mode, "data-theme": settings.theme });
const shadow = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
shadow.adoptedStyleSheets = [sheet];
const root = shadow.appendChild(el("div", { class: "root" }));

/** Tells the page; false if it takes the matter over by `preventDefault()`. */
function tell(name, detail) {
  const event = new CustomEvent(`haedap:${name}`, { detail, bubbles: true, composed: true, cancelable: true });
  return host.dispatchEvent(event);
}

/** Follows a link to an article (`key`) or to another page (null), unless the page does; then calls `done`. */
function visit(url, key, event, done) {
  // Another tab or window, as the browser does it.
  if (event?.ctrlKey || event?.metaKey || event?.shiftKey) return;
  event?.preventDefault();
  if (tell("navigate", { url, key })) {
    if (mode === "bubble") window.open(url, "_blank", "noopener");
    else location.assign(url);
  }
  done?.();
}

/** A search box that leads to the help center, and is `done` when it has. */
function helpSearch(done) {
  const leave = (text, url, key, event) => {
    recents.add(text);
    visit(url, key, event, done);
  };
  return searchBox({
    api,
    recents,
    size: 8,
    submit: { kind: "search", label: WORDING.search, button: WORDING.submit },
    onSubmit: (text) => leave(text, api.searchUrl(text), null),
    onPick: ({ text, key }) => leave(text, api.articleUrl(key), key),
    onAll: (text, event) => leave(text, api.searchUrl(text), null, event),
  });
}

/** Each mode fills `root` and gives back what a shortcut or `data-haedap-open` does. */
function container(target) {
  const box = helpSearch();
  // What a page offers without script: its text is taken over.
  box.input.value = target?.querySelector("input[type=search], input[type=text], input:not([type])")?.value ?? "";
  root.append(box.root);
  return () => box.input.focus();
}

function popup() {
  const box = helpSearch(() => dialog.close());
  const hint = shortcuts.length ? el("kbd", { "aria-hidden": true }, shortcuts[0].replace("ctrl-k", "Ctrl K")) : null;
  const opener = el("button", { type: "button", class: "opener", "aria-haspopup": "dialog", onclick: show });
  const dialog = dialogOf("modal", { "aria-label": WORDING.search }, opener, box);
  opener.append(icon("search"), WORDING.search, hint ?? "");
  dialog.append(box.root, closeButton(dialog, { class: "close" }, WORDING.close));
  dialog.addEventListener("pointerdown", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => box.empty());
  root.append(opener, dialog);
  function show() {
    if (dialog.open) return;
    dialog.showModal();
    box.input.focus();
    tell("open", { mode });
  }
  return show;
}

function bubble() {
  const chat = conversation({ api, support: settings.support || null, visit, tell });
  const box = searchBox({
    api,
    recents,
    size: 5,
    submit: { kind: "send", label: WORDING.placeholder, button: WORDING.ask },
    onSubmit: (text) => chat.ask({ utterance: text }, text) && box.empty(),
    onPick: (item) => chat.ask({ article: item.key }, item.text) && box.empty(),
    onAll: (text, event) => visit(api.searchUrl(text), null, event),
  });
  const attributes = { "aria-haspopup": "dialog", "aria-expanded": false, "aria-label": WORDING.open };
  const opener = el("button", { type: "button", class: "bubble", onclick: toggle, ...attributes }, icon("chat"));
  const panel = dialogOf("panel", { "aria-labelledby": "title" }, opener, box);
  const header = el(
    "header",
    {},
    el("h2", { id: "title" }, WORDING.title),
    closeButton(panel, { class: "icon", "aria-label": WORDING.close }, icon("close")),
  );
  panel.append(header, chat.log, box.root);
  panel.addEventListener("close", () => opener.setAttribute("aria-expanded", "false"));
  root.append(panel, opener);
  function show() {
    if (panel.open) return box.input.focus();
    if (matchMedia(SMALL_SCREEN).matches) panel.showModal();
    else panel.show();
    opener.setAttribute("aria-expanded", "true");
    box.input.focus();
    tell("open", { mode });
  }
  function toggle() {
    if (panel.open) panel.close();
    else show();
  }
  return show;
}

/** A dialog that Escape closes, unless the search box or the input method has a use for it; focus goes to `opener`. */
function dialogOf(name, attributes, opener, box) {
  const dialog = el("dialog", { class: name, ...attributes });
  // A keyboard on the screen covers the page; on a phone the dialog ends above it.
  const fit = () => dialog.style.setProperty("--_screen", `${visualViewport.height}px`);
  visualViewport.addEventListener("resize", fit);
  fit();
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (!box.owns(event)) dialog.close();
  });
  dialog.addEventListener("close", () => {
    opener.focus();
    tell("close", { mode });
  });
  return dialog;
}

function closeButton(dialog, attributes, content) {
  return el("button", { type: "button", onclick: () => dialog.close(), ...attributes }, content);
}

/** Whether a key press is one of the shortcuts that the page has switched on. */
function isShortcut(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return false;
  // The place of the key: with Korean letters it gives ㅏ.
  if (event.ctrlKey || event.metaKey) return shortcuts.includes("ctrl-k") && event.code === "KeyK" && !event.shiftKey;
  const within = event.composedPath()[0];
  const types = within.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(within.tagName);
  return shortcuts.includes("/") && event.key === "/" && !types;
}

function start() {
  const target = settings.target ? document.querySelector(settings.target) : null;
  if (settings.target && !target) console.warn(`haedap: nothing on this page matches data-target="${settings.target}"`);
  const activate = MODES[mode](target);
  if (target) target.replaceChildren(host);
  else if (mode === "bubble" || !script.parentElement?.closest("body")) document.body.append(host);
  else script.after(host);
  document.addEventListener("keydown", (event) => {
    if (!host.isConnected || !isShortcut(event)) return;
    event.preventDefault();
    activate();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-haedap-open]");
    if (!opener || !host.isConnected || !["", mode].includes(opener.dataset.haedapOpen)) return;
    event.preventDefault();
    activate();
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
