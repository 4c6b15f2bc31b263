// Copying text, with a line that says whether it worked.

import { el } from "./dom.js";

/**
 * Buttons that copy.
 * @param {[string, () => string][]} choices label and what to copy
 * @param {object} words
 */
export function copyButtons(choices, words) {
  const said = el("span", { role: "status", class: "checker-copied" });
  const button = ([label, text]) => {
    const onclick = async () => {
      said.textContent = "";
      said.textContent = (await copied(text())) ? words.copied : words.copyFailed;
    };
    return el("button", { type: "button", onclick }, label);
  };
  return el("p", { class: "checker-copy" }, choices.map(button), said);
}

/** Put text into the clipboard, by the old way where the new one is refused; whether it worked. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = el("textarea", { class: "checker-clipboard", readonly: true, "aria-hidden": "true", tabindex: "-1" });
    field.value = text;
    document.body.append(field);
    field.select();
    const worked = document.execCommand("copy");
    field.remove();
    before?.focus();
    return worked;
  }
}
