// SVG elements, and text that changes only where it has to.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, unknown>} attributes
 * @param {Element} [parent]
 * @param {string} [text]
 */
export function svg(name, attributes, parent, text) {
  const el = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) el.setAttribute(key, String(value));
  if (text !== undefined) el.textContent = text;
  parent?.append(el);
  return el;
}

/**
 * A number too long for its box keeps its height and is written narrower. `room`: what `full` characters take.
 * @param {Element} el
 * @param {number} length
 * @param {number} full
 * @param {number} room
 */
export function squeeze(el, length, full, room) {
  if (length <= full) return el.removeAttribute("textLength");
  el.setAttribute("textLength", room.toFixed(1));
  el.setAttribute("lengthAdjust", "spacingAndGlyphs");
}

/** @param {...[number, number]} points */
export const line = (...points) =>
  points.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/**
 * An element reached by keyboard and pointer alike: Enter and Space press it.
 * @param {SVGElement} el
 * @param {string} label
 * @param {() => void} press
 */
export function pressable(el, label, press) {
  el.setAttribute("tabindex", "0");
  el.setAttribute("role", "button");
  el.setAttribute("aria-label", label);
  el.addEventListener("click", press);
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    press();
  });
}
