// The workbench of one page: the list, both halves, and the text that is being worked on.
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { addIgnores, showFindings } from "./findings.js";
import { Frames } from "./frames.js";
import { UnitList, waits } from "./list.js";
import { notice } from "./notices.js";
import { complain, get, loadWords, named, openDialog, post, say, startCommon, t } from "./talk.js";

const PAUSE = 120; // milliseconds without a keystroke before the text is checked
const EVERY = 4000; // milliseconds between two looks at the files

const page = JSON.parse(document.getElementById("data").textContent);
const panel = document.getElementById("unit");
const drafts = new Drafts(page.slug, page.locale);
const list = new UnitList(document.getElementById("units"), drafts);
const frames = new Frames(["frame-source", "frame-target"], (name) => open(name), onKey);
const byName = () => new Map(page.units.map((unit) => [unit.name, unit]));

let current = null; // {name, version, source, context, target, editor}
let opening = 0; // counts, so that a slow answer never replaces a newer one
let checking = 0;
let busy = false;

const path = (kind, name) => `/${kind}/${page.slug}/${page.locale}/${name}`;
const isDirty = () => current?.editor && current.editor.value !== current.target;

// --- one text

async function open(name, { focus = true } = {}) {
  if (!name) return;
  const mine = ++opening;
  const answer = await get(path("unit", name));
  if (mine !== opening) return;
  if (answer.status === 0) { complain({ error: t("Diptych does not answer. What you typed stays in this browser; start diptych review again and load the page."), own: true }); return; }
  panel.innerHTML = answer.text;
  panel.setAttribute("aria-busy", "false");
  history.replaceState(null, "", `#${name}`);
  list.mark(name);
  frames.show(name);
  if (!answer.ok) { showGone(name); return; }
  const article = panel.querySelector("article");
  const { version, source, target, context } = article.dataset;
  current = { name, version, source, target, context: context ?? null };
  current.editor = new Editor(panel.querySelector(".field"), onInput);
  placeOf(name);
  restore(name);
  if (focus) panel.querySelector("#target").focus({ preventScroll: !matchMedia("(max-width: 62rem)").matches });
  if (!isDirty()) addIgnores(panel.querySelector("#findings"), ignore);
  loadMatches(name, mine);
}

function placeOf(name) {
  const number = page.units.findIndex((unit) => unit.name === name) + 1;
  panel.querySelector("#place").textContent = t("Text {n} of {all}", { n: number, all: page.units.length });
}

async function loadMatches(name, mine) {
  const answer = await get(path("matches", name));
  const place = panel.querySelector("#matches");
  if (mine !== opening || !place) return;
  place.innerHTML = answer.ok ? answer.text : "";
  place.setAttribute("aria-busy", "false");
}

function restore(name) {
  const draft = drafts.get(name);
  if (!draft || draft.target === current.target) { drafts.drop(name); return; }
  const { editor, target, version } = current;
  editor.area.value = draft.target;
  editor.paint();
  onInput();
  const isOther = draft.version !== version;
  notice(
    panel.querySelector("#notice"),
    page.locale,
    isOther ? t("You had not saved this, and meanwhile the text was changed elsewhere. Saved is:") : t("You had not saved this text; here it is again. Saved is:"),
    target,
    [[t("Take what is saved"), () => { drafts.drop(name); open(name); }]],
  );
  current.beside = isOther;
}

function showGone(name) {
  const draft = drafts.get(name);
  const place = panel.querySelector("#draft-left");
  if (draft && place) { place.lang = page.locale; place.textContent = `${t("What you had typed:")} ${draft.target}`; }
  current = null;
}

// --- while somebody types

function onInput() {
  if (isDirty()) drafts.keep(current.name, current.editor.value, current.version); else drafts.drop(current.name);
  list.markDrafts();
  clearTimeout(checking);
  checking = setTimeout(check, PAUSE);
}

async function check() {
  if (!current) return;
  const { name, editor } = current;
  const target = editor.value;
  const answer = await post(path("check", name), { target });
  if (!answer.ok || current?.name !== name || current.editor.value !== target) return;
  const place = panel.querySelector("#findings");
  showFindings(place, answer.data.findings);
  if (!isDirty()) addIgnores(place, ignore);
  frames.preview(answer.data.fragments, target ? "" : page.source);
  panel.dataset.checked = target;
}

// --- acts

