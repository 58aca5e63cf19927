// Both halves in their frames. Nothing runs in there: these handlers are ours, on a page without scripts.
// How every page in a frame is shown: images as boxes, nothing that only stands in for scripts.
export const BOXES = `
.diptych-image { display: inline-block; max-width: 100%; background: #dfe4e8; color: #39434d; font: 13px/1.3 system-ui, sans-serif; padding: .4em; box-sizing: border-box; overflow: hidden; vertical-align: middle; min-height: 2em; }
.diptych-image.alignleft { float: left; margin: 0 1em .6em 0; } .diptych-image.alignright { float: right; margin: 0 0 .6em 1em; }
noscript { display: none !important; }`;
const STYLE = `${BOXES}
diptych-unit, [data-units] { cursor: pointer; border-radius: 2px; outline: 2px solid transparent; outline-offset: 1px; }
[data-diptych="untranslated"] { outline: 2px dotted #5f6e78; }
[data-diptych="machine"] { outline: 2px dashed #6a4bb0; }
[data-diptych="fuzzy"] { outline: 2px dashed #985200; }
[data-diptych="claimed"] { outline: 2px solid #1f63b5; }
[data-diptych="reviewed"] { outline: 1px solid #23774a55; }
[data-diptych="approved"] { outline: 1px solid #12533a55; }
[data-diptych-here] { outline: 3px solid #0f5d75 !important; background: #fff3c4 !important; color: #1c2a33 !important; }
[data-diptych-here] * { color: inherit; }
html { scroll-behavior: auto !important; }`;

export class Frames {
  constructor(ids, pick, key) {
    this.units = new Map();
    this.frames = ids.map((id) => document.getElementById(id)).filter(Boolean);
    for (const frame of this.frames) {
      frame.addEventListener("load", () => this.prepare(frame, pick, key));
      if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") this.prepare(frame, pick, key);
    }
  }

  prepare(frame, pick, key) {
    const page = frame.contentDocument;
    if (!page || page.diptych) return;
    page.diptych = true;
    const style = page.createElement("style");
    style.textContent = STYLE;
    (page.head ?? page.documentElement).append(style);
    page.addEventListener("click", (event) => {
      event.preventDefault();
      const name = this.nameOf(event.target.closest?.("[data-unit], [data-units]"));
      if (name) pick(name);
    }, true);
    for (const kind of ["submit", "auxclick", "dragstart"]) page.addEventListener(kind, (event) => event.preventDefault(), true);
    page.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      key(event);
    });
    if (frame.dataset.scroll) page.scrollingElement.scrollTop = Number(frame.dataset.scroll);
    this.paint(page);
    frame.dataset.ready = "yes";
    if (this.current) this.show(this.current, page);
  }

  setUnits(units) {
    this.units = new Map();
    this.known = units;
    for (const unit of units) for (const slot of unit.slots) this.units.set(String(slot), unit);
    this.each((page) => this.paint(page));
  }

  each(act) {
    for (const frame of this.frames) if (frame.contentDocument?.body) act(frame.contentDocument, frame);
  }

  numbers(element) {
    return element?.dataset.unit !== undefined ? [element.dataset.unit] : (element?.dataset.units ?? "").split(" ").filter(Boolean);
  }

  nameOf(element) {
    return this.numbers(element).map((number) => this.units.get(number)?.name).find(Boolean);
  }

  paint(page) {
    for (const element of page.querySelectorAll("[data-unit], [data-units]")) {
      const states = this.numbers(element).map((number) => this.units.get(number)?.state).filter(Boolean);
      const state = states.find((known) => known !== "reviewed" && known !== "approved") ?? states[0];
      if (state) element.dataset.diptych = state; else delete element.dataset.diptych;
    }
  }

  places(page, name) {
    return [...page.querySelectorAll("[data-unit], [data-units]")].filter((element) => this.numbers(element).some((number) => this.units.get(number)?.name === name));
  }

  // Mark a unit and bring its first place into view.
  show(name, only) {
    this.current = name;
    this.each((page) => {
      if (only && page !== only) return;
      for (const old of page.querySelectorAll("[data-diptych-here]")) delete old.dataset.diptychHere;
      const places = this.places(page, name);
      for (const place of places) place.dataset.diptychHere = "";
      if (places.length) {
        const box = places[0].getBoundingClientRect();
        const scroller = page.scrollingElement;
        const view = page.defaultView.innerHeight;
        if (box.top < 20 || box.bottom > view - 20) scroller.scrollTop += box.top - Math.max(20, (view - box.height) / 3);
      }
    });
  }

  // What is being written, in its places of the translated page.
  preview(fragments, lang) {
    const page = this.frames.at(-1)?.contentDocument;
    if (!page?.body) return;
    for (const { slot, markup, plain } of fragments) {
      if (plain) {
        for (const element of page.querySelectorAll(`[data-units~="${slot}"].diptych-image`)) element.textContent = markup;
        continue;
      }
      for (const element of page.querySelectorAll(`[data-unit="${slot}"]`)) {
        element.innerHTML = markup;
        if (lang) element.lang = lang; else element.removeAttribute("lang");
      }
    }
  }

  reload() {
    this.each((page, frame) => {
      frame.dataset.scroll = page.scrollingElement.scrollTop;
      delete frame.dataset.ready;
      frame.contentWindow.location.reload();
    });
  }
}
