// The field for the translation: a plain text field, with its codes shown as chips behind the letters.
// A code goes in and out whole: whatever would delete a part of it deletes all of it, and nothing is typed inside.
const CODE = /<\/?[a-z]+[0-9]+\/?>/g;

export class Editor {
  constructor(field, changed) {
    this.area = field.querySelector("textarea");
    this.backdrop = field.querySelector(".backdrop");
    this.changed = changed;
    this.area.addEventListener("beforeinput", (event) => this.before(event));
    this.area.addEventListener("input", () => { this.paint(); this.changed(); });
    this.area.addEventListener("keyup", (event) => this.snap(event));
    this.area.addEventListener("mouseup", () => this.snap({}));
    this.paint();
  }

  get value() { return this.area.value; }

  // Replace everything, in a way that the browser's own undo knows.
  put(text) {
    this.area.focus();
    this.area.select();
    this.type(text);
  }

  type(text) {
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done) {
      this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
      this.area.dispatchEvent(new Event("input"));
    }
  }

  // Put a code in, around what is selected if it is a pair.
  insert(opening, closing) {
    this.area.focus();
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    this.inserting = true;
    this.type(opening + value.slice(start, end) + closing);
    this.inserting = false;
    const inside = start + opening.length;
    if (closing) this.area.setSelectionRange(inside, inside + end - start);
  }

  codes() {
    return [...this.area.value.matchAll(CODE)].map((found) => [found.index, found.index + found[0].length]);
  }

  // The range widened so that it holds no code in part.
  whole(start, end) {
    for (const [from, to] of this.codes()) {
      if (from < start && start < to) start = from;
      if (from < end && end < to) end = to;
    }
    return [start, end];
  }

  before(event) {
    if (this.inserting || event.isComposing || event.inputType.startsWith("history")) return;
    const { selectionStart: start, selectionEnd: end } = this.area;
    if (start === end && event.inputType.startsWith("delete")) {
      const back = event.inputType.includes("Backward");
      const touched = this.codes().find(([from, to]) => (back ? from < start && start <= to : from <= start && start < to));
      const isWordOrLine = !/^deleteContent(Backward|Forward)$/.test(event.inputType);
      if (!touched && !isWordOrLine) return;
      if (touched) {
        event.preventDefault();
        this.area.setSelectionRange(...touched);
        this.type("");
      } else if (event.cancelable && this.codes().length) {
        event.preventDefault();
        this.deleteWord(start, back, event.inputType);
      }
      return;
    }
    const [from, to] = this.whole(start, end);
    if (from !== start || to !== end) this.area.setSelectionRange(start === end ? to : from, to);
  }

  // By word or line: up to the next code at most, so that none is cut.
  deleteWord(start, back, kind) {
    const text = this.area.value;
    const part = back ? text.slice(0, start) : text.slice(start);
    const pattern = kind.includes("Line") ? (back ? /[^\n]*$/ : /^[^\n]*/) : back ? /\S*\s*$/ : /^\s*\S*/;
    let length = part.match(pattern)[0].length || 1;
    for (const [from, to] of this.codes()) {
      if (back && to <= start && start - length < to) length = Math.min(length, start - to) || to - from;
      if (!back && from >= start && start + length > from) length = Math.min(length, from - start) || to - from;
    }
    this.area.setSelectionRange(back ? start - length : start, back ? start : start + length);
    this.type("");
  }

  // A caret inside a code goes to its end in the direction of travel.
  snap(event) {
    const { selectionStart: start, selectionEnd: end } = this.area;
    const [from, to] = this.whole(start, end);
    if (from === start && to === end) return;
    if (start !== end) this.area.setSelectionRange(from, to, this.area.selectionDirection);
    else this.area.setSelectionRange(...(event.key === "ArrowLeft" ? [this.edge(start), this.edge(start)] : [to, to]));
  }

  edge(position) {
    return this.codes().find(([from, to]) => from < position && position < to)?.[0] ?? position;
  }

  paint() {
    const text = this.area.value;
    const pieces = [];
    let position = 0;
    for (const [from, to] of this.codes()) {
      pieces.push(document.createTextNode(text.slice(position, from)));
      const chip = document.createElement("span");
      chip.className = "chip";
      chip.textContent = text.slice(from, to);
      pieces.push(chip);
      position = to;
    }
    pieces.push(document.createTextNode(`${text.slice(position)}\n`));
    this.backdrop.replaceChildren(...pieces);
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }
}
