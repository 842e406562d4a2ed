// An animal and a colour, as they are shown.
import { make } from "../shared/dom.js";

/** @import { Face } from "./contract.d.ts" */

/** @param {Face | undefined} face */
export const nameOf = (face) => (face ? `${face.colour} ${face.animal}` : "");

/** @param {Face | undefined} face */
export function dot(face) {
  const found = make("i", { className: "room-dot", ariaHidden: "true" });
  found.dataset.colour = face?.colour;
  return found;
}
