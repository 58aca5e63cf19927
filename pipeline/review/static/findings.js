// The findings of the checks, as the core words them, and a way to say that one is wrong.
import { t } from "./talk.js";

export function showFindings(place, findings) {
  const lines = findings.map(({ check, severity, message }) => {
    const line = document.createElement("li");
    line.className = severity;
    line.dataset.check = check;
    const words = document.createElement("span");
    words.lang = "en";
    words.textContent = message;
    line.append(`${severity === "error" ? t("Error:") : t("Look:")} `, words);
    return line;
  });
  if (lines.map((line) => line.textContent).join() !== [...place.children].map((line) => line.dataset.text ?? line.textContent.replace(/\s+/g, " ").trim()).join()) {
    for (const line of lines) line.dataset.text = line.textContent;
    place.replaceChildren(...lines);
  }
}

// Beside each finding that may be wrong, a way to say so; it counts for the text as saved.
export function addIgnores(place, ignore) {
  for (const line of place.querySelectorAll("li")) {
    if (line.dataset.check === "codes" || line.querySelector("button")) continue;
    line.dataset.text ??= line.textContent.replace(/\s+/g, " ").trim();
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = t("Wrong here");
    button.addEventListener("click", () => ignore(line.dataset.check));
    line.append(" ", button);
  }
}