async function act(kind, more = {}) {
  if (!current || busy || !(await named())) return false;
  busy = true;
  panel.setAttribute("aria-busy", "true");
  const { name, version, source, context, editor, beside } = current;
  const body = { version, source, context, target: editor.value, beside: Boolean(beside), ...more };
  const answer = await post(path(`act/${kind}`, name), body);
  busy = false;
  panel.setAttribute("aria-busy", "false");
  if (answer.ok) {
    if ((kind === "save" || kind === "accept") && body.target === editor.value) drafts.drop(name);
    settle(name, answer.data);
    return true;
  }
  if (answer.status === 409) showClash(answer.data); else complain(answer.data);
  return false;
}

function settle(name, { state, version, waiting, units }) {
  const unit = byName().get(name);
  if (unit) { unit.state = state; unit.version = version; }
  refresh();
  document.getElementById("waiting").textContent = waiting === 0 ? t("Nothing waits on this page") : t("{n} of {all} wait", { n: waiting, all: units });
}

function showClash({ clash, gone }) {
  if (gone) { open(current.name); return; }
  const { target, version, pieces } = clash;
  current.version = version;
  current.beside = true;
  notice(
    panel.querySelector("#notice"),
    page.locale,
    t("Nothing was overwritten: this text was changed elsewhere after you opened it. There it says now (what differs from yours is marked):"),
    target || t("(empty)"),
    [
      [t("Keep mine; the other stays in a comment"), () => panel.querySelector("#target").focus()],
      [t("Take the other"), () => { drafts.drop(current.name); open(current.name); }],
    ],
    pieces,
  );
}

async function accept({ next }) {
  const name = current?.name;
  if (!(await act("accept"))) return;
  say(t("Accepted"));
  if (next) goOn(name); else open(name);
}

async function save() {
  if (!isDirty()) { say(t("Nothing to save: the text is as it was")); return; }
  const { name } = current;
  if (await act("save")) { say(t("Saved, not accepted yet")); await open(name); }
}

async function unchanged() {
  if (!panel.querySelector('[data-do="unchanged"]')) { say(t("This text has no English change to decide about")); return; }
  const name = current.name;
  if (await act("accept", { target: current.target })) { say(t("Accepted: the English change does not matter")); goOn(name); }
}

async function note(kind, title, label, required) {
  const dialog = document.getElementById("note-dialog");
  const field = dialog.querySelector("#note");
  dialog.querySelector("#note-title").textContent = title;
  dialog.querySelector("#note-label").textContent = label;
  field.value = "";
  field.required = required;
  if (!(await openDialog(dialog))) return;
  const name = current.name;
  const typed = isDirty() ? current.editor.value : null;
  if (!(await act(kind, { text: field.value }))) return;
  say(kind === "comment" ? t("Comment added") : t("Marked as needing work"));
  if (typed !== null) drafts.keep(name, typed, byName().get(name)?.version ?? "");
  await open(name);
}

async function ignore(check) {
  if (isDirty()) { say(t("Save the text first: this counts for the text as it is saved")); return; }
  const dialog = document.getElementById("note-dialog");
  dialog.querySelector("#note-title").textContent = t("This check is wrong here");
  dialog.querySelector("#note-label").textContent = t("Why? This stands beside the review.");
  const field = dialog.querySelector("#note");
  field.value = "";
  field.required = true;
  if (!(await openDialog(dialog))) return;
  if (await act("ignore", { check, text: field.value })) await open(current.name);
}

async function undo() {
  const name = current?.name;
  if (await act("undo")) { say(t("Taken back")); await open(name); check(); }
}

async function takeBack() {
  const name = current.name;
  if (await act("take-back")) { say(t("Taken back")); await open(name); }
}

// --- from text to text

function refresh() {
  list.setUnits(page.units);
  frames.setUnits(page.units);
}

function step(by) {
  const names = list.names();
  const place = names.indexOf(current?.name ?? decodeURIComponent(location.hash.slice(1)));
  open(names[Math.min(names.length - 1, Math.max(0, place + by))]);
}

// The next text that waits, from the top again at the end; where none does, the way to sign off.
function goOn(name) {
  const names = page.units.map((unit) => unit.name);
  const place = names.indexOf(name);
  const order = [...page.units.slice(place + 1), ...page.units.slice(0, place)];
  const next = order.find(waits);
  if (next) { open(next.name); return; }
  open(name);
  say(t("Nothing waits on this page any more. Sign it off with the link above."));
}

