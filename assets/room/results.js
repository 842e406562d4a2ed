// How the answers of a class lie: bars, a histogram, heat on the strip, or the texts; the truth is drawn in.
import { make } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";
import { put } from "./words.js";

const WIDE = 600; // units of the histogram's drawing
const HIGH = 150;
const AXIS = 24; // under it, the numbers
const HEAD = 20; // over it, the counts

/** @param {any} asked an AskedView that is revealed @returns {Node[]} */
export function results(asked) {
  return [...legend(asked), DRAWN[asked.kind](asked)];
}

function legend({ round }) {
  if (round < 2) return [];
  const key = (n, text) => make("span", { className: `room-key room-round-${n}`, textContent: text });
  return [make("p", { className: "room-legend" }, key(1, tr("first vote")), key(2, tr("second vote")))];
}

/** Rows: the answer, then a bar and its count for each vote. */
function bars({ options, lies, truth, ours }) {
  const counts = lies.counts;
  const most = Math.max(1, ...counts.flat());
  const rows = options.map((text, k) => {
    const name = put(make("span", { className: "room-option" }), text, ours);
    if (k === truth) name.prepend("✓ ");
    const lines = counts.map((one, n) => {
      const bar = make("i", { className: `room-round-${n + 1}`, ariaHidden: "true" });
      bar.style.width = `${(85 * one[k]) / most}%`;
      return make("span", { className: "room-line" }, bar, make("b", { textContent: String(one[k]) }));
    });
    const row = make("div", { className: "room-row" }, name, make("span", { className: "room-lines" }, ...lines));
    row.toggleAttribute("data-true", k === truth);
    return row;
  });
  return make("div", { className: "room-results" }, ...rows);
}

function histogram({ lies, truth, unit }) {
  const { edges, counts, beyond } = lies;
  const found = svg("svg", { viewBox: `0 0 ${WIDE} ${HEAD + HIGH + AXIS}`, role: "img", class: "room-histogram" });
  found.setAttribute("aria-label", tr("A histogram of the answers"));
  const most = Math.max(1, ...counts.flat());
  const [low, high] = [edges[0], edges.at(-1)];
  const x = (value) => ((value - low) / (high - low)) * WIDE;
  counts.forEach((one, n) =>
    one.forEach((count, k) => {
      const wide = (x(edges[k + 1]) - x(edges[k]) - 6) / counts.length;
      const [left, tall] = [x(edges[k]) + 3 + n * wide, (HIGH * count) / most];
      const bar = { x: left, y: HEAD + HIGH - tall, width: wide, height: tall, class: `room-round-${n + 1}` };
      if (count) svg("rect", bar, found);
      if (count) svg("text", { x: left + wide / 2, y: bar.y - 4, "text-anchor": "middle" }, found, String(count));
    }),
  );
  svg("line", { x1: 0, x2: WIDE, y1: HEAD + HIGH, y2: HEAD + HIGH, class: "room-axis" }, found);
  edges.forEach((edge, k) => {
    const anchor = k === 0 ? "start" : k === edges.length - 1 ? "end" : "middle";
    const sign = k === 0 && beyond[0] ? "≤ " : k === edges.length - 1 && beyond[1] ? "≥ " : "";
    if (k % 3 === 0)
      svg("text", { x: x(edge), y: HEAD + HIGH + 17, "text-anchor": anchor }, found, sign + formatNumber(edge));
  });
  if (typeof truth !== "number") return found;
  svg("line", { x1: x(truth), x2: x(truth), y1: 0, y2: HEAD + HIGH, class: "room-truth" }, found);
  const words = tr("✓ It is {truth} {unit}", { truth: formatNumber(truth), unit });
  return make("div", { className: "room-results" }, found, make("p", { className: "room-said", textContent: words }));
}

/** The strip: a step's ground is the darker the more have marked it. */
function heat({ steps, lies, truth }) {
  const most = Math.max(1, ...lies.counts.flat());
  const strips = lies.counts.map((one, n) => {
    const cells = Array.from({ length: steps }, (_, k) => {
      const cell = make("span", { className: "room-cell" });
      cell.style.setProperty("--heat", String(one[k] / most));
      cell.append(
        make("small", { textContent: String(k + 1) }),
        make("b", { textContent: one[k] ? String(one[k]) : "·" }),
      );
      cell.toggleAttribute("data-true", k === truth);
      return cell;
    });
    return make("div", { className: `room-strip room-of-${n + 1}` }, ...cells);
  });
  const said =
    typeof truth === "number"
      ? [make("p", { className: "room-said", textContent: tr("✓ It is step {truth}", { truth: truth + 1 }) })]
      : [];
  return make("div", { className: "room-results" }, ...strips, ...said);
}

function texts({ lies, truth }) {
  const rounds = (lies.texts ?? []).map((rows, n) =>
    make(
      "ul",
      { className: `room-texts room-of-${n + 1}` },
      ...rows.map(([text, count]) =>
        make("li", {}, text, ...(count > 1 ? [make("b", { textContent: ` × ${count}` })] : [])),
      ),
    ),
  );
  const said = truth ? [make("p", { className: "room-said", textContent: `✓ ${truth}` })] : [];
  return make("div", { className: "room-results" }, ...rounds, ...said);
}

const DRAWN = { choice: bars, number: histogram, mark: heat, text: texts };
