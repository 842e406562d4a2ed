// Equations in the browser: KaTeX with our two HTML commands, templates whose numbers change without a new
// rendering, and the same templates as plain text. The LaTeX itself comes from rnnviz/equations.
import { formatNumber } from "./format.js";
import { addSheet } from "./sheet.js";
import { toUnicode } from "./unicode.js";

export { formatNumber };

const VENDOR = new URL("../vendor/katex/", import.meta.url);
const SYMBOL = /\\sym\{([^{}]+)\}/g;
const SLOT = /\[\[([\w.]+):(@|\d+)(?::(@|\d+))?\]\]/g;
const DOT = /\\dotn\{([\w.]+)\}\{(\w+)\}\{(\d+)\}/g; // a row times a vector, which Python sends in short
const HTML_LIMIT = 300; // rendered equations kept; the oldest goes first
// Characters that a slot keeps free; a longer number is written closer.
const WIDTHS = { leading: 7, inner: 9, result: 8 }; // −0.3120, (−0.3120), −0.03120

let katex = null;
let loading = null;
const rendered = new Map(); // latex -> html
const shown = new WeakMap(); // element -> { key, handle }

/**
 * Load KaTeX once, and its styles into `root` (a document or a shadow root). Fonts are declared in the document,
 * because browsers ignore @font-face in a shadow root; only the fonts, as Streamlit has a KaTeX style of its own there.
 * renderEquation and renderTemplate work once this has resolved.
 * @param {Node} root
 */
export async function loadKatex(root = document) {
  loading ??= import(new URL("katex.mjs", VENDOR).href).then(
    (module) => (katex = module.default),
    (error) => {
      loading = null; // a later call may try again
      throw error;
    },
  );
  const home = root instanceof Document ? root.head : /** @type {ShadowRoot} */ (root);
  const sheets = [
    addSheet(document.head, new URL("katex-fonts.css", VENDOR)),
    addSheet(home, new URL("katex.min.css", VENDOR)),
  ];
  await Promise.all([loading, ...sheets]);
  return katex;
}

/**
 * Show an equation without slots. `symbols` is needed only where the LaTeX has \sym{…}; `t` (1-based) puts h_3 for h_t.
 * @param {Element} el
 * @param {string} latex
 * @param {{ display?: boolean, symbols?: Record<string, string>, t?: number | null }} how
 */
export function renderEquation(el, latex, { display = false, symbols = {}, t = null } = {}) {
  const text = atStep(putSymbols(latex, symbols), t);
  const key = `${display} ${text}`;
  if (shown.get(el)?.key === key) return;
  el.innerHTML = toHtml(text, display, "htmlAndMathml");
  colour(el);
  shown.set(el, { key });
}

/**
 * Show the arithmetic of one unit (0-based), which may be called by another number (`name`). Returns
 * { update(get), slots }: update asks get(quantity, row, col) for
 * every slot and rewrites only the texts that differ. Slots keep their width whatever the number.
 */
export function renderTemplate(el, template, { unit = 0, name = unit, symbols = {}, t = null } = {}) {
  const slots = [];
  const text = expand(
    template,
    unit,
    symbols,
    t,
    (slot) => {
      slots.push(slot);
      return `\\htmlData{slot=${slots.length - 1}}{\\texttt{(0)}}`;
    },
    name,
  );
  const key = `${unit} ${template} ${text}`;
  const before = shown.get(el);
  if (before?.key === key) return before.handle;
  el.innerHTML = toHtml(`\\displaystyle ${text}`, false, "html");
  colour(el);
  for (const span of el.querySelectorAll("[data-slot]")) openSlot(span, slots[Number(span.dataset.slot)]);
  const handle = { slots, update: (get) => slots.forEach((slot) => write(slot, get)) };
  shown.set(el, { key, handle });
  return handle;
}

/** The same arithmetic as Unicode text: h₃[1] = tanh(0.6584·9.472 + (−0.5966)) = 0.9999. */
export function plainText(template, unit, symbols, get, t = null, name = unit) {
  return toUnicode(filled(template, unit, symbols, get, t, name));
}

/** The arithmetic with the numbers that are shown in it, in LaTeX. */
export function filled(template, unit, symbols, get, t = null, name = unit) {
  return expand(template, unit, symbols, t, (slot) => slotText(slot, get(slot.quantity, slot.row, slot.col)), name);
}

