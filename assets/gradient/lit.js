// What every frame changes in the unrolled net: its numbers, and how far the sweep has come.
import { full, largest, low, show } from "../shared/scale.js";
import { squeeze } from "../shared/svg.js";
import { tr } from "../shared/texts.js";
import { reached } from "./moves.js";

const FULL = 7; // characters of +0.3120
const DIGIT = 8.1; // px
export const COVERED = tr("covered, until you have guessed");

export function updateCell(net, cell, data, sweep, state, scale, scales, now) {
  const { q, k, row } = cell;
  const value = valueAt(data, sweep, q, k, row);
  if (q === "E") return updateError(net, cell, value, state);
  if (!q.startsWith("d")) return updateValue(net, cell, value);
  const base = q.slice(1);
  const there = reached(state.stops, state.front, k, base);
  const idle = !state.stops.some((stop) => stop.k === k && stop.q === base); // no gradient comes here at all
  cell.g.setAttribute(
    "class",
    `cell gradient${there ? " there" : idle ? " idle" : ""}${now?.k === k && now.q === base ? " now" : ""}`,
  );
  cell.rect.style.fill = there ? scale.css(value, scales[q]) : "";
  const text = there ? show(value) : idle ? "0" : state.covered ? "?" : "";
  if (cell.text) write(net, cell, text, there ? scale.ink(value, scales[q]) : "");
  const told = there ? show(value) : state.covered ? COVERED : tr("not yet");
  cell.g.setAttribute(
    "aria-label",
    tr("gradient by {base} {k}, unit {row}: {told}", { base: net.letter(base), k: k + 1, row: row + 1, told }),
  );
}

function updateError(net, { g, text, k }, value, state) {
  const said = `E${low(k + 1)} = ${show(value, "")}`;
  if (text.textContent !== said) {
    text.textContent = said;
    g.setAttribute("aria-label", said);
    const room = 2 * net.chip - 18;
    squeeze(text, said.length, Math.floor(room / DIGIT), room);
  }
  g.classList.toggle("chosen", state.which === "E" && k === state.of);
}

function updateValue(net, cell, value) {
  const share = value === null ? 1 : value / (1 + Math.abs(value));
  const [middle, half] = [cell.left + net.chip / 2, net.chip / 2];
  cell.bar.setAttribute("x", Math.min(middle, middle + share * half).toFixed(1));
  cell.bar.setAttribute("width", Math.abs(share * half).toFixed(1));
  cell.bar.classList.toggle("negative", value < 0);
  if (cell.text) write(net, cell, show(value), "");
  cell.g.setAttribute(
    "aria-label",
    tr("{q} {k}, unit {row}: {full}", { q: net.letter(cell.q), k: cell.k + 1, row: cell.row + 1, full: full(value) }),
  );
}

function write(net, cell, text, ink) {
  if (cell.shown !== text) {
    cell.text.textContent = cell.shown = text;
    squeeze(cell.text, text.length, FULL, net.chip - 6);
  }
  cell.text.style.fill = ink;
}

export function updateWire(wire, sweep, state, most, now, net) {
  const own = state.which === "L" ? wire.of >= net.first : wire.of === state.of;
  const flows =
    wire.from === "E"
      ? own
      : wire.from === "y"
        ? own && wire.of === wire.k
        : reached(state.stops, state.front, wire.of, wire.from);
  const lit = flows && reached(state.stops, state.front, wire.k, wire.q);
  wire.el.classList.toggle("lit", lit);
  wire.pulse.classList.toggle("on", lit && now?.k === wire.k && now.q === wire.q);
  if (!lit) return;
  const size = wire.q === "y" ? most : largest([wire.k < 0 ? sweep.start[wire.q] : sweep[`d${wire.q}`][wire.k]]);
  wire.el.style.strokeWidth = `${1.2 + 4 * Math.min(1, size / (most || 1))}px`;
}

export function updateBlock(block, data, sweep, state, { scale, ink }, most) {
  const { q, k, n } = block;
  const values = Array.from({ length: n }, (_, row) => valueAt(data, sweep, q, k, row));
  const size = largest(values);
  if (!q.startsWith("d")) return block.bars(values, ink(`--q-${q}`), size);
  block.colours(
    values,
    reached(state.stops, state.front, k, q.slice(1)) ? (value) => scale.css(value, most) : null,
    size,
  );
}

/** A number of the net: forward ("h"), or of the sweep ("dh"); step -1 is the initial state. */
export function valueAt({ net }, sweep, q, k, row) {
  if (q === "E") return net.errors[k];
  if (q.startsWith("d")) return k < 0 ? sweep.start[q.slice(1)][row] : sweep[q][k][row];
  return k < 0 ? net.start[q][row] : net[q][k][row];
}
