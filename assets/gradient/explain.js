// What is pointed at as lines of arithmetic: which template, for which unit and column, and where its numbers come
// from. The templates are rnnviz/equations/bptt.py's; the numbers are those of Python's record.

import { blocksOf } from "../shared/table.js";

/** The blocks of a linear map ("ih" or "hh") by the templates' names: "a" is that of a cell without gates. */
const gatesOf = (table, linear) => (table.kind.arrays[`weight_${linear}`] ?? []).map((gate) => gate || "a");

/** Lines for a number of the net: [{ template, unit, col, t, get }]. None where there is nothing to work out. */
export function explainNet(data, which, spot) {
  return data.equations.how.loss ? netLines(data, which, spot) : []; // none are sent for a large net
}

function netLines(data, which, { q, k, row }) {
  const { net, inside } = data;
  const how = data.equations.how;
  const sweep = data.sweeps[which];
  if (q === "E") return errorLines(data, k);
  if (q === "dy")
    return sweep.dy[k][row] === 0 && (which === "L" ? k < net.first : k !== data.of)
      ? []
      : [entryOfError(data, k, row)];
  if (!/^d[hc]$/.test(q) || !inside) return [];
  const get = sweepNumbers(data, sweep, k, row, q);
  const lines = (keys) =>
    keys.map((key) => ({
      template: how[key],
      unit: row,
      col: q === "dc" ? row + net.h[0].length : row,
      t: k + 1,
      get,
    }));
  const own = k >= 0 && (which === "L" ? k >= net.first : k === data.of);
  const later = k < (which === "L" ? net.steps - 1 : data.of);
  if (q === "dc")
    return lines(k < 0 ? ["sweep.c.start", "sweep.later"] : later ? ["sweep.c", "sweep.later"] : ["sweep.c"]);
  if (!own && !later) return [];
  return lines([
    own && later ? "sweep.h" : own ? "sweep.h.own" : "sweep.h.later",
    ...(own ? ["sweep.own"] : []),
    ...(later ? ["sweep.later"] : []),
  ]);
}

function errorLines(data, k) {
  const { net, equations } = data;
  if (net.errors[k] === null && k < net.first) return [];
  const right = net.loss === "cross_entropy" ? net.target[k].indexOf(1) : 0;
  const get = (name, at) => (name === "error" ? net.errors[k] : net[name][k][at]);
  return [{ template: equations.how.loss, unit: 0, col: right, t: k + 1, get }];
}

function entryOfError(data, k, row) {
  const { net } = data;
  const value = net.loss === "squared" ? net.y[k][row] - net.target[k][row] : net.p[k][row] - net.target[k][row];
  const get = (name, at) => (name === "entry" ? value : net[name][k][at]);
  return { template: data.equations.how.error, unit: 0, col: row, t: k + 1, get };
}

function sweepNumbers({ net, inside }, sweep, k, row, q) {
  const H = net.h[0].length;
  const at = q === "dc" ? H + row : row;
  const named = {
    entry: () => (k < 0 ? sweep.start[q.slice(1)][row] : sweep[q][k][row]),
    own: () => sweep.parts.own[k][row],
    later: () => (k < 0 ? sweep.start[q.slice(1)][row] : sweep.parts.later[k][at]),
    dh: () => sweep.dh[k][row],
    dy: (i) => sweep.dy[k][i],
    head_weight: (i, j) => net.head.weight[i][j],
    next: (i) => sweep.parts.rows[k + 1][i],
    jacobian: (i, j) => inside.jacobians[k + 1][i][j],
  };
  return (name, i, j) => (named[name] ? named[name](i, j) : inside.fields[name][k][i]);
}

/** Lines for an entry of a factor of the path, or of the product up to there. */
export function explainPath(data, model, spot) {
  const { m, row, col, product } = spot;
  const factor = model[m];
  if (!factor || factor.key === "number") return [];
  if (product) return m ? productLines(data, model, m, col) : [];
  if (!factor.matrix || !data.equations.how.loss) return [];
  const lines = { error: errorFactor, head: headFactor, state: stateFactor, local: localFactor }[factor.key](
    data,
    factor,
    row,
    col,
  );
  return lines.filter((line) => line.template);
}

