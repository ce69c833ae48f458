// The orders in which browsers tell of one press of Enter (or an arrow, or Escape) with a Korean keyboard, as data.
//
// A step is an event: `down` and `up` are keys with their `keyCode`; `compose` changes the syllable that is being
// composed, `commit` ends the composition; `type` puts a finished letter in. Where the orders come from: reports of
// people who logged them (Windows: the Microsoft IME; macOS: 2-set Korean; Android: GBoard; iOS: the system keyboard).

const IME = 229;
const ENTER = 13;

const down = (key, keyCode, more = {}) => ({ event: "down", key, code: key, keyCode, ...more });
const up = (key, keyCode = ENTER) => ({ event: "up", key, code: key, keyCode });
const compose = (text) => ({ event: "compose", text });
const commit = (text) => ({ event: "commit", text });
const type = (text) => ({ event: "type", text });

/** A key that the input method gets first: Windows tells its place, not its name. */
const process = (code) => ({ event: "down", key: "Process", code, keyCode: IME });
/** Android tells nothing about letters. */
const unidentified = { event: "down", key: "Unidentified", code: "", keyCode: IME };

/** 환불 with the last syllable still being composed, key by key, as a desktop tells it. */
const composing = [
  compose("ㅎ"),
  compose("호"),
  compose("화"),
  compose("환"),
  commit("환"),
  compose("부"),
  compose("불"),
];

/** `submits`: how many times 환불 (or `value`) is submitted. */
export const ENTERS = [
  {
    name: "Chrome on Windows: 229, commit, a second keydown",
    steps: [...composing, process("Enter"), commit("불"), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "Chrome on Windows: 229 and commit alone",
    steps: [...composing, process("Enter"), commit("불"), up("Enter")],
    submits: 1,
  },
  {
    name: "Chrome on Windows: the second keydown before the commit",
    steps: [...composing, process("Enter"), down("Enter", ENTER, { isComposing: false }), commit("불"), up("Enter")],
    submits: 1,
  },
  {
    name: "Chrome on macOS: 229 with its name, commit, a second keydown",
    steps: [...composing, down("Enter", IME), commit("불"), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "Safari on macOS: the commit first, then 229 that is not composing",
    steps: [...composing, commit("불"), down("Enter", IME), up("Enter")],
    submits: 1,
  },
  {
    name: "Safari on macOS: and a second keydown after it",
    steps: [...composing, commit("불"), down("Enter", IME), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "Firefox: 229, commit with a late input event",
    steps: [...composing, down("Enter", IME), { ...commit("불"), inputAfter: true }, up("Enter")],
    submits: 1,
  },
  {
    name: "Firefox: and a second keydown after it",
    steps: [...composing, down("Enter", IME), { ...commit("불"), inputAfter: true }, down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "GBoard on Android: 229 for every letter, Enter while composing, no commit",
    steps: [...composing.flatMap((step) => [unidentified, step]), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "GBoard on Android: the commit before Enter",
    steps: [...composing.flatMap((step) => [unidentified, step]), commit("불"), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "Android with Latin letters, which are composed too",
    steps: [unidentified, compose("wallet"), down("Enter", ENTER), up("Enter")],
    submits: 1,
    value: "wallet",
  },
  {
    name: "an Android keyboard that tells Enter only by what it does",
    steps: [...composing.flatMap((step) => [unidentified, step]), commit("불"), unidentified, { event: "break" }],
    submits: 1,
  },
  {
    name: "iOS: letters without composition",
    steps: [type("환"), type("불"), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "no composition: one press held down",
    steps: [type("환불"), down("Enter", ENTER), down("Enter", ENTER), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "the Enter of the number pad",
    steps: [...composing, process("NumpadEnter"), commit("불"), down("Enter", ENTER), up("Enter")],
    submits: 1,
  },
  {
    name: "the key is let go before the commit",
    steps: [...composing, process("Enter"), up("Enter"), commit("불")],
    submits: 1,
  },
  {
    name: "Japanese: Enter picks a conversion and submits nothing",
    steps: [compose("へんきん"), compose("返金"), down("Enter", IME), commit("返金"), up("Enter")],
    submits: 0,
  },
  {
    name: "Japanese in Safari: nor does it there",
    steps: [compose("返金"), commit("返金"), down("Enter", IME), up("Enter")],
    submits: 0,
  },
  {
    name: "Pinyin: Enter commits the letters",
    steps: [compose("tuikuan"), down("Enter", IME), commit("tuikuan"), up("Enter")],
    submits: 0,
  },
  {
    name: "Hanja: Enter picks the character, the next one submits",
    steps: [compose("환"), process("Enter"), commit("還"), up("Enter"), down("Enter", ENTER), up("Enter")],
    submits: 1,
    value: "還",
  },
  {
    name: "Enter that only opened something, then another key: the commit submits nothing",
    steps: [...composing, process("Enter"), process("KeyR"), commit("불")],
    submits: 0,
  },
];

/** Keys of the input method: nothing is chosen, closed or cleared, and the key is not taken from it. */
export const KEYS = [
  { name: "Down on macOS", keys: [down("ArrowDown", IME)] },
  { name: "Up on macOS", keys: [down("ArrowUp", IME)] },
  { name: "Down on Windows", keys: [process("ArrowDown")] },
  { name: "Escape on macOS", keys: [down("Escape", IME)] },
  { name: "Escape on Windows", keys: [process("Escape")] },
  { name: "Escape that says it is composing, without 229", keys: [down("Escape", 27)] },
];

export const COMPOSING = composing;

/** Runs in the page: the steps on an input, in their order. A composition goes on from one call to the next. */
export function play(input, steps) {
  // What stood in the input before the composition, or null outside of one.
  input.composition ??= { before: null };
  const state = input.composition;
  const fire = (event) => input.dispatchEvent(event);
  const options = { bubbles: true, composed: true, cancelable: true };
  const tellInput = (inputType, data) => fire(new InputEvent("input", { ...options, inputType, data }));
  const start = () => {
    if (state.before !== null) return;
    state.before = input.value;
    fire(new CompositionEvent("compositionstart", { ...options, data: "" }));
  };
  const put = (text) => {
    if (input.value !== state.before + text) input.value = state.before + text;
  };
  const untaken = [];
  for (const { event, text, inputAfter, ...key } of steps) {
    if (event === "down" || event === "up") {
      const isComposing = key.isComposing ?? state.before !== null;
      const told = new KeyboardEvent(`key${event}`, { ...options, ...key, isComposing });
      // No constructor sets it.
      Object.defineProperty(told, "keyCode", { value: key.keyCode });
      if (fire(told)) untaken.push(key.key);
    } else if (event === "compose") {
      start();
      put(text);
      fire(new CompositionEvent("compositionupdate", { ...options, data: text }));
      tellInput("insertCompositionText", text);
    } else if (event === "commit") {
      put(text);
      state.before = null;
      if (!inputAfter) tellInput("insertCompositionText", text);
      fire(new CompositionEvent("compositionend", { ...options, data: text }));
      if (inputAfter) tellInput("insertCompositionText", text);
    } else if (event === "type") {
      input.value += text;
      tellInput("insertText", text);
    } else {
      fire(new InputEvent("beforeinput", { ...options, inputType: "insertLineBreak" }));
    }
  }
  return untaken;
}
