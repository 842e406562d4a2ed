// A number as a handle: drag it, or press Enter (or click) and type. The same hands for the circuit and the weights.
import { growOf } from "./grow.js";
import { numeral } from "./numeral.js";
import { tr } from "./texts.js";

export const SLACK = 3; // px of movement that still count as a click

/**
 * name(): the number's name if it can be changed now, else null. Hooks: value(name), start(), drag(name, value),
 * done(),
 * back() when the drag was taken back (Escape, or a finger that scrolls), click(byKey) for a number that is not to be
 * changed, enter(el, name) opens the box to type in. least: the smallest size whose speed a drag takes.
 */
export function makeKnob(el, { name, value, start, drag, done, back, click, enter, least = 1 }) {
  const scale = (at) => Math.max(least, sizeOf(at));
  let hold = null;
  const stop = (event) => {
    if (event.key !== "Escape" || !hold?.moved) return;
    event.preventDefault();
    event.stopPropagation();
    giveUp();
  };
  const letGo = () => {
    removeEventListener("keydown", stop, true);
    const held = hold;
    hold = null;
    return held;
  };
  const giveUp = () => {
    if (letGo()?.moved) back();
  };
  // touch-action does not reach the parts of an SVG: a sideways drag is kept from the browser here, all else scrolls
  el.addEventListener("touchmove", (event) => hold?.moved && event.cancelable && event.preventDefault(), {
    passive: false,
  });
  el.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const held = name();
    hold = { x: event.clientX, y: event.clientY, name: held, moved: false };
    if (held) el.setPointerCapture(event.pointerId);
  });
  el.addEventListener("pointermove", (event) => {
    if (!hold?.name) return;
    const by = travel(event, hold);
    if (!hold.moved && (Math.abs(by) < SLACK || scrolling(event, hold))) return;
    if (!hold.moved) {
      start();
      hold.at = value(hold.name);
      hold.step = scale(hold.at) / 100;
      addEventListener("keydown", stop, true);
    }
    Object.assign(hold, { x: event.clientX, y: event.clientY, moved: true });
    hold.at += by * hold.step * pace(event);
    drag(hold.name, rounded(hold.at, hold.step));
  });
  el.addEventListener("pointerup", () => {
    const held = letGo();
    if (held?.moved) done();
    else if (held) held.name ? enter(el, held.name) : click();
  });
  el.addEventListener("pointercancel", giveUp);
  el.addEventListener("keydown", (event) => {
    const held = name();
    const by = held ? steps(event, el) : 0;
    if (by) {
      event.preventDefault();
      event.stopPropagation(); // the stage steps through time by the same keys
      const step = (scale(value(held)) / 10) * pace(event);
      start();
      drag(held, rounded(value(held) + by * step, step / 10));
      return done();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    name() ? enter(el, name()) : click(true);
  });
}

/** By how many steps a key changes the number: + and − any, the arrows one that says it can be turned up and down. */
function steps({ key, ctrlKey, metaKey }, el) {
  if (ctrlKey || metaKey) return 0;
  if (key === "+" || key === "=") return 1;
  if (key === "-" || key === "−") return -1;
  if (el.getAttribute("role") !== "spinbutton") return 0;
  return { ArrowUp: 1, ArrowDown: -1 }[key] ?? 0;
}

/** To the right and upwards is more; a finger that goes up or down scrolls. */
const travel = ({ pointerType, clientX, clientY }, { x, y }) =>
  clientX - x - (pointerType === "touch" ? 0 : clientY - y);

const scrolling = ({ pointerType, clientX, clientY }, { x, y }) =>
  pointerType === "touch" && Math.abs(clientY - y) > Math.abs(clientX - x);

/** The power of ten nearest to a number's size. A pixel of a drag moves it by a hundredth of that. */
const sizeOf = (value) => (value ? 10 ** Math.round(Math.log10(Math.abs(value))) : 1);

const pace = ({ shiftKey, altKey }) => (shiftKey ? 0.1 : 1) * (altKey ? 10 : 1);

/** To a tenth of the drag's step, which Shift takes, so that what was dragged is a number that can be read. */
const rounded = (value, step) =>
  Number(value.toFixed(Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(step)))))) || 0;

/** What was typed as a number within the limit, or a sentence that says what is wrong with it. */
export function readNumber(text, limit) {
  const shown = text.trim().slice(0, 20);
  if (!shown) return { problem: tr("Type a number, for example 0.42.") };
  const found = numeral(text);
  if (!found) return { problem: tr("“{shown}” is not a number. Type one like 0.42 or -3.", { shown }) };
  if (found.other !== undefined)
    return {
      problem: tr("“{shown}” can be {value} or {other}: type one of these.", {
        shown,
        value: found.value,
        other: found.other,
      }),
    };
  if (Math.abs(found.value) > limit)
    return { problem: tr("{shown} is too large. This number stays between −{limit} and {limit}.", { shown, limit }) };
  return { value: found.value };
}

/** Opens a box over `el` to type in; calls `accept` with the number, and leaves all as it was on Escape. */
export function typeInto(host, el, { limit, current, label, accept, leave }) {
  host.querySelector(".type-box")?.remove();
  const box = Object.assign(document.createElement("div"), { className: "type-box" });
  const input = Object.assign(document.createElement("input"), {
    value: String(current),
    inputMode: "text",
    ariaLabel: label,
  });
  const note = Object.assign(document.createElement("div"), { className: "problem", role: "alert" });
  box.append(input, note);
  const [frame, spot] = [host.getBoundingClientRect(), el.getBoundingClientRect()];
  const grow = growOf(host);
  box.style.left = `${Math.max(0, Math.min((spot.left - frame.left) / grow, frame.width / grow - 190))}px`;
  box.style.top = `${(spot.top - frame.top) / grow}px`;
  host.append(box);
  input.select();
  let open = true; // removing the box blurs it, which would close it again
  const close = () => {
    if (!open) return;
    open = false;
    box.remove();
    leave();
  };
  const take = () => {
    if (input.value === String(current)) return close();
    const { value, problem } = readNumber(input.value, limit);
    if (problem) return void (note.textContent = problem);
    accept(value);
    close();
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") take();
    if (event.key === "Escape") close();
    if (event.key === "ArrowUp" || event.key === "ArrowDown") nudge(input, event);
  });
  input.addEventListener("blur", () => open && (readNumber(input.value, limit).problem ? close() : take()));
}

function nudge(input, event) {
  event.preventDefault();
  const { value } = readNumber(input.value, Infinity);
  if (value === undefined) return;
  const by = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 0.1 : 0.01);
  input.value = String(Number((value + by).toPrecision(12)));
}