function productLines(data, model, m, col) {
  const [before, factor] = [model[m - 1].row, model[m]];
  const template = data.equations.how[`product.${before.length}`];
  if (!template || !factor.matrix) return [];
  const get = (name, i, j) => (name === "row" ? before[i] : name === "factor" ? factor.matrix[i][j] : factor.row[col]);
  return [{ template, unit: 0, col, t: factor.step + 1, get }];
}

function errorFactor(data, factor, _row, col) {
  const get = (name, at) => (name === "entry" ? factor.matrix[0][col] : data.net[name][factor.step][at]);
  return [{ template: data.equations.how.error, unit: 0, col, t: factor.step + 1, get }];
}

function headFactor(data, factor, row, col) {
  const H = data.net.h[0].length;
  const get = () => factor.matrix[row][col];
  return [
    { template: data.equations.how[col < H ? "head" : "head.zero"], unit: row, col: col % H, t: factor.step + 1, get },
  ];
}

/** The entry's own line, then the slopes that it uses. */
function stateFactor(data, factor, row, col) {
  if (!data.inside) return [];
  const { how } = data.equations;
  const H = data.net.h[0].length;
  const [of, by] = [row, col].map((at) => data.net.states[Math.floor(at / H)]);
  const [unit, column] = [row % H, col % H];
  const base = `state.${of}.${by}`;
  const key = unit === column && how[`${base}.on`] ? `${base}.on` : how[base] ? base : `${base}.zero`;
  const get = insideNumbers(data, factor, "hh", () => factor.matrix[row][col]);
  const line = (template) => ({ template, unit, col: column, t: factor.step + 1, get });
  return [line(how[key]), ...slopes(data, how[key], factor.step).map(line)];
}

/** The templates of the slopes d.c.f that a template uses. */
function slopes({ equations: { how }, inside }, template, step, linear = "hh") {
  const used = [...new Set([...template.matchAll(/\[\[d\.(\w)\.(\w):/g)].map(([, of, gate]) => `${of}.${gate}`))];
  return used.map((name) => {
    const clamped = inside.clamped[name.slice(2)]?.[step];
    return (
      (clamped && how[`slope.${name}.clamped`]) || (linear === "ih" && how[`slope.${name}.ih`]) || how[`slope.${name}`]
    );
  });
}

function localFactor(data, factor, row, col) {
  const { how } = data.equations;
  const [, columns] = [data.path.shape[0], data.path.shape[1] ?? 1];
  const [r, c] = [Math.floor(col / columns), col % columns];
  const bias = data.path.shape.length === 1 ? ".bias" : "";
  const entry = () => factor.matrix[row][col];
  const t = factor.step + 1;
  if (data.parameter.startsWith("head")) {
    const get = (name, at) => (name === "entry" ? entry() : data.net.h[factor.step][at]);
    return [{ template: how[r === row ? `local.y${bias}` : "local.zero"], unit: row, col: c, t, get }];
  }
  if (!data.inside) return [];
  const H = data.net.h[0].length;
  const linear = data.parameter.endsWith("_ih") ? "ih" : "hh";
  const gate = gatesOf(data.table, linear)[Math.floor(r / H)];
  const of = data.net.states[Math.floor(row / H)];
  const meets = r % H === row % H && how[`local.${of}.${gate}`];
  const get = insideNumbers(data, factor, linear, entry);
  const line = (template) => ({ template, unit: row % H, col: c, t, get });
  if (!meets) return [line(how["local.zero"])];
  return [
    line(how[`local.${of}.${gate}${bias}`]),
    ...slopes(data, how[`local.${of}.${gate}`], factor.step, linear).map(line),
  ];
}

/**
 * The numbers of a step: the record's fields ("a_hh.n"), weights ("weight_hh.f"), slopes ("d.c.f"), the entry itself.
 */
function insideNumbers({ net, inside, table, parameter }, { step }, linear, entry) {
  const H = net.h[0].length;
  const gates = gatesOf(table, linear);
  const fields = inside.fields;
  return (name, i, j) => {
    if (name === "entry") return entry();
    if (name === "standing") return fields[parameter === "weight_ih" ? "x" : "h_prev"][step][i];
    const [field, first, second] = name.split(".");
    if (field === "d") return inside[linear][step][net.states.indexOf(first)][gates.indexOf(second)][i];
    const at = (first ? blocksOf(table, field).indexOf(first) * H : 0) + i;
    return field.startsWith("weight") ? table[field][at][j] : fields[field][step][at];
  };
}
