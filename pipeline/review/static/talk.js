// Talking with the server, and with people: requests, words, messages, dialogs.
const root = document.documentElement;
let words = {};

export async function loadWords() {
  const answer = await fetch("/texts");
  if (answer.ok) words = await answer.json();
}

export function t(english, fields = {}) {
  return (words[english] ?? english).replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
}

// Post to a path. Gives {ok, status, data}; never throws: a server that is gone is an answer too.
export async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Diptych": root.dataset.secret, Accept: "application/json" },
      body: JSON.stringify(body),
    });
    return { ok: answer.ok, status: answer.status, data: await answer.json() };
  } catch {
    const error = t("Diptych does not answer. What you typed stays in this browser; start diptych review again and load the page.");
    return { ok: false, status: 0, data: { error, own: true } };
  }
}

export async function get(path) {
  try {
    const answer = await fetch(path, { headers: { Accept: "text/html" } });
    return { ok: answer.ok, status: answer.status, text: await answer.text() };
  } catch {
    return { ok: false, status: 0, text: "" };
  }
}

let clearing = 0;
export function say(text) {
  const place = document.getElementById("said");
  document.getElementById("alert").textContent = "";
  place.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => { place.textContent = ""; }, 5000);
}

// What went wrong stays until something goes right; the core speaks English.
export function complain(data) {
  const place = document.getElementById("alert");
  place.lang = data.own ? root.lang : "en";
  document.getElementById("said").textContent = "";
  place.textContent = data.error ?? t("That did not work.");
}

export function openDialog(dialog) {
  return new Promise((done) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => done(dialog.returnValue === "ok"), { once: true });
    dialog.showModal();
  });
}

// The reviewer's name, asked once; false where nobody wants to say it.
export async function named() {
  return root.dataset.name ? true : askName();
}

async function askName() {
  const dialog = document.getElementById("name-dialog");
  if (!(await openDialog(dialog))) return false;
  const name = document.getElementById("name").value.trim();
  const answer = await post("/settings", { name });
  if (!answer.ok) { complain(answer.data); return false; }
  root.dataset.name = answer.data.name;
  const button = document.querySelector("button.who");
  if (button) button.textContent = t("Reviewing as {name}", { name: answer.data.name });
  return Boolean(answer.data.name);
}

function singleKeys() {
  return localStorage.getItem("diptych:single-keys") !== "off";
}

// What every page has: name, language, shortcuts.
export function startCommon() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    if (button.dataset.do === "name") askName();
    if (button.dataset.do === "help") openDialog(document.getElementById("help-dialog"));
    if (button.dataset.do === "close") button.closest("dialog").close();
    if (button.dataset.do === "language") {
      await post("/settings", { language: button.dataset.language });
      location.reload();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "?" && !typing && !event.ctrlKey && !event.altKey && singleKeys() && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      openDialog(document.getElementById("help-dialog"));
    }
  });
  const box = document.getElementById("single-keys");
  box.checked = singleKeys();
  box.addEventListener("change", () => localStorage.setItem("diptych:single-keys", box.checked ? "on" : "off"));
}
