// Approving and publishing; both end with the page loaded again, so that what is shown is what is there.
import { BOXES } from "./frames.js";
import { complain, get, loadWords, named, post, say, startCommon, t } from "./talk.js";

const { slug, locale } = document.querySelector(".steps").dataset;

async function approve(button) {
  if (!(await named())) return;
  button.disabled = true;
  const answer = await post(`/approve/${slug}/${locale}`, {});
  button.disabled = false;
  if (!answer.ok) { complain(answer.data); return; }
  location.reload();
}

// What readers would get otherwise, worked out by publishing in a copy; with many pages that takes some seconds.
async function rehearse() {
  const place = document.getElementById("changes");
  const answer = await get(`/rehearse/${slug}/${locale}`);
  place.setAttribute("aria-busy", "false");
  if (!answer.ok) {
    const found = new DOMParser().parseFromString(answer.text, "text/html").querySelector(".notice");
    place.replaceChildren();
    complain({ error: found?.textContent });
    return;
  }
  place.innerHTML = answer.text;
  for (const frame of place.querySelectorAll("iframe")) quieten(frame);
}

async function publish(button) {
  button.disabled = true;
  const { stamp } = document.querySelector(".rehearsed").dataset;
  const answer = await post(`/publish/${slug}/${locale}`, { stamp });
  if (!answer.ok) { button.disabled = false; complain(answer.data); return; }
  const place = document.getElementById("outcome");
  place.replaceChildren();
  const title = document.createElement("p");
  title.className = "good";
  title.textContent = t("Published. Readers have it now.");
  place.append(title);
  for (const half of answer.data.halves) {
    const line = document.createElement("p");
    line.lang = "en";
    line.textContent = `${half.locale}: ${half.outcome} ${half.address}`;
    place.append(line);
  }
  for (const problem of answer.data.problems) {
    const line = document.createElement("p");
    line.className = "error";
    line.lang = "en";
    line.textContent = problem;
    place.append(line);
  }
  say(t("Published. Readers have it now."));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button?.dataset.do === "approve") approve(button);
  if (button?.dataset.do === "publish") publish(button);
});
// Links and forms of a page in a frame lead nowhere.
function quieten(frame) {
  const still = () => {
    const inside = frame.contentDocument;
    if (inside?.body && inside.URL !== "about:blank" && !inside.getElementById("diptych-boxes")) {
      const style = inside.createElement("style");
      style.id = "diptych-boxes";
      style.textContent = BOXES;
      (inside.head ?? inside.documentElement).append(style);
    }
    for (const kind of ["click", "auxclick", "submit"]) inside?.addEventListener(kind, (event) => event.preventDefault(), true);
  };
  frame.addEventListener("load", still);
  still();
}

startCommon();
await loadWords();
await rehearse();
document.documentElement.dataset.ready = "yes";
