// A script says its texts through `tr`, in the language of the screen (`t` is a time step here). They are literals, so
// that `make texts` finds them.
import { messages, plural } from "./messages.js";

const HOLE = /\{(\w+)\}/g;

/**
 * @param {string} text
 * @param {Record<string, unknown>} holes
 */
const filled = (text, holes) => text.replace(HOLE, (whole, name) => (name in holes ? String(holes[name]) : whole));

/**
 * The text, with what its holes such as {name} hold.
 * @param {string} text
 * @param {Record<string, unknown>} [holes]
 */
export function tr(text, holes) {
  const said = messages[text] ?? text;
  const one = typeof said === "string" ? said : said[0];
  return holes ? filled(one, holes) : one;
}

/**
 * The text for one thing, or for `n` of them; {n} is their number.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, unknown>} [holes]
 */
export function trn(one, many, n, holes) {
  const said = messages[one];
  const form = Array.isArray(said) ? said[plural(n)] : n === 1 ? one : many;
  return filled(form ?? many, { n, ...holes });
}
