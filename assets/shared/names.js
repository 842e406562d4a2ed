// What a quantity or a parameter is called in a notation, as plain text; in PyTorch's it is the key itself, weight_ih.
import { toUnicode } from "./unicode.js";

/** @import { Notated } from "./contract.d.ts" */

const NOW = /_t(?![a-z])|_\{t\}|\\N(?![a-z])/g; // a name has no step
const BEFORE = /_\{t-1\}|\\P(?![a-z])/g;

/**
 * `key`: "h", "f", "h0", "a_ih.f", "weight_ih.f".
 * @param {{ symbols: Notated, parameters?: Notated }} equations
 * @param {string} notation
 * @param {string} key
 */
export function nameIn({ symbols, parameters }, notation, key) {
  if (notation === "torch") return key.replace(/^([hc])0$/, "$1₀");
  const latex = symbols[notation]?.[key] ?? parameters?.[notation]?.[key];
  return latex ? toUnicode(latex.replace(NOW, "").replace(BEFORE, "′")) : key;
}

/**
 * The equation of one quantity by itself, out of those of the operations; null where it is given.
 * @param {{ symbols: Notated, symbolic: Notated, parameters?: Notated }} equations
 * @param {string} notation
 * @param {string} key
 */
export function formulaOf({ symbols, parameters, symbolic }, notation, key) {
  const names = symbols[notation];
  if (!names[key] || /^(x|[hc]_prev)$/.test(key)) return null;
  const lines = Object.values(symbolic[notation]).flatMap((latex) =>
    latex.replace(/^\\L\{([\s\S]*)\}$/, "$1").split("\\\\"),
  );
  const own = lines.map((line) => line.replace("&", "")).findLast((line) => line.startsWith(`${names[key]}=`));
  return own ?? sharesOf(names, parameters?.[notation] ?? {}, key) ?? names[key];
}

/**
 * A gate's share of the linear maps, or their sum, which an operation's own equation writes for all gates at once.
 * @param {Record<string, string>} names
 * @param {Record<string, string>} known
 * @param {string} key
 */
function sharesOf(names, known, key) {
  const [part, gate] = key.split(".");
  if (!gate) return null;
  const share = { a_ih: ["ih", "x"], a_hh: ["hh", "h_prev"] }[part];
  if (share) {
    const [weight, bias] = ["weight", "bias"].map((kind) => known[`${kind}_${share[0]}.${gate}`]);
    return `${names[key]}=${weight}${names[share[1]]}+${bias}`;
  }
  const hidden = gate === "n" ? names.reset : names[`a_hh.${gate}`];
  return `${names[key]}=${names[`a_ih.${gate}`]}+${hidden}`;
}
