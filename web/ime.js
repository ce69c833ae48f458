// One press of Enter submits once, also in the middle of a Korean syllable. The widget and the help pages share it.
//
// Whoever types Hangul expects one Enter to commit the last syllable and to submit. What browsers send for it:
//
//   Chrome, Firefox  keydown 229 while composing, compositionend, and on some systems a second keydown 13
//   Safari (macOS)   compositionend first, then keydown 229 that says it is not composing
//   GBoard           keydown 13 while composing, and no compositionend at all
//   iOS              no composition events
//
// Kana, pinyin and a chosen Hanja are different: there Enter only picks what is offered. The letter before the caret
// tells them apart.

const IME_KEY = 229;
const HANGUL_BEFORE_CARET = /[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]$/;

/**
 * Calls `submit` with the text that `input` holds, once for each press of Enter. It may empty the input: by then the
 * syllable is committed, or (GBoard) the browser drops the composition with the text.
 *
 * `owns(event)`: the key is the input method's, so leave it alone.
 */
function submitOnEnter(input, submit) {
  let composing = false;
  /** Enter was pressed on a syllable that is still being composed. */
  let wanted = false;
  /** The press of Enter that is down has submitted; it may be told once more. */
  let spent = false;

  const endsInHangul = () => HANGUL_BEFORE_CARET.test(input.value.slice(0, input.selectionStart ?? undefined));
  const isEnter = ({ key, code }) => key === "Enter" || code === "Enter" || code === "NumpadEnter";
  const fire = () => {
    wanted = false;
    spent = true;
    submit(input.value);
  };

  input.addEventListener("compositionstart", () => {
    composing = true;
    wanted = spent = false;
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    if (wanted && endsInHangul()) fire();
    wanted = false;
  });
  input.addEventListener("keydown", (event) => {
    if (!isEnter(event)) {
      wanted = spent = false;
    } else if (event.keyCode !== IME_KEY) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      // A wanted one comes with compositionend.
      if (!spent && !wanted) fire();
    } else if (composing || event.isComposing) {
      wanted = !spent;
    } else if (!spent && endsInHangul()) {
      event.preventDefault();
      fire();
    }
  });
  input.addEventListener("keyup", (event) => {
    if (isEnter(event)) spent = false;
  });
  // Keyboards that tell no key for Enter still tell what it does.
  input.addEventListener("beforeinput", (event) => {
    if (event.inputType !== "insertLineBreak" && event.inputType !== "insertParagraph") return;
    event.preventDefault();
    if (!spent && !wanted) fire();
  });
  input.addEventListener("blur", () => {
    wanted = spent = false;
  });

  return {
    owns: (event) => composing || event.isComposing || event.keyCode === IME_KEY,
  };
}
