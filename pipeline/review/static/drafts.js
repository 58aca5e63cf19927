// What was typed and not saved, kept in this browser until it is: a stopped server or a full disk loses nothing.
const PREFIX = "diptych:draft:";

export class Drafts {
  constructor(slug, locale) {
    this.prefix = `${PREFIX}${slug}:${locale}:`;
  }

  keep(name, target, version) {
    try { localStorage.setItem(this.prefix + name, JSON.stringify({ target, version })); } catch { /* a full store: the field still has it */ }
  }

  get(name) {
    try { return JSON.parse(localStorage.getItem(this.prefix + name)); } catch { return null; }
  }

  drop(name) { localStorage.removeItem(this.prefix + name); }

  names() {
    return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
  }
}
