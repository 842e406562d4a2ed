// A stage grows with its screen (look.css): what is measured on the screen is so many times what it is on the stage.

let known = 0; // asked once for each size of the window: to ask costs the browser a style
globalThis.addEventListener?.("resize", () => (known = 0));

/**
 * How many px of the page one px of a stage is.
 * @param {Element} el
 */
export const growOf = (el) => (known ||= /** @type {any} */ (el).currentCSSZoom ?? 1);

/**
 * Where an event is, in px of the stage from the element's own corner.
 * @param {Element} el
 * @param {{ clientX: number, clientY: number }} event
 */
export function within(el, { clientX, clientY }) {
  const { left, top } = el.getBoundingClientRect();
  const grow = growOf(el);
  return { x: (clientX - left) / grow, y: (clientY - top) / grow };
}
