// The outline's own keys: Alt with an arrow to the side moves a row deeper or higher. What is added goes to its place.
"use strict";
document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!event.altKey || !row || row.classList.contains("is-edit") || !/^Arrow(Left|Right)$/.test(event.key)) return;
  event.preventDefault();
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  move(row, event.key === forward ? "in" : "out");
});
document.addEventListener("htmx:beforeSwap", (event) => {
  // afterwards the form is out of the page, and silent
  if (event.detail.target.id !== "add" || event.detail.xhr.status !== 201) return;
  const made = /id="(row-\d+)"/.exec(event.detail.xhr.responseText);
  if (made) sessionStorage.setItem("focus-row", made[1]);
  setTimeout(() => location.replace(location.pathname)); // once the worksheet has dropped the draft
});