function expand(template, unit, symbols, t, fill, name) {
  const index = (digits) => (digits === "@" ? unit : digits === undefined ? undefined : Number(digits));
  const latex = template.replace(DOT, writeOut).replaceAll("[@]", `[${name + 1}]`);
  const parts = latex.replace(SLOT, (slot, quantity, row, col, offset) => {
    const place = placeOf(latex.slice(0, offset), latex.slice(offset + slot.length));
    return fill({ quantity, row: index(row), col: index(col), ...place });
  });
  return atStep(putSymbols(parts, symbols), t);
}

function placeOf(before, after) {
  const leading = /(^|[=({,])$/.test(before);
  const result = before.endsWith("=") && /^($|\\;)/.test(after);
  const width = WIDTHS[result ? "result" : leading ? "leading" : "inner"];
  return { leading, width, align: before.endsWith("=") ? "left" : "center" };
}

function putSymbols(latex, symbols) {
  return latex.replace(SYMBOL, (_, key) => {
    if (!(key in symbols)) throw new Error(`no symbol for ${key}`);
    return symbols[key];
  });
}

function writeOut(_, weight, vector, size) {
  return Array.from({ length: Number(size) }, (_item, j) => `[[${weight}:@:${j}]]\\cdot[[${vector}:${j}]]`).join("+");
}

/** Python's short forms of "at step t" in full, with the step's number where it is wanted. */
function atStep(latex, t) {
  const [now, before, after] = t === null ? ["t", "t-1", "t+1"] : [t, t - 1, t + 1];
  const low = latex
    .replace(/_t(?![a-z])|_\{t\}/g, `_{${now}}`)
    .replaceAll("_{t-1}", `_{${before}}`)
    .replaceAll("{t+1}", `{${after}}`);
  const high = (step) => `^{\\langle ${step}\\rangle}`;
  return low.replace(/\\N(?![a-z])/g, high(now)).replace(/\\P(?![a-z])/g, high(before));
}

function toHtml(latex, display, output) {
  if (!katex) throw new Error("call loadKatex(root) and wait for it before rendering an equation");
  const key = `${display}${output}${latex}`;
  if (!rendered.has(key)) {
    if (rendered.size >= HTML_LIMIT) rendered.delete(rendered.keys().next().value);
    rendered.set(key, katex.renderToString(latex, { displayMode: display, output, ...OPTIONS }));
  }
  return rendered.get(key);
}

const OPTIONS = {
  macros: {
    // _SHORT in rnnviz/equations
    "\\q": "\\htmlClass{q-#1}{#2}",
    "\\L": "\\begin{aligned}#1\\end{aligned}",
    "\\U": "\\underbrace{#1}_{\\text{#2}}",
  },
  trust: ({ command }) => command === "\\htmlClass" || command === "\\htmlData",
  strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
};

function colour(el) {
  for (const span of el.querySelectorAll("[class*='q-']")) {
    const name = [...span.classList].find((item) => item.startsWith("q-"));
    if (name) span.style.color = `var(--${name})`;
  }
}

/** Make KaTeX's placeholder a box for a number. Its neighbours stay: they may be the space before an operator. */
function openSlot(span, slot) {
  const box = span.querySelector(".mord");
  const text = document.createElement("span");
  Object.assign(box.dataset, {
    quantity: slot.quantity,
    row: slot.row,
    ...(slot.col === undefined ? {} : { col: slot.col }),
  });
  box.style.cssText =
    `display:inline-block;width:${slot.width}ch;text-align:${slot.align};` +
    "font-family:var(--st-code-font, ui-monospace, monospace);font-size:0.83em;white-space:pre;";
  box.onpointerenter = () => (box.title = String(slot.value)); // full precision, made only when it is wanted
  box.replaceChildren(text);
  Object.assign(slot, { text, node: text.appendChild(document.createTextNode("")), value: undefined, gap: "" });
}

function write(slot, get) {
  const value = get(slot.quantity, slot.row, slot.col);
  if (Object.is(value, slot.value)) return;
  const text = slotText(slot, value);
  const gap = text.length > slot.width ? `${(slot.width / text.length - 1).toFixed(3)}ch` : "";
  if (gap !== slot.gap) slot.text.style.letterSpacing = slot.gap = gap;
  slot.node.data = text;
  slot.value = value;
}

/** A negative number behind an operator stands in parentheses: a + (−0.3). */
function slotText(slot, value) {
  const text = formatNumber(value, "");
  return value < 0 && !slot.leading ? `(${text})` : text;
}
