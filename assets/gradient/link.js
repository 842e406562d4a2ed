// Where the learner stands, as the items of the link that rnnviz/ui/loss/state.py reads.

/** @import { Moves } from "./contract.d.ts" */

/** @type {Record<string, string>} */
const USUAL = {
  view: "sweep",
  example: "slide",
  whole: "0",
  k: "1",
  front: "1",
  factor: "1",
  values: "0.2,0.1,0.01,0.02",
  notation: "torch",
};

/** @param {Moves & { values: number[] }} moves */
export function itemsOf({ view, example, whole, k, front, factor, values, notation }) {
  const text = { view, example, whole: Number(whole), k: k + 1, front, factor, values: values.join(","), notation };
  return Object.fromEntries(Object.entries(text).map(([name, value]) => [name, String(value)]));
}

/**
 * The link: what Python knows, with the browser's own items over it; what is usual is left out.
 * @param {Record<string, string>} query
 * @param {Record<string, string>} items
 */
export function queryOf(query, items) {
  const all = new URLSearchParams({ ...query, ...items });
  for (const [name, usual] of Object.entries(USUAL)) if (all.get(name) === usual) all.delete(name);
  return all.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%40", "@");
}

/**
 * Where a link stands, as far as the browser alone has to know.
 * @param {URLSearchParams} items
 */
export function placeOf(items) {
  /** @param {string} name */
  const named = (name) => items.get(name) ?? USUAL[name];
  const [k, front, factor] = [Number(named("k")) - 1, Number(named("front")), Number(named("factor"))];
  return { view: named("view"), example: named("example"), notation: named("notation"), k, front, factor };
}
