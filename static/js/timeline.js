// Table 6: arrow keys move between the months, space and Enter mark one; each mark is saved at once, one after the
// other. Without this script every month is a button that sends the page's form.
"use strict";
const table = document.getElementById("months");
const state = document.getElementById("months-state");
if (table) start();

function start() {
  const form = table.closest("form");
  const token = JSON.parse(document.body.dataset.hxHeaders)["X-CSRFToken"];
  const headers = { "HX-Request": "true", "X-CSRFToken": token };
  const wide = matchMedia("(min-width:64rem)");
  const cells = (row) => [...row.querySelectorAll("td.m > button")];
  const rows = () => [...table.querySelectorAll("tbody > tr")].filter((row) => cells(row).length);

  // One stop for the Tab key: the month where one has been last.
  function rove(button) {
    table.querySelectorAll("td.m > button").forEach((one) => {
      one.tabIndex = -1;
    });
    const chosen = button || table.querySelector("td.is-now > button") || table.querySelector("td.m > button");
    if (chosen) chosen.tabIndex = 0;
  }

  table.addEventListener("keydown", (event) => {
    const button = event.target.closest("td.m > button");
    if (!button || (event.ctrlKey && !/^(Home|End)$/.test(event.key)) || event.altKey || event.metaKey) return;
    const all = rows(),
      row = button.closest("tr"),
      at = cells(row).indexOf(button),
      last = cells(row).length - 1;
    const onwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = onwards === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const below = () => {
      // on a phone a long row is folded into lines of twelve months
      if (!wide.matches && at + 12 <= last) return [row, at + 12];
      return [all[all.indexOf(row) + 1], wide.matches ? at : at % 12];
    };
    const above = () => {
      if (!wide.matches && at >= 12) return [row, at - 12];
      const before = all[all.indexOf(row) - 1];
      return [before, wide.matches ? at : before && lastLine(cells(before).length, at)];
    };
    const goal = {
      [onwards]: () => [row, Math.min(at + 1, last)],
      [back]: () => [row, Math.max(at - 1, 0)],
      ArrowDown: below,
      ArrowUp: above,
      Home: () => [event.ctrlKey ? all[0] : row, 0],
      End: () => [event.ctrlKey ? all[all.length - 1] : row, last],
    }[event.key];
    if (!goal) return;
    event.preventDefault();
    const [to, index] = goal();
    const next = to && cells(to)[index];
    if (next) {
      rove(next);
      next.focus();
    }
  });
  const lastLine = (length, at) => {
    const index = Math.floor((length - 1) / 12) * 12 + (at % 12);
    return index < length ? index : index - 12;
  };

  // -- marking: the cell shows it at once and the mark stays on this device until the server has confirmed it ------------
  const store = `marks:${document.body.dataset.user}:${location.pathname}`;
  const kept = read(); // {"17 2026-08": "on"}
  let sending = false;
  function read() {
    try {
      return JSON.parse(localStorage.getItem(store)) || {};
    } catch {
      return {};
    }
  }
  function keep() {
    try {
      if (Object.keys(kept).length) localStorage.setItem(store, JSON.stringify(kept));
      else localStorage.removeItem(store);
    } catch {
      /* a full device: the page itself still knows them */
    }
  }
  function show(button, cell, to) {
    button.value = `${cell} ${to === "on" ? "off" : "on"}`;
    button.setAttribute("aria-pressed", String(to === "on"));
    button.closest("td").classList.toggle("on", to === "on");
    button.closest("td").classList.remove("on-bad");
  }
  function showKept() {
    for (const [cell, to] of Object.entries(kept)) {
      const button = table.querySelector(`button[value^="${CSS.escape(cell)} "]`);
      if (button) show(button, cell, to);
    }
  }
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "mark") return;
    event.preventDefault();
    const [key, month, to] = button.value.split(" ");
    rove(button);
    button.focus();
    show(button, `${key} ${month}`, to);
    kept[`${key} ${month}`] = to;
    keep();
    flush();
  });
  async function flush() {
    if (sending) return;
    sending = true;
    try {
      for (let cell = Object.keys(kept)[0]; cell; cell = Object.keys(kept)[0]) await send(cell, kept[cell]);
    } catch {
      say(table.dataset.kept, true);
    } finally {
      sending = false;
    } // the line is down: the next poll tries anew
  }
  async function send(cell, to) {
    const body = new URLSearchParams({ mark: `${cell} ${to}` });
    const answer = await fetch(form.action, { method: "POST", headers, body });
    if (kept[cell] === to) {
      delete kept[cell];
      keep();
    } // not where it has been changed once more meanwhile
    if (![200, 409, 422].includes(answer.status)) {
      say(table.dataset.failed, true);
      return refresh();
    }
    const problem = takeIn(await answer.text());
    say(problem || `${table.dataset.saved} ${new Date().toTimeString().slice(0, 5)}`, problem);
  }
  function say(text, wrong) {
    state.textContent = text;
    state.className = wrong ? "err" : "note note-ok";
  }
  function takeIn(text) {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    holder.content.querySelectorAll("tr").forEach((fresh) => renew(document.getElementById(fresh.id), fresh));
    showKept(); // what is still on its way, the answer does not know
    const early = holder.content.querySelector("#too-early"),
      shown = document.getElementById("too-early");
    if (early && early.innerHTML !== shown.innerHTML) shown.innerHTML = early.innerHTML;
    const problem = holder.content.querySelector("#mark-problem");
    return problem && problem.textContent;
  }

  // The cells stay the elements that they are: a press that ends on another one than it began on is no click.
  function renew(old, fresh) {
    if (!old) return;
    [...old.cells].forEach((cell, at) => {
      const now = fresh.cells[at],
        button = cell.querySelector("button"),
        next = now.querySelector("button");
      cell.className = now.className;
      if (!button || !next) {
        if (cell.innerHTML !== now.innerHTML) cell.innerHTML = now.innerHTML;
        return;
      }
      button.value = next.value;
      button.setAttribute("aria-pressed", next.getAttribute("aria-pressed"));
      button.nextSibling?.remove();
      if (next.nextSibling) button.after(next.nextSibling);
    });
  }

  // -- others' marks: asked for as the worksheets do, 304 while nothing has changed -------------------------------------
  let etag = "";
  async function refresh() {
    try {
      const answer = await fetch(form.action, { headers, cache: "no-store" });
      if (answer.status === 200) takeIn(await answer.text());
    } catch {
      /* the line is down: the next poll tries anew */
    }
  }
  async function poll() {
    if (document.hidden || sending) return;
    flush();
    try {
      const answer = await fetch(table.dataset.poll, {
        headers: etag ? { "If-None-Match": etag } : {},
        cache: "no-store",
      });
      if (answer.status !== 200 || answer.redirected) return;
      const first = !etag;
      etag = answer.headers.get("ETag") || "";
      if (!first) refresh();
    } catch {
      /* the line is down: the next poll tries anew */
    }
  }
  setInterval(poll, 8000);
  addEventListener("online", poll);
  showKept();
  rove();
  poll();
}
