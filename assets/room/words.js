// A question's words: what a teacher typed as it stands, the lessons' own with their formulas and bold letters.
import { make } from "../shared/dom.js";
import { loadKatex, renderEquation } from "../shared/equation.js";

const PIECES = /(\$[^$]+\$|\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/;

/** Puts `text` into `el`. @param {HTMLElement} el @param {string} text @param {boolean} ours */
export function put(el, text, ours) {
  el.replaceChildren(...(ours ? text.split(PIECES).map(piece) : [text]));
  return el;
}

function piece(text) {
  if (!PIECES.test(text)) return text.replace(/\\([\\`*_{}[\]()#+\-.!|<>~$:&])/g, "$1");
  if (!text.startsWith("$")) return make("b", { textContent: text.replace(/^\W+|\W+$/g, "") });
  const found = make("span", { textContent: text.slice(1, -1) });
  loadKatex().then(() => renderEquation(found, text.slice(1, -1)));
  return found;
}
