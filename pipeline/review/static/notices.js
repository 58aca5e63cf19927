// A notice beside the text: what happened, another version with what differs marked, and what can be done.
export function notice(place, lang, text, quoted, buttons, pieces) {
  place.replaceChildren();
  const line = document.createElement("p");
  line.textContent = text;
  place.append(line);
  if (quoted) {
    const shown = document.createElement("p");
    shown.lang = lang;
    shown.className = "diff";
    if (pieces) shown.append(...pieces.flatMap(marked)); else shown.textContent = quoted;
    place.append(shown);
  }
  const row = document.createElement("div");
  row.className = "row";
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => { place.hidden = true; act(); });
    row.append(button);
  }
  place.append(row);
  place.hidden = false;
}

function marked({ gone, come }) {
  if (gone === come) return [document.createTextNode(come)];
  return [["del", gone], ["ins", come]].filter(([, text]) => text).map(([kind, text]) => {
    const element = document.createElement(kind);
    element.textContent = text;
    return element;
  });
}
