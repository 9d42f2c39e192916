// The manners of all forms: what is wrong is read first, and what is on its way is not sent twice. All works without it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
});
// data-once: what its button says while it is on its way
document.addEventListener("submit", (event) => {
  const form = event.target,
    button = event.submitter;
  if (!("once" in form.dataset) || !button) return;
  if (button.ariaDisabled) return event.preventDefault();
  form.dataset.words = button.textContent;
  button.textContent = form.dataset.once;
  button.ariaDisabled = "true";
});
document.addEventListener("submit", (event) => {
  // data-file: the answer is a file, so this page stays
  if (!("file" in event.target.dataset)) return;
  event.target.querySelectorAll(".errors, .err").forEach((one) => {
    one.hidden = true;
  });
  event.target.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
});
window.addEventListener("pageshow", (event) => {
  // "Back" shows the page as it was left
  if (!event.persisted) return;
  document.querySelectorAll("form[data-words] [aria-disabled]").forEach((button) => {
    button.textContent = button.form.dataset.words;
    button.ariaDisabled = null;
  });
});
