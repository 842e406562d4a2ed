// A line that a hand moves along: a press or a sideways drag scrubs, a finger that goes up or down scrolls the page.
import { SLACK } from "./knob.js";

/**
 * `at(event)`: the place that the pointer is at; `now()`: the place on show; `go(place)` moves there. With a finger
 * nothing moves before it is plain that it does not scroll, and what moved goes back when the browser takes it for
 * that.
 */
export function scrubs(el, { at, now, go }) {
  let hold = null;
  el.style.touchAction = "pan-y";
  el.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const finger = event.pointerType === "touch";
    hold = { x: event.clientX, from: now(), waits: finger };
    el.setPointerCapture(event.pointerId);
    if (!finger) go(at(event));
  });
  el.addEventListener("pointermove", (event) => {
    if (!hold || (hold.waits && Math.abs(event.clientX - hold.x) < SLACK)) return;
    hold.waits = false;
    go(at(event));
  });
  el.addEventListener("pointerup", (event) => {
    if (hold?.waits) go(at(event));
    hold = null;
  });
  el.addEventListener("pointercancel", () => {
    if (hold && !hold.waits) go(hold.from);
    hold = null;
  });
}
