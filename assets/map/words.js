// The words of a cloud that are written: those that must be, and of the others as many as find room.
import { lateness } from "./colours.js";
import { LETTER, roomy } from "./labels.js";

/** Labels that come first: the chosen point, its neighbours with their distances, trails. */
export function forced({ overlay: { chosen, neighbours, marks, trails }, geometry: { labels } }) {
  const found = new Map();
  if (chosen !== null) found.set(chosen, labels[chosen]);
  for (const [row, distance] of neighbours) found.set(row, `${labels[row]} ${distance}`);
  for (const row of [...marks, ...trails]) if (!found.has(row)) found.set(row, labels[row]);
  return [...found].map(([row, text]) => ({ row, text }));
}

/** seen: where each row is (view.js), or null while that is not known. */
export function chosenWords(map, seen) {
  const first = forced(map);
  if (!seen) return first;
  const { geometry, only, rows, named, palette } = map;
  const has = new Set(first.map(({ row }) => row));
  const others = only === null ? rows : rows.filter((row) => geometry.colour.of[row] === only);
  const late = (row) => lateness(geometry.colour, row);
  const rest = named ? others.filter((row) => !has.has(row)).sort((a, b) => late(a) - late(b)) : [];
  const all = [...first, ...rest.map((row) => ({ row, text: geometry.labels[row] }))];
  const { grow } = palette; // as much larger as its letters are, as much less room it has for them
  const [width, height] = [seen.width / grow, seen.height / grow];
  const spots = all.map(({ row, text }) => {
    const { x, y } = seen.spot(row);
    return { x: x / grow, y: y / grow, text };
  });
  const room = roomy(spots, { width, height, most: Math.floor((width * height) / (900 * LETTER)) });
  return room.map((n) => all[n]);
}
