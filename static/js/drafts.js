// What a person types stays on this device until the server has confirmed it.
// A draft is one cell: {url, version, fields, data, label, at}, kept under the user's own key, because a laptop is shared.
"use strict";
const Drafts = (() => {
  const prefix = () => `draft:${document.body.dataset.user}:`;
  const keyOf = (url, field) => prefix() + url + "#" + field;

  // What is confidential stays in this tab alone and goes with the sign-out: on a shared laptop others come after.
  const store = () => (document.querySelector("[data-confidential]") ? sessionStorage : localStorage);
  document.addEventListener("submit", (e) => {
    if (e.target.matches(".sign-out")) sessionStorage.clear();
  });

  const read = (key) => {
    try {
      return JSON.parse(store().getItem(key));
    } catch {
      return null;
    }
  };
  const all = () =>
    Object.keys(store())
      .filter((k) => k.startsWith(prefix()))
      .map((key) => ({ key, ...read(key) }))
      .filter((d) => d.url);

  function keep(form, field, control) {
    const data = [...new FormData(form).entries()].filter(([name]) => name === field);
    const version = form.elements.version ? form.elements.version.value : "";
    const key = keyOf(form.getAttribute("action"), field);
    const before = read(key);
    const draft = {
      url: form.getAttribute("action"),
      fields: field,
      data,
      version: before ? before.version : version,
      row: form.dataset.row,
      at: new Date().toISOString(),
    };
    try {
      store().setItem(key, JSON.stringify(draft));
    } catch {
      /* a full device: the form itself still holds it */
    }
  }
  const drop = (url, field) => store().removeItem(keyOf(url, field));
  function dropForm(form) {
    const url = form.getAttribute("action");
    all()
      .filter((d) => d.url === url)
      .forEach((d) => store().removeItem(d.key));
  }
  const forUrl = (url) => all().filter((d) => d.url === url);

  // Sends one kept cell as a browser without htmx's markup would; the server merges it or says that it conflicts.
  async function send(draft, token) {
    const body = new URLSearchParams(draft.data);
    if (!draft.data.length) body.append(draft.fields, "");
    body.append("fields", draft.fields);
    body.append("version", draft.version);
    body.append("opened", draft.version);
    const answer = await fetch(draft.url, {
      method: "POST",
      body,
      headers: { "HX-Request": "true", "X-CSRFToken": token },
    });
    if (answer.ok && answer.status !== 204) store().removeItem(draft.key);
    return answer.status;
  }
  return { keep, drop, dropForm, all, forUrl, send };
})();
