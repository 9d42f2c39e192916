// A running brainstorm: looks every two seconds for what others have named, and sends a turn without leaving the page.
// Without it the page reloads itself, and a turn is sent as any form is. What somebody is typing is never thrown away.
"use strict";
const live = document.getElementById("live");
const words = (document.getElementById("words") || { dataset: {} }).dataset;
const line = document.getElementById("line");
const part = (name) => live.querySelector(`[data-part="${name}"]`);
let etag = "";
let kept = document.getElementById("kept") ? document.getElementById("kept").textContent : "";

async function poll() {
  if (document.hidden || !live.dataset.poll) return;
  let answer;
  try {
    answer = await fetch(live.dataset.poll, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
  } catch {
    return online(false);
  }
  online(true);
  if (answer.status !== 200 || answer.redirected) return;
  etag = answer.headers.get("ETag") || "";
  takeIn(await answer.text());
}
function online(yes) {
  if (line) line.hidden = yes;
}

function takeIn(html, sent) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  holder.content.querySelectorAll("[data-part]").forEach((fresh) => {
    const old = part(fresh.dataset.part);
    if (fresh.dataset.part === "turn" && fresh.dataset.turn) takeTurn(old, fresh, sent);
    else if (old.innerHTML !== fresh.innerHTML || old.className !== fresh.className) replace(old, fresh);
  });
}
function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  const again = focused && document.getElementById(focused);
  if (again) again.focus();
}
// Whose turn it is. As long as it is the same one, the form with what is being typed stays as it is.
function takeTurn(old, fresh, sent) {
  if (!sent && old.dataset.turn === fresh.dataset.turn) return takeAfter(old, fresh);
  const before = old.querySelector("#name");
  const lost = !sent && before && before.value.trim();
  if (lost) kept = lost;
  if (fresh.querySelector("#kept")) kept = fresh.querySelector("#kept").textContent;
  const head = fresh.querySelector("#turn-head");
  replace(old, fresh);
  if (lost) tellLost(fresh, lost);
  const field = fresh.querySelector("#name");
  if (field && fresh.classList.contains("is-mine")) {
    if (kept && !field.value) {
      field.value = kept;
      kept = "";
    }
    field.focus();
  }
  const who = fresh.querySelector(".k");
  document.getElementById("said").textContent = `${who ? who.textContent : ""} ${head ? head.textContent : ""}`;
}
function takeAfter(old, fresh) {
  const [was, is] = [old, fresh].map((turn) => turn.querySelector(".afters"));
  if (was && is && was.innerHTML !== is.innerHTML) was.replaceWith(is);
}
function tellLost(fresh, text) {
  const note = document.createElement("p");
  note.className = "note note-warn";
  note.textContent = `${words.over} ${text}`;
  fresh.prepend(note);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".say")) return;
  event.preventDefault();
  if (form.dataset.busy) return; // the second tap of two
  form.dataset.busy = "1";
  const body = new URLSearchParams(new FormData(form));
  if (event.submitter && event.submitter.name) body.append(event.submitter.name, event.submitter.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.headers.get("HX-Redirect")) return location.assign(answer.headers.get("HX-Redirect"));
    if ([200, 409, 422].includes(answer.status)) {
      etag = "";
      return takeIn(await answer.text(), true);
    }
    sayFailed(form, answer.status === 403 ? words.reload : words.failed);
  } catch {
    sayFailed(form, words.failed);
  } // the line is down: the same key goes out with the next press
  delete form.dataset.busy;
});
function sayFailed(form, text) {
  const note = form.querySelector(".failed");
  note.hidden = false;
  note.textContent = text;
}
setInterval(poll, 2000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) poll();
});
