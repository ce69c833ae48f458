// The help pages' own search forms, which work without script: with it, one Enter searches once for Hangul too.
// Needs ime.js before it, in the same scope.

for (const form of document.querySelectorAll("form[role=search]")) {
  submitOnEnter(form.elements.q, () => form.requestSubmit());
}
