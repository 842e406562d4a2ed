// What happens at a step, in words, and the likeliest answers as bars.
import { make } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { tr } from "../shared/texts.js";

export const named = (symbol) =>
  symbol === " "
    ? tr("a space")
    : symbol === "·"
      ? tr("the end")
      : symbol === "picture"
        ? tr("the picture")
        : `“${symbol}”`;

/** The sentence for the part of the step that has been reached. */
export function sentence({ columns }, { t, q }) {
  const { part, x, fed, said } = columns[t];
  const who = part === "net" ? tr("The net") : tr("The {part}", { part });
  const before =
    t && columns[t - 1].part !== part ? tr("the encoder's last state") : t ? tr("h at t = {t}", { t }) : "h₀ = 0";
  const same =
    columns.filter((column) => column.part === part).length > 1 ? tr(", with the same weights at every step") : "";
  if (q === "x")
    return tr("{who} reads {x}{word}.", { who, x: named(x), word: fed ? tr(", its own last output") : "" });
  if (q === "h") {
    const from = x === null ? tr("{before} alone", { before }) : tr("{x} and {before}", { x: named(x), before });
    return tr("The new state is computed from {from}{same}.", { from, same });
  }
  return tr("{who} outputs {said}.", { who, said: named(said) });
}

/** The likeliest of what is said at this step, once it has been reached. */
export function readout(root, columns, { t, q }) {
  const { p, said } = columns[t];
  const rows =
    said === null
      ? [make("p", { textContent: tr("No output at this step.") })]
      : q === "y"
        ? p.map(bar)
        : [make("p", { textContent: tr("Not computed yet.") })];
  const so = columns
    .slice(0, t + (q === "y" ? 1 : 0))
    .filter((column) => column.said !== null)
    .map((column) => column.said);
  const joined = so.join(so.some((one) => one.length > 1) ? " " : "").replace("·", "");
  root.replaceChildren(
    make("b", { textContent: tr("Likeliest") }),
    ...rows,
    make("b", { textContent: tr("Output so far") }),
    make("p", { className: "so-far", textContent: joined || tr("nothing") }),
  );
}

function bar([name, p]) {
  const fill = make("i");
  fill.style.width = `${(100 * p).toFixed(2)}%`;
  const symbol = name === "·" ? tr("end") : name;
  return make(
    "div",
    { className: "likely" },
    make("span", { textContent: symbol }),
    make("span", { className: "track" }, fill),
    make("span", { className: "share", textContent: formatNumber(p, "") }),
  );
}