// --- what others do meanwhile

async function look() {
  if (document.visibilityState === "visible" && !busy) {
    const answer = await fetch(`/changes/${page.slug}/${page.locale}?seen=${page.stamp}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) meanwhile(await answer.json());
  }
  setTimeout(look, EVERY);
}

function meanwhile({ stamp, units }) {
  page.stamp = stamp;
  if (!units) return;
  const before = byName();
  const isOther = units.some((unit) => before.get(unit.name)?.version !== unit.version) || units.length !== before.size;
  const more = units.some((unit) => !before.has(unit.name));
  page.units = units;
  if (more && !drafts.names().length) { location.reload(); return; }
  refresh();
  if (!isOther) return;
  frames.reload();
  const now = byName().get(current?.name);
  if (!current || now?.version === current.version) return;
  if (isDirty()) { compare(); return; }
  open(current.name, { focus: panel.contains(document.activeElement) });
  say(t("This text was changed elsewhere; here it is as it stands now"));
}

// The text on disk beside the one in the field, before anybody saves.
async function compare() {
  const { name } = current;
  const answer = await get(path("unit", name));
  if (current?.name !== name) return;
  if (!answer.ok) { open(name); return; }
  const found = new DOMParser().parseFromString(answer.text, "text/html").querySelector("article").dataset;
  if (found.target === current.target) { current.version = found.version; return; }
  showClash({ clash: { target: found.target, version: found.version } });
}

// --- keys and buttons

const KEYS = { e: unchanged, w: () => ask("needs-work"), c: () => ask("comment"), z: undo, n: () => goOn(current?.name), m: firstMatch };

function ask(kind) {
  if (!current) return;
  if (kind === "comment") note("comment", t("Comment"), t("It stands beside the text, with your name, where every editor shows it."), true);
  else note("needs-work", t("Needs work"), t("What is wrong with it? (may stay empty)"), false);
}

function firstMatch() {
  const found = panel.querySelector('#matches [data-do="put"]');
  if (found) current.editor.put(found.dataset.text);
}

// The letter of a key, also where Alt makes another one of it (macOS).
function letter(event) {
  return /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, "").toLowerCase();
}

function onKey(event) {
  if (document.querySelector("dialog[open]")) return;
  const inFrame = event.target.ownerDocument !== document;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (event.key === "Enter") { event.preventDefault(); accept({ next: !event.shiftKey }); }
    if (event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
    return;
  }
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    const digit = event.code.match(/^(?:Digit|Numpad)([1-9])$/)?.[1];
    const key = letter(event);
    if (digit) { event.preventDefault(); panel.querySelectorAll(".codes [data-do=code]")[digit - 1]?.click(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
    else if (KEYS[key] && current) { event.preventDefault(); KEYS[key](); }
    return;
  }
  if ((inFrame || event.target.closest?.(".list")) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  }
}

// By arrow keys in the list or in a page: the focus stays where it is.
async function move(by) {
  const names = list.names();
  const name = names[Math.min(names.length - 1, Math.max(0, names.indexOf(current?.name) + by))];
  if (list.place.contains(document.activeElement)) list.focus(name);
  await open(name, { focus: false });
}

const BUTTONS = {
  "accept-next": () => accept({ next: true }), accept: () => accept({ next: false }), save, unchanged, undo,
  "needs-work": () => ask("needs-work"), comment: () => ask("comment"), "take-back": takeBack,
  next: () => step(1), previous: () => step(-1),
  code: (button) => current.editor.insert(button.dataset.opening, button.dataset.closing),
  put: (button) => current.editor.put(button.dataset.text),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do], [data-filter]");
  if (button?.dataset.filter) list.filter(button.dataset.filter);
  else if (button && BUTTONS[button.dataset.do]) BUTTONS[button.dataset.do](button);
  const link = event.target.closest('a[href^="#"]');
  if (link && !link.classList.contains("skip")) { event.preventDefault(); open(decodeURIComponent(link.hash.slice(1))); }
});
document.addEventListener("keydown", onKey);
window.addEventListener("hashchange", () => open(decodeURIComponent(location.hash.slice(1))));

startCommon();
await loadWords();
refresh();
const wanted = decodeURIComponent(location.hash.slice(1));
await open(byName().has(wanted) ? wanted : (page.units.find(waits) ?? page.units[0])?.name, { focus: false });
setTimeout(look, EVERY);
document.documentElement.dataset.ready = "yes";
