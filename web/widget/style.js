// The widget's style. A page sets `--haedap-…` (docs/widget.md lists them); `--_…` are what they come to, by theme.
//
// Texts have a contrast of 4.5:1 and more, borders of inputs and the accent 3:1 and more (tests/browser/docs.test.js).

const DARK = `
  color-scheme: dark;
  --_accent: var(--haedap-accent, #4464e0);
  --_surface: var(--haedap-surface, #1c1e23);
  --_raised: var(--haedap-raised, #2a2d34);
  --_text: var(--haedap-text, #f1f2f4);
  --_muted: var(--haedap-muted, #adb3be);
  --_line: var(--haedap-line, #3b3f48);
  --_border: var(--haedap-border, #858b97);
  --_shadow: rgb(0 0 0 / .5);`;

const STYLE = `
:host { display: contents; }
/* Not the host itself: there a page's "* { … }" would win, and what it sets would be inherited. */
.root {
  all: initial;
  display: block;
  color-scheme: light;
  --_accent: var(--haedap-accent, #3355d1);
  --_on-accent: var(--haedap-on-accent, #fff);
  --_surface: var(--haedap-surface, #fff);
  --_raised: var(--haedap-raised, #f3f4f7);
  --_text: var(--haedap-text, #1b1d22);
  --_muted: var(--haedap-muted, #5b616d);
  --_line: var(--haedap-line, #e1e4ea);
  --_border: var(--haedap-border, #868d9a);
  --_shadow: rgb(20 24 36 / .16);
  --_radius: var(--haedap-radius, 14px);
  --_offset: var(--haedap-offset, 24px);
  --_z: var(--haedap-z, 1000);
  --_tint: color-mix(in srgb, var(--_accent) 16%, transparent);
  color: var(--_text);
  font: 400 var(--haedap-font-size, 16px)/1.55 var(--haedap-font, system-ui, -apple-system, "Apple SD Gothic Neo",
    "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif);
  word-break: keep-all;
  overflow-wrap: anywhere;
  -webkit-text-size-adjust: 100%;
}
@media (prefers-color-scheme: dark) { :host(:not([data-theme=light])) .root {${DARK}} }
:host([data-theme=dark]) .root {${DARK}}

*, ::before, ::after { box-sizing: border-box; }
[hidden], :host([hidden]) { display: none !important; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
p, h2 { margin: 0; }
button, input { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
button { cursor: pointer; border: 1px solid transparent; background: none; }
:focus-visible { outline: 2px solid var(--_text); outline-offset: 2px; }
svg { width: 1.375em; height: 1.375em; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
mark { background: var(--_tint); color: inherit; border-radius: 3px; font-weight: 600; }
.service { color: var(--_muted); font-size: .8125em; line-height: 1.4; }
.note { color: var(--_muted); font-size: .875em; }

.icon { display: grid; place-items: center; flex: none; width: 44px; height: 44px; padding: 0; border-radius: 12px;
  color: var(--_muted); }

.box { position: relative; }
.line { display: flex; align-items: center; gap: 2px; padding: 3px; background: var(--_surface);
  border: 1px solid var(--_border); border-radius: var(--_radius); }
.line:focus-within { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent), 0 0 0 4px var(--_tint); }
input { flex: 1; min-width: 0; min-height: 46px; padding: 0 6px 0 14px; border: 0; background: none;
  font-size: max(1em, 16px); appearance: none; }
input:focus-visible { outline-color: transparent; }
input::placeholder { color: var(--_muted); opacity: 1; }
.submit { background: var(--_accent); color: var(--_on-accent); margin: 1px; }

.popup { display: flex; flex-direction: column; background: var(--_surface); overflow: hidden; }
:host([data-mode=container]) .popup, .panel .popup { position: absolute; z-index: var(--_z); inset-inline: 0;
  border: 1px solid var(--_line); border-radius: var(--_radius); box-shadow: 0 12px 32px var(--_shadow);
  max-height: min(28em, 70vh); }
:host([data-mode=container]) .popup { top: calc(100% + 8px); }
.panel .popup { bottom: calc(100% + 8px); max-height: 50vh; }
.popup .note { padding: 12px 18px; }
.popup .note:not([hidden]) + .list { border-top: 1px solid var(--_line); }
.list { overflow-y: auto; padding: 6px; overscroll-behavior: contain; }
.list[data-waiting] { animation: wait 1s 400ms ease-in-out infinite alternate; }
@keyframes wait { to { opacity: .55; } }
[role=option] { display: flex; flex-direction: column; justify-content: center; min-height: 48px; padding: 8px 12px;
  border-radius: 10px; color: inherit; text-decoration: none; cursor: pointer; }
[role=option][aria-selected=true] { background: var(--_tint); outline: 2px solid var(--_accent);
  outline-offset: -2px; }
.all { display: flex; align-items: center; min-height: 48px; padding: 6px 18px; border: 0;
  border-top: 1px solid var(--_line); color: inherit; font-size: .9375em; text-decoration: none; text-align: start; }
.all:focus-visible { outline-offset: -3px; }

dialog { padding: 0; margin: 0; border: 1px solid var(--_line); background: var(--_surface); color: inherit;
  border-radius: calc(var(--_radius) + 4px); box-shadow: 0 20px 60px var(--_shadow); }
dialog::backdrop { background: rgb(10 12 20 / .48); }

.opener { display: inline-flex; align-items: center; gap: 10px; min-height: 46px; padding: 0 18px 0 14px;
  background: var(--_surface); border-color: var(--_border); border-radius: var(--_radius); color: var(--_muted); }
kbd { font: inherit; font-size: .75em; padding: 1px 7px; border: 1px solid var(--_line); border-radius: 6px; }
.modal { position: fixed; inset: 12vh auto auto 50%; translate: -50% 0; width: min(40em, 100vw - 32px);
  max-width: none; max-height: 76vh; overflow: hidden; }
.modal[open] { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: 12px; }
.modal > .close { margin: 5px 0 0 4px; min-width: 56px; min-height: 44px; border-radius: 12px; color: var(--_muted); }
.modal .box { display: contents; }
.modal .line { grid-column: 1; }
.modal .popup { grid-row: 2; grid-column: 1 / -1; margin: 8px -12px -12px; min-height: 0;
  max-height: calc(76vh - 76px); border-top: 1px solid var(--_line); }

:host([data-mode=bubble]) .root { position: fixed; z-index: var(--_z);
  inset: auto max(var(--_offset), env(safe-area-inset-right)) max(var(--_offset), env(safe-area-inset-bottom)) auto; }
.bubble { display: grid; place-items: center; width: 60px; height: 60px; padding: 0; border-radius: 50%;
  background: var(--_accent); color: var(--_on-accent); box-shadow: 0 6px 20px var(--_shadow); }
.bubble svg { width: 28px; height: 28px; }
.panel { position: absolute; inset: auto 0 calc(100% + 16px) auto; width: min(400px, 100vw - 2 * var(--_offset));
  height: min(640px, 100vh - 2 * var(--_offset) - 84px); max-width: none; max-height: none; overflow: hidden; }
.panel[open] { display: flex; flex-direction: column; animation: rise .18s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
header { display: flex; align-items: center; justify-content: space-between; padding: 10px 8px 10px 20px;
  border-bottom: 1px solid var(--_line); }
h2 { font-size: 1.0625em; font-weight: 700; }
.log { position: relative; flex: 1; min-height: 0; display: flex; flex-direction: column; gap: 12px; padding: 20px;
  overflow-y: auto; overscroll-behavior: contain; }
.log:focus-visible { outline-offset: -3px; }
.said { max-width: 88%; padding: 11px 15px; border-radius: 18px; font-size: .9375em;
  border: 1px solid transparent; }
.said > * + :not(.hidden + *) { margin-top: 10px; }
.said a { color: inherit; text-underline-offset: 3px; display: inline-flex; align-items: center; min-height: 44px; }
.bot { align-self: flex-start; background: var(--_raised); border-bottom-left-radius: 6px; }
.you { align-self: flex-end; background: var(--_accent); color: var(--_on-accent); border-bottom-right-radius: 6px; }
.title { font-weight: 700; }
ol, ul { margin: 0; padding-inline-start: 1.35em; }
li + li { margin-top: 4px; }
.waiting { color: var(--_muted); animation: wait .8s ease-in-out infinite alternate; }
.choice, .small { min-height: 44px; padding: 8px 14px; background: var(--_surface); border-color: var(--_border);
  border-radius: 12px; text-align: start; }
.choice { display: flex; flex-direction: column; justify-content: center; width: 100%; }
.choice + .choice { margin-top: 8px; }
.rating { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding-top: 10px;
  border-top: 1px solid var(--_line); font-size: .9375em; }
.rating > span, .rating > p { width: 100%; }
.rating > p:empty { display: none; }
.panel .box { padding: 12px; border-top: 1px solid var(--_line); }
.panel .popup { inset-inline: 12px; bottom: calc(100% - 4px); }

@media (hover: hover) {
  .icon:hover { background: var(--_raised); color: var(--_text); }
  .submit:hover { background: color-mix(in srgb, var(--_accent) 86%, #000); color: var(--_on-accent); }
  [role=option]:not([aria-selected=true]):hover { background: var(--_raised); }
  .all:hover { text-decoration: underline; background: var(--_raised); }
  .opener:hover { color: var(--_text); border-color: var(--_text); }
  .modal > .close:hover { background: var(--_raised); color: var(--_text); }
  .bubble:hover { background: color-mix(in srgb, var(--_accent) 86%, #000); }
  .choice:hover, .small:hover { border-color: var(--_text); }
}
@media (max-width: 480px) {
  .modal, .panel { position: fixed; inset: 0; translate: none; width: 100%; height: var(--_screen);
    max-height: none; border: 0; border-radius: 0; }
  .modal[open] { grid-template-rows: auto minmax(0, 1fr); }
  .modal .popup { max-height: none; }
}
@media (forced-colors: active) {
  mark { background: Mark; color: MarkText; }
  .line, .said, .submit, .bubble, .popup { border: 1px solid; }
  .line:focus-within { outline: 2px solid Highlight; }
  [role=option][aria-selected=true] { outline: 3px solid Highlight; outline-offset: -3px; }
}
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; } }
@media print { :host([data-mode=bubble]) .root, dialog { display: none !important; } }
`;
