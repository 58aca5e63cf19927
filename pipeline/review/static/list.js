// The list of a page's texts: where each stands, which are shown, which one is open, where something is not saved.
import { t } from "./talk.js";

const LABELS = {
  untranslated: () => t("empty"), machine: () => t("by machine"), fuzzy: () => t("to look at again"),
  claimed: () => t("not accepted yet"), reviewed: () => t("accepted"), approved: () => t("approved"),
};

export const waits = (unit) => unit.state !== "reviewed" && unit.state !== "approved";

export class UnitList {
  constructor(place, drafts) {
    this.place = place;
    this.drafts = drafts;
    this.units = new Map();
    this.current = null;
  }

  // The names shown, in order.
  names() {
    return [...this.place.children].filter((entry) => !entry.hidden).map((entry) => entry.dataset.unit);
  }

  setUnits(units) {
    this.units = new Map(units.map((unit) => [unit.name, unit]));
    for (const entry of this.place.children) {
      const unit = this.units.get(entry.dataset.unit);
      if (!unit) continue;
      entry.querySelector(".item").className = `item ${unit.state}`;
      entry.querySelector(".dot").className = `dot ${unit.state}`;
      entry.querySelector(".label").textContent = LABELS[unit.state]();
    }
    this.filter();
    this.markDrafts();
    this.mark(this.current);
  }

  // Show all texts or those that wait; without a choice as it was. The open one is always shown.
  filter(which) {
    const buttons = [...document.querySelectorAll("[data-filter]")];
    if (which) for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.filter === which));
    const onlyWaiting = buttons.find((button) => button.getAttribute("aria-pressed") === "true").dataset.filter === "waiting";
    for (const entry of this.place.children) {
      const unit = this.units.get(entry.dataset.unit);
      entry.hidden = !unit || (onlyWaiting && !waits(unit) && unit.name !== this.current);
    }
    document.getElementById("none-waits").hidden = !onlyWaiting || [...this.units.values()].some(waits);
  }

  mark(name) {
    this.current = name;
    for (const entry of this.place.children) {
      const link = entry.querySelector("a");
      if (entry.dataset.unit !== name) { link.removeAttribute("aria-current"); continue; }
      link.setAttribute("aria-current", "true");
      entry.hidden = false;
      const box = link.getBoundingClientRect();
      const around = this.place.parentElement.getBoundingClientRect();
      if (box.top < around.top || box.bottom > around.bottom) this.place.parentElement.scrollTop += box.top - around.top - 80;
    }
  }

  markDrafts() {
    const kept = new Set(this.drafts.names());
    for (const entry of this.place.children) entry.querySelector("a").classList.toggle("draft", kept.has(entry.dataset.unit));
  }

  focus(name) {
    this.place.querySelector(`[data-unit="${CSS.escape(name)}"] a`).focus();
  }
}
