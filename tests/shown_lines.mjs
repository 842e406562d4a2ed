// The lines of arithmetic that the browser shows for what Python sends, as LaTeX or text: a list of [where, text] a state.
import { readFileSync } from "node:fs";
import { template } from "../assets/shared/arithmetic.js";
import { filled } from "../assets/shared/equation.js";
import { Store } from "../assets/shared/store.js";
import { StackStore } from "../assets/shared/stack/store.js";
import { explainNet, explainPath } from "../assets/gradient/explain.js";
import { slideProduct } from "../assets/gradient/draw.js";
import { numberOf, placed } from "../assets/gradient/lines.js";
import { numberModel, pathModel } from "../assets/gradient/moves.js";
import { show } from "../assets/shared/scale.js";
import { Picking } from "../assets/words/picking.js";
import { Learning } from "../assets/words/learning.js";

/** As much of a document as a sum of spans needs. */
globalThis.document = {
  createElement: () => ({ textContent: "", append(...parts) { this.textContent += parts.map((part) => part.textContent ?? part).join(""); } }),
};

const range = (n) => Array.from({ length: n }, (_, k) => k);

/** Every number that the cell stage can work out at the step on show. */
function ofStore(store, equations, notation, drawn = null) {
  const { table } = store;
  const get = (...at) => store.value(...at);
  return Object.keys(equations.how).filter((q) => !q.endsWith(".clamped") && (!drawn || drawn.includes(q.split(".")[0]))).flatMap((q) => {
    const rows = q === "y" || q === "p" ? (table.head?.bias.length ?? 0) : table.h0.length;
    const text = template({ q }, equations.how, table);
    return range(rows).filter((row) => get(q, row) !== undefined)
      .map((row) => [`${q}[${row}]`, filled(text, row, equations.symbols[notation], get, table.step ?? table.t + 1)]);
  });
}

const kinds = {
  cell({ table, equations, look, drawn }) {
    return look.flatMap((t) => ofStore(new Store({ table: { ...table, t }, base: table, recipe: {} }), equations, table.notation, drawn));
  },

  stack(data) {
    const cells = data.cells.map(({ layer, reverse, table, given }) => ({ layer, reverse, given, table: { ...table, clamps: [] } }));
    const { x, t, op, notation, dropped, share } = data;
    const { sizes, names } = data.equations;
    return cells.flatMap(({ layer }, at) => {
      const store = new StackStore({ x, cells, at, t, op, notation, dropped, share });
      return ofStore(store, { ...sizes[Math.min(1, layer)], ...names[at] }, notation);
    });
  },

  sweep(data) {
    return [...["L", "E"].flatMap((which) => ofNet(data, which)), ...ofPath(data), ...slides(data)];
  },

  words(data) {
    const seen = Learning.prototype;
    const lines = data.before.flatMap((row, r) => row.flatMap((_, c) => [seen.gradient.call({ data }, r, c), seen.step.call({ data }, r, c)]));
    return lines.map((text) => ["learning", text]);
  },

  /** One-hot row times table; what is written as "…" is said to be 0. */
  picking(data) {
    const sums = data.table.flatMap((row, id) => row.map((_, column) => Picking.prototype.sum.call({ data }, id, column).textContent));
    return sums.map((text) => ["look-up", text.replace(" + … + ", " + ").replace(" + … + ", " + ").replace(/ \(the other.*$/, "")]);
  },
};

function latexOf(data, where, { template: text, unit, col, t, get }, loss) {
  return [where, filled(placed(text, unit, col, loss), unit, data.equations.symbols.torch, numberOf(get), t)];
}

function ofNet(data, which) {
  const { net } = data;
  const sizes = { E: 1, dy: net.y[0].length, dh: net.h[0].length, ...(net.cell === "lstm" && { dc: net.h[0].length }) };
  const spots = Object.entries(sizes).flatMap(([q, rows]) => {
    const first = q === "dh" || q === "dc" ? -1 : q === "E" ? net.first : 0;
    return range(net.steps - first).flatMap((k) => range(rows).map((row) => ({ q, k: k + first, row })));
  });
  const loss = which === "L" ? "L" : `E_{${data.of + 1}}`;
  return spots.flatMap((spot) => explainNet(data, which, spot).map((line) => latexOf(data, `${which} ${JSON.stringify(spot)}`, line, loss)));
}

function ofPath(data) {
  return data.path.ks.flatMap((k) => {
    const model = pathModel(data.path, data.of, k);
    const spots = model.flatMap((factor, m) => [
      ...(factor.matrix ?? []).flatMap((row, r) => row.map((_, col) => ({ m, row: r, col }))),
      ...(factor.row ?? []).map((_, col) => ({ m, row: 0, col, product: true })),
    ]);
    const lines = spots.flatMap((spot) => explainPath(data, model, spot).map((line) => latexOf(data, `path to ${k} ${JSON.stringify(spot)}`, line, `E_{${data.of + 1}}`)));
    return [...lines, ...model.flatMap((factor) => lengths(factor)), ...ratios(model)];
  });
}

/** A card's norm beside its matrix, the product's beside the product, as they are written. */
function lengths({ matrix, norm, row, total }) {
  const root = (values) => `\\sqrt{${values.map((value) => `(${show(value, "")})^{2}`).join("+")}}`;
  return [...(matrix ? [["norm", `${root(matrix.flat())}=${show(norm, "")}`]] : []), ...(row ? [["total", `${root(row)}=${show(total, "")}`]] : [])];
}

/** "shrunk to … of what it was", and "… of the norm at step …", beside the two norms. */
function ratios(model) {
  const ratio = (now, was) => (now && was ? [["ratio", `\\frac{${show(now, "")}}{${show(was, "")}}=${show(now / was, "")}`]] : []);
  return model.slice(1).flatMap(({ total }, m) => [...ratio(total, model[m].total), ...ratio(total, model[1].total)]);
}

function slides({ slides: { expansions, slip }, numbers }) {
  const sums = [...Object.values(expansions).flat(), ...(slip ? [slip.right, slip.repeated] : [])].filter(({ total }) => total);
  const entries = sums.flatMap(({ terms, total }) => total.flatMap((row, r) => row.map((value, c) =>
    ["slides", `${terms.map((term) => show(term.value[r][c], "")).map((text) => `(${text})`).join("+")}=${show(value, "")}`])));
  return [...entries, ["the slide's path", slideProduct(numberModel(numbers))]];
}

const states = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(states.map(({ kind, data }) => kinds[kind](data))));
