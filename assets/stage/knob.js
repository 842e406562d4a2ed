// A number as a handle: drag it, or press Enter (or click) and type. The same hands for the circuit and the weights.
import { numeral } from "./numeral.js";

const STILL = 3; // px of movement that still count as a click

/**
 * name(): the number's name if it can be changed now, else null. Hooks: value(name), start(), drag(name, value), done(),
 * click() for a number that is not to be changed, enter(el, name) opens the box to type in.
 */
export function makeKnob(el, { name, value, start, drag, done, click, enter }) {
  let hold = null;
  // touch-action does not reach the parts of an SVG: without this the finger scrolls and the drag is cancelled
  el.addEventListener("touchstart", (event) => name() && event.cancelable && event.preventDefault(), { passive: false });
  el.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const held = name();
    hold = { x: event.clientX, y: event.clientY, name: held, from: held && value(held), moved: false };
    if (held) el.setPointerCapture(event.pointerId);
  });
  el.addEventListener("pointermove", (event) => {
    if (!hold?.name) return;
    const travel = event.clientX - hold.x - (event.clientY - hold.y);
    if (!hold.moved && Math.abs(travel) < STILL) return;
    if (!hold.moved) start();
    hold.moved = true;
    drag(hold.name, rounded(hold.from + travel * step(hold.from, event.shiftKey)));
  });
  const release = () => {
    const held = hold;
    hold = null;
    if (held?.moved) done();
    return held;
  };
  el.addEventListener("pointerup", () => {
    const held = release();
    if (held && !held.moved) held.name ? enter(el, held.name) : click();
  });
  el.addEventListener("pointercancel", release);
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    name() ? enter(el, name()) : click();
  });
}

/** One pixel moves a number by a hundredth of its size, and never by less than 0.01 (Shift: a tenth of that). */
const step = (from, fine) => Math.max(0.01, 10 ** Math.floor(Math.log10(Math.abs(from) || 1)) / 100) * (fine ? 0.1 : 1);

const rounded = (value) => Number(value.toPrecision(Math.abs(value) < 1 ? 4 : 6));

/** What was typed as a number within the limit, or a sentence that says what is wrong with it. */
export function readNumber(text, limit) {
  const shown = text.trim().slice(0, 20);
  if (!shown) return { problem: "Type a number, for example 0.42." };
  const found = numeral(text);
  if (!found) return { problem: `“${shown}” is not a number. Type one like 0.42 or -3.` };
  if (found.other !== undefined) return { problem: `“${shown}” can be ${found.value} or ${found.other}: type one of these.` };
  if (Math.abs(found.value) > limit) return { problem: `${shown} is too large. This number stays between −${limit} and ${limit}.` };
  return { value: found.value };
}

/** Opens a box over `el` to type in; calls `accept` with the number, and leaves all as it was on Escape. */
export function typeInto(host, el, { limit, current, label, accept, leave }) {
  host.querySelector(".type-box")?.remove();
  const box = Object.assign(document.createElement("div"), { className: "type-box" });
  const input = Object.assign(document.createElement("input"), { value: String(current), inputMode: "text", ariaLabel: label });
  const note = Object.assign(document.createElement("div"), { className: "problem", role: "alert" });
  box.append(input, note);
  const [frame, spot] = [host.getBoundingClientRect(), el.getBoundingClientRect()];
  box.style.left = `${Math.max(0, Math.min(spot.left - frame.left, frame.width - 190))}px`;
  box.style.top = `${spot.top - frame.top}px`;
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
  input.value = String(rounded(value + by));
}
