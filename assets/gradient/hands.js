// Numbers that can be dragged or typed: inputs and initial states of the net, and the slides' chain.
import { makeKnob, typeInto } from "../shared/knob.js";
import { limitOf, withNumber } from "../shared/table.js";
import { clamp } from "./moves.js";

const LIMIT = 100; // of a number on the slides' path
const MOST_NUMBERS = 12;

/** x of step t, or h0 and c0 (t = -1). What follows from it comes from Python on release. */
export function inputKnob(stage, el, name, row, t) {
  const limit = limitOf(name);
  const value = () => (name === "x" ? stage.data.table.x[t][row] : stage.data.table[name][row]);
  const set = (number) => {
    const { table, net } = stage.data;
    stage.draft ??= table;
    stage.data.table = { ...withNumber({ ...table, t: Math.max(0, t) }, name, row, 0, number), t: table.t };
    (t < 0 ? net.start[name[0]] : net.x[t])[row] = number;
  };
  knob(stage, el, { name, value, set, limit, done: () => stage.release() });
}

/** One number of the slides' path: its products follow at once. */
export function numberKnob(stage, el, m) {
  const set = (number) => (stage.data.numbers.values[m] = number);
  knob(stage, el, {
    name: "number",
    value: () => stage.data.numbers.values[m],
    set,
    limit: LIMIT,
    least: 0, // four factors of which each may be small
    done: () => stage.choose({}),
  });
}

/** Makes an element a handle; `done` is called when the hand lets go. */
export function knob(stage, el, { name, value, set, limit, done, least = 1 }) {
  el.classList.add("edit");
  el.setAttribute("tabindex", 0);
  const put = (number) => {
    set(clamp(number, -limit, limit));
    stage.soon();
  };
  let from = null;
  const start = () => {
    stage.player.stop();
    from = value();
  };
  const back = () => {
    put(from);
    stage.draft = null;
  };
  makeKnob(el, {
    name: () => name,
    least,
    value,
    start,
    back,
    click: () => {},
    done,
    drag: (_, number) => put(number),
    enter: (target) =>
      typeInto(stage.root, target, {
        limit,
        current: value(),
        label: name,
        leave: () => target.focus(),
        accept: (number) => {
          put(number);
          done();
        },
      }),
  });
}

/** The slides' path with one more or one less step back in time; whether it could be. */
export function lengthen(numbers, by) {
  const { values, names } = numbers;
  if (values.length + by < 3 || values.length + by > MOST_NUMBERS) return false;
  numbers.values =
    by > 0 ? [...values.slice(0, -1), values.at(-2), values.at(-1)] : [...values.slice(0, -2), values.at(-1)];
  numbers.names = by > 0 ? [...names, names.at(-1)] : names.slice(0, -1); // Python names them anew
  return true;
}
