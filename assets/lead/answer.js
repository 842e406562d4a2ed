// A question's own control: mark a step on a strip, drag a bar, sketch a curve, put things in order. By hand or by
// keys; with the truth beside it, it is a picture of both.
import { make } from "../shared/dom.js";
import { placed } from "../shared/placed.js";
import { line, svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";
import { ordering } from "./order.js";

/** @typedef {(guess: any) => void} Tell what Python hears of a guess */

const [WIDE, HIGH, EDGE] = [280, 166, 14]; // of a sketch, in its own units
const [GUTTER, FOOT] = [34, 30]; // for the numbers at its left side and under it
const FINE = 100; // steps of a bar's keys
const JUMP = 10; // of them with Page Up and Page Down
const LEVELS = 20; // of a sketched number's keys
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: JUMP, PageDown: -JUMP };

const number = (value) => String(Number(value.toFixed(2))).replace("-", "−");
const within = (value, { low, high }) => Math.max(low, Math.min(high, value));

/** A slider of the reader's own: pointer(share of the width) and key(by how many) move it. */
function slider(el, label, move) {
  el.tabIndex = 0;
  el.setAttribute("role", "slider");
  el.setAttribute("aria-label", label);
  const at = (event) => {
    const box = el.getBoundingClientRect();
    move((event.clientX - box.left) / box.width);
  };
  el.addEventListener("pointerdown", (event) => {
    el.setPointerCapture(event.pointerId);
    at(event);
  });
  el.addEventListener("pointermove", (event) => el.hasPointerCapture(event.pointerId) && at(event));
}

function say(el, { low, high }, value, text) {
  for (const [name, it] of Object.entries({ min: low, max: high, now: value, text }))
    el.setAttribute(`aria-value${name}`, it);
}

/** Calls act with what a key asks for; the stage's keys are not meant here. */
function keyed(el, act) {
  el.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    event.stopPropagation();
    act(event.key);
  });
}

/** @param {any} data @param {Tell} tell */
function mark(data, tell) {
  const { low, high, unit } = data;
  const count = high - low + 1;
  const strip = make("div", { className: "answer-strip" });
  const cells = Array.from({ length: count }, (_, k) => {
    const end = k === 0 || k === count - 1 || count <= 10;
    return make("span", { className: "answer-step", textContent: end ? String(low + k) : "" });
  });
  strip.append(...cells);
  const note = make("p", { className: "answer-note" });
  const show = (value) => {
    cells.forEach((cell, k) => {
      cell.classList.toggle("yours", low + k === value);
      cell.classList.toggle("truth", low + k === data.truth);
    });
    const text =
      value === null
        ? tr("nothing marked yet")
        : tr("{unit} {value} of {high}", { unit: unit || tr("step"), value, high });
    note.textContent =
      data.truth === null ? text : tr("□ yours: {value} · ■ it is: {truth}", { value, truth: data.truth });
    if (data.truth === null) say(strip, data, value ?? low, text);
  };
  show(data.guess);
  if (data.truth !== null) return [strip, note];
  let now = data.guess;
  const put = (value) => {
    now = within(value, data);
    show(now);
    tell(now);
  };
  slider(strip, tr("Your guess: a step"), (share) => put(low + Math.floor(share * count)));
  keyed(strip, (key) => put(key === "Home" ? low : key === "End" ? high : now === null ? low : now + KEYS[key]));
  return [strip, note];
}

/** @param {any} data @param {Tell} tell */
function bar(data, tell) {
  const { low, high, unit } = data;
  const share = (value) => `${(100 * (value - low)) / (high - low)}%`;
  const track = make("div", { className: "answer-track" });
  const fill = make("div", { className: "answer-fill" });
  const note = make("p", { className: "answer-note" });
  const ends = [low, high].map((end) => make("span", { textContent: `${number(end)} ${unit}`.trim() }));
  const scale = make("div", { className: "answer-ends" }, ...ends);
  track.append(fill);
  const show = (value) => {
    fill.style.width = share(value ?? low);
    const text = value === null ? tr("no guess yet") : `${number(value)} ${unit}`.trim();
    note.textContent =
      data.truth === null
        ? text
        : tr("Yours: {number}. It is: {truth}.", { number: number(value), truth: number(data.truth) });
    if (data.truth === null) say(track, data, value ?? low, text);
  };
  show(data.guess);
  if (data.truth !== null) {
    const right = make("div", { className: "answer-fill truth" });
    right.style.width = share(data.truth);
    return [track, make("div", { className: "answer-track" }, right), scale, note];
  }
  let now = data.guess;
  const step = (high - low) / FINE;
  const put = (value) => {
    now = within(low + Math.round((value - low) / step) * step, data);
    show(now);
    tell(now);
  };
  slider(track, tr("Your guess: drag the bar"), (part) => put(low + part * (high - low)));
  keyed(track, (key) => put(key === "Home" ? low : key === "End" ? high : (now ?? low) + KEYS[key] * step));
  return [track, scale, note];
}

