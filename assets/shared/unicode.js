// The LaTeX of rnnviz/equations as one line of Unicode, for tooltips and screen readers.

// biome-ignore format: a table
const COMMANDS = {
  "\\langle ": "⟨", "\\rangle": "⟩", "\\cdot": "·", "\\odot": " ⊙ ", "\\sigma": "σ", "\\tanh": "tanh", "\\max": "max",
  "\\Gamma": "Γ", "\\mathrm": "", "\\dots": "…", "\\quad": " ", "\\;": " ", "\\,": " ", "\\left": "", "\\right": "",
  "\\operatorname": "", "\\\\": "; ", "&": "", "*": " * ",
};
/** @type {Record<string, string>} */
const ACCENTS = { "\\tilde": "\u0303", "\\hat": "\u0302" };
/** @type {Record<string, string>} */
// biome-ignore format: a table
const LOW = {
  "-": "₋", "+": "₊", a: "ₐ", e: "ₑ", h: "ₕ", i: "ᵢ", j: "ⱼ", k: "ₖ", l: "ₗ", m: "ₘ", n: "ₙ", o: "ₒ",
  p: "ₚ", r: "ᵣ", s: "ₛ", t: "ₜ", u: "ᵤ", v: "ᵥ", x: "ₓ",
};
// biome-ignore format: a table
const HIGH = {
  a: "ᵃ", c: "ᶜ", f: "ᶠ", g: "ᵍ", h: "ʰ", i: "ⁱ", n: "ⁿ", o: "ᵒ", r: "ʳ", u: "ᵘ", x: "ˣ", z: "ᶻ", U: "ᵁ", W: "ᵂ",
  "(": "⁽", ")": "⁾", 1: "¹", 2: "²", 3: "³",
};
for (let digit = 0; digit < 10; digit += 1) LOW[digit] = String.fromCodePoint(0x2080 + digit);

/**
 * One line of text. Letters that Unicode cannot lower or raise stay as W_if.
 * @param {string} latex
 */
export function toUnicode(latex) {
  let text = latex.replace(/\\(begin|end)\{aligned\}/g, "");
  text = text.replace(/\\underbrace/g, "").replace(/_\{\\text\{[^{}]*\}\}/g, "");
  text = text.replace(/\\(tilde|hat)\{(.)\}/g, (_, accent, letter) => letter + ACCENTS[`\\${accent}`]);
  text = text.replace(/\\over(left|right)arrow\{(.)\}/g, (_, way, letter) => (way === "left" ? "←" : "→") + letter);
  for (const [command, sign] of Object.entries(COMMANDS)) text = text.replaceAll(command, sign);
  text = text.replace(/e\^\{([^{}]*)\}/g, "exp($1)");
  text = text.replace(/_\{([^{}]*)\}(?=(.?))/g, (_, inner, next) => shift(inner, LOW, "_", next));
  text = text.replace(/\^\{([^{}]*)\}/g, (_, inner) => (inner.startsWith("⟨") ? inner : shift(inner, HIGH, "^", "")));
  text = text.replace(/\\frac\{([^{}]*)\}\{([^{}]*)\}/g, "$1 / ($2)");
  for (let before = null; before !== text; ) {
    before = text;
    text = text.replace(/\\U\{([^{}]*)\}\{[^{}]*\}/g, "$1"); // the word under a brace
    text = text.replace(/\\(?:q|htmlClass)\{[^{}]*\}\{([^{}]*)\}/g, "$1").replace(/\\text\{([^{}]*)\}/g, "$1");
  }
  text = text.replace(/\\L|[{}]/g, "").replace(/(?<!\de)([=+])/g, " $1 ");
  text = text.replaceAll("-", "−").replaceAll(",", ", ");
  return text.replace(/\s+/g, " ").trim();
}

/**
 * What follows an unshifted W_f directly is set apart, so that W_f x is not read as W_fx.
 * @param {string} inner
 * @param {Record<string, string>} table
 * @param {string} mark
 * @param {string} next
 */
function shift(inner, table, mark, next) {
  const letters = [...inner].map((letter) => table[letter]);
  if (letters.every(Boolean)) return letters.join("");
  return `${mark}${inner}${/[\\\w[]/.test(next) ? " " : ""}`;
}
