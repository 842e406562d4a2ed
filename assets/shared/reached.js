// Stages that go to the place of a link without Python: a class follows its teacher's steps so.

/** @typedef {{ moves: string[], arrive: (items: URLSearchParams) => void, data?: unknown, store?: unknown }} Mover */

/** @type {Map<Element, Mover>} a stage's root -> the stage */
const stages = new Map();

export function reachable(root, stage) {
  for (const old of stages.keys()) if (!old.isConnected) stages.delete(old);
  if (stage.arrive) stages.set(root, stage);
}

const shown = () => [...stages].filter(([root, { data, store }]) => root.isConnected && (data || store));

/** The items of a link that the stages of this page take by themselves. */
export const moves = () => new Set(shown().flatMap(([, stage]) => stage.moves));

/** @param {URLSearchParams} items */
export const arrive = (items) => shown().forEach(([, stage]) => void stage.arrive(items));
