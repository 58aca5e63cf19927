// The overview: pages that are still being read, and what changed since this browser looked last.
import { loadWords, startCommon, t } from "./talk.js";

const KEY = "diptych:seen";

function seen() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

function news(before, now) {
  const [english, waiting, standing] = now.split(" ");
  const [oldEnglish, oldWaiting, oldStanding] = before.split(" ");
  if (english !== oldEnglish) return t("the English changed");
  if (standing !== oldStanding) return t("stands otherwise");
  const more = Number(waiting) - Number(oldWaiting);
  if (more > 0) return t("{n} more wait", { n: more });
  if (more < 0) return t("{n} done since", { n: -more });
  return t("worked on");
}

function mark() {
  const known = seen();
  const fresh = Object.keys(known).length === 0;
  let changed = 0;
  for (const row of document.querySelectorAll("[data-page]")) {
    const { page, mark: now } = row.dataset;
    if (known[page] === undefined) {
      if (!fresh) { show(row, t("new")); changed += 1; } else known[page] = now;
    } else if (known[page] !== now) {
      show(row, news(known[page], now));
      changed += 1;
    }
  }
  if (fresh) localStorage.setItem(KEY, JSON.stringify(known));
  const button = document.getElementById("seen");
  button.hidden = changed === 0;
  button.addEventListener("click", () => {
    for (const row of document.querySelectorAll("[data-page]")) {
      known[row.dataset.page] = row.dataset.mark;
      row.querySelector(".news").hidden = true;
    }
    localStorage.setItem(KEY, JSON.stringify(known));
    button.hidden = true;
    document.getElementById("pages-title").scrollIntoView();
  });
}

function show(row, text) {
  const place = row.querySelector(".news");
  place.textContent = text;
  place.hidden = false;
}

// While pages are being read the list is loaded again now and then, unless somebody is typing.
async function follow() {
  const place = document.getElementById("unread");
  if (Number(place.dataset.unread) === 0) return;
  const answer = await fetch("/progress");
  const { unread } = await answer.json();
  place.textContent = t("{n} more pages are being read…", { n: unread });
  if (unread === 0 && document.activeElement?.id !== "q") { location.reload(); return; }
  setTimeout(follow, 1500);
}

startCommon();
await loadWords();
mark();
follow();
document.documentElement.dataset.ready = "yes";
