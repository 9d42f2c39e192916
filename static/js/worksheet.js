// The worksheet's manners: keyboard, drafts, others' changes, focus. Everything works without it, only less pleasantly.
"use strict";
document.documentElement.classList.add("js");
const sheet = document.getElementById("sheet");
const rowsBody = document.getElementById("rows");
const words = document.getElementById("words").dataset;
const token = () => JSON.parse(document.body.dataset.hxHeaders)["X-CSRFToken"];
const rowOf = (element) => element && element.closest("#rows > tr");
const editLink = (row) => row && row.querySelector(".edit-link");
const focusRow = (row) => {
  const link = editLink(row) || (row && row.querySelector("button, a"));
  if (link) link.focus();
};

// -- others' changes: a light poll, answered 304 while nothing has changed ------------------------------------------
let etag = "",
  since = sheet.dataset.now;
async function poll() {
  if (document.hidden) return;
  const headers = etag ? { "If-None-Match": etag } : {};
  let answer;
  try {
    answer = await fetch(`${sheet.dataset.poll}?since=${encodeURIComponent(since)}`, { headers, cache: "no-store" });
  } catch {
    return online(false);
  }
  online(true);
  if (answer.status !== 200 || answer.redirected) return;
  etag = answer.headers.get("ETag") || "";
  since = answer.headers.get("X-Now") || since;
  const holder = document.createElement("template");
  holder.innerHTML = `<table><tbody>${await answer.text()}</tbody></table>`;
  holder.content.querySelectorAll("tr").forEach(takeIn);
}
function takeIn(fresh) {
  const mine = document.getElementById(fresh.id);
  if (mine && Number(mine.dataset.version) >= Number(fresh.dataset.version)) return;
  if (mine && mine.classList.contains("is-edit")) return tellEditor(mine, fresh);
  if ("gone" in fresh.dataset) {
    if (mine && !mine.classList.contains("is-deleted")) mine.remove();
    return;
  }
  if (mine) mine.replaceWith(fresh);
  else insertRow(fresh);
  htmx.process(fresh);
}
function tellEditor(mine, fresh) {
  const note = mine.querySelector(".edit-state");
  const who = fresh.querySelector(".who-changed");
  if (note && who) {
    note.textContent = who.textContent;
    note.classList.add("note-warn");
  }
}
function insertRow(fresh) {
  sheet.hidden = false;
  const empty = document.getElementById("empty");
  if (empty) empty.closest(".sheet-body").remove();
  const place = Number(fresh.dataset.position);
  const after = [...rowsBody.children].find((row) => Number(row.dataset.position) > place);
  rowsBody.insertBefore(fresh, after || null);
}
function online(yes) {
  document.getElementById("line").hidden = yes;
  if (yes) sendKept();
}
setInterval(poll, 8000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) poll();
});

// -- drafts ---------------------------------------------------------------------------------------------------------
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-row]");
  if (form && event.target.name && event.target.name !== "sure") Drafts.keep(form, event.target.name, event.target);
});
let sending = false;
async function sendKept() {
  if (sending) return;
  sending = true;
  try {
    for (const draft of Drafts.all()) {
      if (draft.row === "new" || !draft.url.startsWith(sheet.dataset.poll.replace("changes/", ""))) continue;
      const row = document.getElementById(`row-${draft.row}`);
      if (row && row.classList.contains("is-edit")) continue;
      const status = await Drafts.send(draft, token());
      if (status === 409 || status === 422) markKept(row, words.decide);
      else if (status === 200 && row) refresh(row);
    }
  } catch {
    /* the line is down again: the drafts stay, the next poll tries anew */
  } finally {
    sending = false;
  }
}
function markKept(row, text) {
  if (!row || row.classList.contains("is-edit")) return;
  row.classList.add("is-draft");
  const cell = row.querySelector(".act");
  if (!cell) return;
  const note = cell.querySelector(".kept") || document.createElement("span");
  note.className = "note kept";
  note.textContent = text + " ";
  cell.prepend(note);
}
function refresh(row) {
  const link = editLink(row);
  if (link) htmx.ajax("GET", link.getAttribute("href") + "view/", { target: row, swap: "outerHTML" });
}
function showKept() {
  Drafts.all().forEach((draft) => markKept(document.getElementById(`row-${draft.row}`), words.kept));
}
function putBack(form) {
  const kept = Drafts.forUrl(form.getAttribute("action"));
  kept.forEach((draft) => {
    const controls = form.querySelectorAll(`[name="${CSS.escape(draft.fields)}"]`);
    controls.forEach((control) => {
      if (control.type === "radio" || control.type === "checkbox")
        control.checked = draft.data.some(([, value]) => value === control.value);
      else if (draft.data.length) control.value = draft.data[0][1];
    });
    if (form.elements.version && draft.version && Number(draft.version) < Number(form.elements.version.value))
      form.elements.version.value = draft.version;
  });
  return kept;
}

// -- htmx: what was confirmed, what was not ---------------------------------------------------------------------------
const fieldsOf = (detail) =>
  detail.requestConfig && detail.requestConfig.parameters && detail.requestConfig.parameters.fields;