/** @param {any} data @param {Tell} tell */
function sketch(data, tell) {
  const { low, high, count } = data;
  const [broad, tall] = [WIDE - GUTTER - EDGE, HIGH - EDGE - FOOT];
  const x = (k) => GUTTER + (k * broad) / Math.max(1, count - 1);
  const y = (value) => HIGH - FOOT - ((value - low) * tall) / (high - low);
  const picture = /** @type {SVGSVGElement} */ (
    svg("svg", {
      viewBox: `0 0 ${WIDE} ${HIGH}`,
      class: "answer-sketch",
      role: "group",
      "aria-label": tr("Your sketch"),
    })
  );
  for (const value of low < 0 && high > 0 ? [low, 0, high] : [low, high]) {
    svg("line", { x1: GUTTER, x2: WIDE - EDGE, y1: y(value), y2: y(value), class: "answer-axis" }, picture);
    svg("text", { x: GUTTER - 6, y: y(value) + 5, "text-anchor": "end" }, picture, number(value));
  }
  for (const k of [0, count - 1])
    svg("text", { x: x(k), y: HIGH - 6, "text-anchor": "middle" }, picture, `${k ? "" : tr("step ")}${k + 1}`);
  const path = (values) => line(...values.map((value, k) => /** @type {[number, number]} */ ([x(k), y(value)])));
  const curve = svg("path", { class: "answer-curve yours" }, picture);
  const note = make("p", { className: "answer-note" });
  if (data.truth !== null) {
    curve.setAttribute("d", path(data.guess));
    svg("path", { class: "answer-curve truth", d: path(data.truth) }, picture);
    const [yours, right] = [data.guess, data.truth].map((all) => all.map(number).join(", "));
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", tr("Yours: {yours}. It is: {right}.", { yours, right }));
    note.textContent = tr("Dashed: yours. Solid: as it is.");
    return [picture, note];
  }
  const values = data.guess ?? Array(count).fill(within(0, data));
  let drawn = data.guess !== null;
  let at = 0;
  const knob = svg("circle", { r: 6, class: "answer-knob", tabindex: 0, role: "slider" }, picture);
  knob.setAttribute("aria-label", tr("Your curve"));
  const show = () => {
    curve.setAttribute("d", drawn ? path(values) : "");
    knob.setAttribute("cx", String(x(at)));
    knob.setAttribute("cy", String(y(values[at])));
    say(
      knob,
      data,
      values[at],
      tr("step {at} of {count}: {values}", { at: at + 1, count, values: number(values[at]) }),
    );
    note.textContent = drawn
      ? tr("step {at}: {values}", { at: at + 1, values: number(values[at]) })
      : tr("nothing drawn yet");
  };
  const set = (k, value) => {
    // what was skipped between two events of a fast hand lies on the line between
    const from = last ?? { k, value };
    const steps = Math.abs(k - from.k) || 1;
    for (let n = 0; n <= steps; n += 1) {
      const place = Math.round(from.k + ((k - from.k) * n) / steps);
      values[place] = from.value + ((value - from.value) * n) / steps;
    }
    [at, drawn, last] = [k, true, { k, value }];
    show();
  };
  /** @type {{ k: number, value: number } | null} */
  let last = null;
  const hand = (event) => {
    const box = picture.getBoundingClientRect();
    const k = ((((event.clientX - box.left) / box.width) * WIDE - GUTTER) / broad) * (count - 1);
    const up = (HIGH - FOOT - ((event.clientY - box.top) / box.height) * HIGH) / tall;
    set(Math.max(0, Math.min(count - 1, Math.round(k))), within(low + up * (high - low), data));
  };
  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    last = null;
    hand(event);
  });
  picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && hand(event));
  picture.addEventListener("pointerup", () => tell([...values]));
  keyed(knob, (key) => {
    last = null;
    if (key === "Home" || key === "End") at = key === "Home" ? 0 : count - 1;
    else if (key === "ArrowLeft" || key === "ArrowRight") at = Math.max(0, Math.min(count - 1, at + KEYS[key]));
    else {
      const value = within(values[at] + (KEYS[key] * (high - low)) / LEVELS, data);
      // what comes after goes along until it is drawn itself: a level line needs no key a step
      values.fill(value, at);
      drawn = true;
      tell([...values]);
    }
    show();
  });
  show();
  return [picture, note];
}

const HANDS = { mark, bar, sketch, order: ordering };

/** @type {WeakMap<Element, { key: string, tell: Tell }>} what is drawn in it, and who hears of it */
const standing = new WeakMap();

export default function answer({ parentElement, data, setStateValue }) {
  placed(parentElement);
  const root = parentElement.querySelector(".lead-answer");
  const { guess, ...asked } = data;
  const key = JSON.stringify(data.truth === null ? asked : data);
  const tell = (value) => setStateValue("guess", value);
  const one = standing.get(root);
  if (one) one.tell = tell;
  if (one?.key === key) return; // Python's answer to what the hand did: it may be on it still
  standing.set(root, { key, tell });
  root.replaceChildren(...HANDS[data.hand](data, (value) => standing.get(root)?.tell(value)));
}
