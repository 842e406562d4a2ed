// What happens at a step, in words, and the likeliest answers as bars.
import { make } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";

export const named = (symbol) => (symbol === " " ? "a space" : symbol === "·" ? "the end" : symbol === "picture" ? "the picture" : `“${symbol}”`);

/** The sentence for the part of the step that has been reached. */
export function sentence({ columns }, { t, q }) {
  const { part, x, fed, said } = columns[t];
  const who = part === "net" ? "The net" : `The ${part}`;
  const before = t && columns[t - 1].part !== part ? "the encoder's last state, all that it gets" : t ? `h at t = ${t}` : "h₀ = 0";
  if (q === "x") return `${who} reads ${named(x)}${fed ? ", which it has said itself" : ""}.`;
  if (q === "h") return `Its new state comes from ${x === null ? "nothing but " : `${named(x)} and `}${before}, with the same weights as at every step.`;
  return `${who} says ${named(said)}.`;
}

/** The likeliest of what is said at this step, once it has been reached. */
export function readout(root, columns, { t, q }) {
  const { p, said } = columns[t];
  const rows = said === null ? [make("p", { textContent: "It is not asked at this step." })] : q === "y" ? p.map(bar) : [make("p", { textContent: "It has not been asked yet." })];
  const so = columns.slice(0, t + (q === "y" ? 1 : 0)).filter((column) => column.said !== null).map((column) => column.said);
  const joined = so.join(so.some((one) => one.length > 1) ? " " : "").replace("·", "");
  root.replaceChildren(make("b", { textContent: "Likeliest" }), ...rows, make("b", { textContent: "Said so far" }), make("p", { className: "so-far", textContent: joined || "nothing" }));
}

function bar([name, p]) {
  const fill = make("i");
  fill.style.width = `${(100 * p).toFixed(2)}%`;
  const symbol = name === "·" ? "end" : name;
  return make("div", { className: "likely" }, make("span", { textContent: symbol }), make("span", { className: "track" }, fill), make("span", { className: "share", textContent: formatNumber(p, "") }));
}