const editor = (detail) => detail.requestConfig.verb === "post" && detail.requestConfig.elt.closest("form[data-row]");
document.addEventListener("htmx:beforeSwap", (event) => {
  // before: afterwards the form is out of the page, and silent
  const form = editor(event.detail);
  const status = event.detail.xhr.status;
  const theirs = form && event.detail.requestConfig.parameters.theirs;
  if (theirs) Drafts.drop(form.getAttribute("action"), theirs); // decided, even where another cell still waits
  if (!form || status < 200 || status >= 300) return;
  const field = fieldsOf(event.detail);
  if (field) Drafts.drop(form.getAttribute("action"), field);
  else Drafts.dropForm(form);
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const form = editor(event.detail);
    if (form) sayFailed(event.detail.requestConfig.elt, form, event.detail.xhr.status);
  });
}
function sayFailed(element, form, status) {
  const slot = (element.closest(".field") || form).querySelector(".slot") || form.querySelector(".edit-state") || form;
  const note = document.createElement("p");
  note.className = "err failed";
  note.textContent = status === 403 ? words.reload : words.failed;
  slot.querySelectorAll(".failed").forEach((old) => old.remove());
  slot.append(note);
}
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  if (target.matches && target.matches(".slot")) return markField(target.closest(".field"));
  if (target.id === "add") return takeNew(target);
  if (!target.matches || !target.matches("#rows > tr")) return; // not the version or the note that came beside a cell
  const row = target;
  if (row.classList.contains("is-edit")) openEditor(row);
  else if (document.activeElement === document.body) focusRow(row);
});
function markField(field) {
  if (!field) return;
  const wrong = Boolean(field.querySelector(".slot .err"));
  field.querySelectorAll("input, select, textarea").forEach((control) => {
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  });
  const row = rowOf(field);
  const version = row && row.querySelector("[name=version]");
  if (version) row.dataset.version = version.value;
}
function openEditor(row) {
  const form = row.querySelector("form[data-row]");
  if (form) putBack(form);
  const first =
    row.querySelector("[aria-invalid=true], .conflict button, .conflict input") ||
    row.querySelector(
      ".edit-cols input:checked, .edit-cols input:not([type=hidden]), .edit-cols select, .edit-cols textarea",
    );
  if (first) first.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}
function takeNew(holder) {
  const made = holder.querySelector("#new-row");
  if (made) {
    const row = made.content.querySelector("tr");
    made.remove();
    if (!document.getElementById(row.id)) {
      insertRow(row);
      htmx.process(row);
    }
    const form = holder.querySelector("form");
    Drafts.dropForm(form);
  }
  const first =
    holder.querySelector("[aria-invalid=true]") || holder.querySelector(".add-cols input, .add-cols select");
  if (first) first.focus();
}
document.addEventListener("worksheet:moved", () => location.reload());

// -- keyboard ---------------------------------------------------------------------------------------------------------
const typing = (target) => /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (row && row.classList.contains("is-edit")) return inEditor(event, row);
  if (typing(event.target) || event.ctrlKey || event.metaKey) return;
  if (event.key === "n") {
    event.preventDefault();
    nextOpen(row);
  }
  if (!row || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  event.preventDefault();
  if (event.altKey) return move(row, event.key === "ArrowUp" ? "up" : "down");
  focusRow(event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling);
});
function inEditor(event, row) {
  const form = row.querySelector("form[data-row]");
  if (event.key === "Escape") {
    event.preventDefault();
    row.querySelector(".cancel").click();
  }
  if (event.key === "Enter" && event.target.type === "radio") {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".btn-main"));
  }
  const group = event.target.type === "radio" && event.target.closest("fieldset");
  if (group && /^[1-9]$/.test(event.key)) {
    const choice = group.querySelectorAll("input")[Number(event.key) - 1];
    if (choice) {
      choice.focus();
      choice.click();
    }
  }
}
function move(row, way) {
  const link = editLink(row);
  if (!link || !("mayEdit" in sheet.dataset)) return;
  sessionStorage.setItem("focus-row", row.id);
  htmx.ajax("POST", link.getAttribute("href") + "move/", { values: { way }, swap: "none" });
}
function nextOpen(from) {
  const open = [...rowsBody.querySelectorAll("tr.is-open")];
  const next =
    open.find((row) => from && from.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) || open[0];
  if (next) {
    next.scrollIntoView({ block: "center" });
    focusRow(next);
  }
}

// -- a phone: cards are closed, and open with a tap on their head -----------------------------------------------------
rowsBody.addEventListener("click", (event) => {
  const head = event.target.closest("th[scope=row]");
  if (head && !event.target.closest("a")) rowOf(head).classList.toggle("is-open-card");
});
const jump = document.querySelector(".next-open");
if (jump) {
  jump.hidden = !rowsBody.querySelector("tr.is-open");
  jump.addEventListener("click", (event) => {
    event.preventDefault();
    nextOpen(rowOf(document.activeElement));
  });
}
const addForm = document.querySelector("#add form");
if (addForm) putBack(addForm);
const remembered = sessionStorage.getItem("focus-row");
if (remembered) {
  sessionStorage.removeItem("focus-row");
  focusRow(document.getElementById(remembered));
}
showKept();
addEventListener("online", () => {
  poll();
});
sendKept();
