// "What changed", in a sentence.
import { formatNumber } from "./format.js";
import { SEEN } from "./store.js";
import { tr } from "./texts.js";

const number = (value) => formatNumber(value, "");

/** `names(key)`: a number's name in the notation that is chosen. */
export function changeWords(store, names) {
  const found = store.difference();
  const head = editWords(store, names);
  if (!head && !found) return idle(store);
  return [head, found ? effectWords(found, store, names) : ""].filter(Boolean).join(" ");
}

const BARS = tr("Bar: filled above 0, hollow below.");
const SUMS = tr("a: a sum, i of the input, h of the state.");

/** Before the first edit: what can be done, and how to read what is drawn. */
function idle({ record, table: { h0, notation } }) {
  if (h0.length > 4)
    return tr(
      "{n} units are too many for the circuit: the net and the strips show them all. " +
        "Press a unit's name to see its weights.",
      { n: h0.length },
    );
  const alone = record.a_ih?.[0].length === h0.length; // one sum a unit: gates have names of their own
  const sums = alone && notation === "torch" ? ` ${SUMS}` : "";
  return tr("Drag or click an underlined number. {BARS}{sums}", { BARS, sums });
}

function editWords(store, names) {
  const { change, ghost } = store;
  if (!change || !ghost || "words" in change) return change?.words ?? "";
  const { name, row, col, t } = change;
  const size = `${row + 1}${name.startsWith("weight") || name === "head_weight" ? `,${col + 1}` : ""}`;
  const at = name === "x" ? tr(" at t = {t}", { t: t + 1 }) : "";
  const [was, now] = [store.ghostValue(name, row, col, t), store.value(name, row, col, t)];
  return `${names(name)}[${size}]${at}: ${number(was)} → ${number(now)}.`;
}

function effectWords({ steps, most, t, unit }, { record, ghost, cover }, names) {
  if (cover) return ""; // it would tell the answer
  if (!steps) return `${names("h")} ${most ? tr("moved by less than {SEEN}", { SEEN }) : tr("did not move")}.`;
  const [was, now] = [ghost.record.h[t][unit], record.h[t][unit]];
  const where = tr("{steps} of {n} steps by more than {SEEN}, most at t = {t}, unit {unit}", {
    steps,
    n: record.h.length,
    SEEN,
    t: t + 1,
    unit: unit + 1,
  });
  return tr("{names} moved at {where}: {was} → {now} (by {most}).", {
    names: names("h"),
    where,
    was: number(was),
    now: number(now),
    most: number(most),
  });
}

/** The step and the operation in words, with the arithmetic; or how near the picture is. */
export function spoken({ table, steps, root, zoom, arithmetic, store, data, weights }, op) {
  const near = zoom.words();
  if (near) return tr("Time step {t} of {steps}. {near}", { t: table.t + 1, steps, near });
  const said = root.classList.contains("large") ? "" : arithmetic.spoken(store, data.equations, op, weights.tab);
  return tr("Time step {t} of {steps}, {name}. {said}", { t: table.t + 1, steps, name: op.name, said });
}

/** What a document of Python's is: another preset, or another slip. */
export function newsOf(before, now, title) {
  if (now.preset !== before.preset) return tr("Preset: {title}.", { title });
  return now.slip && now.slip !== before.slip ? tr("A common mistake is shown beside the right form.") : "";
}
