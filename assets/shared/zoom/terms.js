// What a unit's sum is made of: a product for each number that comes in, and the biases; and what is made of the sum.
/** @import { Kind } from "../contract.d.ts" */

/** @typedef {[string, number]} Source */
/** A source (a quantity and its row) times a weight (an array's name, its row and column); a bias has no source.
 * @typedef {{ key: string, side: "ih" | "hh", source: Source | null, weight: [string, number, number] }} Term */
/** One that has a source. @typedef {Term & { source: Source }} Entering */
/** @typedef {(name: string, row: number, col?: number) => number | undefined} Get */

const SOURCES = /** @type {const} */ ({ ih: "x", hh: "h_prev" });

/**
 * @param {{ kind: Kind, x: number[][], h0: number[] }} table
 * @param {string} gate
 * @param {number} unit
 * @returns {Term[]}
 */
export function termsOf({ kind, x, h0 }, gate, unit) {
  const end = gate && `.${gate}`;
  const sizes = { ih: x[0].length, hh: h0.length };
  return /** @type {const} */ (["ih", "hh"]).flatMap((side) => {
    if (!kind.arrays[`weight_${side}`]) return [];
    const own = Array.from({ length: sizes[side] }, (_, col) => ({
      key: `${SOURCES[side][0]}${col + 1}`,
      side,
      source: /** @type {[string, number]} */ ([SOURCES[side], col]),
      weight: /** @type {[string, number, number]} */ ([`weight_${side}${end}`, unit, col]),
    }));
    return [...own, { key: `b_${side}`, side, source: null, weight: [`bias_${side}${end}`, unit, 0] }];
  });
}

/** The term of one number that comes in.
 * @param {Term[]} terms @param {string} from @param {number} col */
export const termAt = (terms, from, col) =>
  /** @type {Entering} */ (terms.find(({ key }) => key === `${from}${col + 1}`));

/** Whether an open question covers a product: its source, or the sum that it goes into.
 * @param {{ covers: (q: string) => boolean }} store @param {Term} term */
export const coversProduct = (store, { source, side }) =>
  store.covers(`a_${side}`) || (source !== null && store.covers(source[0]));

/** @param {Term} term @param {Get} get */
export function productOf({ source, weight }, get) {
  return (source ? Number(get(...source)) : 1) * Number(get(...weight));
}

/**
 * The numbers of a unit between its products and its gate, or its h: shares, what the reset gate leaves, sum, result.
 * @param {{ kind: Kind }} table
 * @param {Record<string, unknown>} record
 * @param {string} gate
 */
export function chainOf({ kind }, record, gate) {
  const end = gate && `.${gate}`;
  const own = ["a_ih", "a_hh"].filter((q) => kind.arrays[q.replace("a", "weight")]).map((q) => `${q}${end}`);
  const reset = gate === "n" && "reset" in record ? ["reset"] : [];
  return [...own, ...reset, ...("a" in record ? [`a${end}`] : []), gate || "h"];
}
