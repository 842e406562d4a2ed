// What each exhibit draws, from the stage's data and where the learner stands.

import { tr } from "../shared/texts.js";
import { explainNet, explainPath } from "./explain.js";
import { noteOf } from "./lines.js";
import { COVERED, valueAt } from "./lit.js";
import { reached } from "./moves.js";

export const DRAWN = { sweep: drawSweep, path: drawPath, sum: drawSum, slides: drawSlides };

/** The sweep's place as the net and the ribbon want it. */
const placeOf = (stage) => ({
  which: stage.which,
  of: stage.data.of,
  stops: stage.stops,
  front: stage.at.front,
  covered: stage.most !== null,
});

function drawSweep(stage) {
  const { data, at, scale } = stage;
  const place = placeOf(stage);
  stage.net.shape(data, at.notation, (q) => stage.letter(q));
  stage.net.update(data, place, { scale, ink: (name) => stage.ink(name) });
  const stop = place.stops[at.front - 1];
  if (stage.followed !== stage.place(at.front)) stage.net.follow((stop ?? place.stops[0]).k);
  stage.followed = stage.place(at.front);
  stage.ribbon.update(data, place, scale, {
    ink: (name) => stage.ink(name),
    letter: (q) => stage.letter(q),
    brief: stage.net.fits,
    column: stage.net.column,
  });
  stage.ribbon.root.style.visibility = place.covered ? "hidden" : "";
  const spot = stage.spot && "q" in stage.spot ? stage.spot : stop && { q: `d${stop.q}`, k: stop.k, row: 0 };
  const shut = spot && covers(place, spot);
  stage.lines.update({
    formula: spot && sweepFormula(stage, spot),
    symbols: data.equations.symbols[at.notation],
    loss: stage.loss,
    lines: spot && !shut ? explainNet(data, stage.which, spot) : [],
    note: shut
      ? COVERED
      : spot
        ? sweepNote(stage, spot)
        : stage.limit
          ? tr("Press ← to carry the gradient back.")
          : COVERED,
  });
}

/** Whether an open question asks for this number, or for one before it. */
const covers = ({ covered, stops, front }, { q, k }) =>
  covered && q.startsWith("d") && !reached(stops, front, k, q.slice(1));

/** The rule by which a gradient comes to this number: the row that arrives, times the factor. */
function sweepFormula({ data, at }, { q, k }) {
  const names = data.equations.names[at.notation];
  const formulas = data.equations.formulas[at.notation];
  if (q === "E" || q === "dy") return { latex: `${names.error}=${formulas.error}`, t: k + 1 };
  if (!q.startsWith("d")) return null;
  const last = at.whole ? data.net.steps - 1 : data.of;
  if (k > last) return null;
  const own = q === "dc" ? k >= 0 : k >= 0 && (at.whole ? k >= data.net.first : k === last);
  const key = `sweep.${q[1]}`;
  return k === last
    ? { latex: formulas[`${key}.own`], t: k + 1 }
    : { latex: formulas[own ? key : `${key}.later`], t: k + 2 };
}

const HINTS = {
  x: tr("drag it, or click and type"),
  h: "",
  c: "",
  y: "",
  E: tr("press it to sweep back from this loss alone"),
};

function sweepNote(stage, { q, k, row }) {
  const value = valueAt(stage.data, stage.data.sweeps[stage.which], q, k, row);
  const knob = q === "x" || (k < 0 && !q.startsWith("d"));
  const hint = knob
    ? HINTS.x
    : q.startsWith("d") && q !== "dy"
      ? tr("press it to open the path from here")
      : (HINTS[q] ?? "");
  return noteOf(value, hint);
}

function drawPath(stage) {
  const { data, at, scale } = stage;
  const slide = at.example === "slide";
  const model = stage.model;
  if (!slide) drawPicker(stage);
  if (!slide) stage.desk.update(data.equations.symbols[at.notation]);
  const names = data.equations.names[at.notation];
  const loss = `E_{${data.of + 1}}`;
  const nameOf = (factor) =>
    slide ? { latex: factor.latex, t: null } : { latex: names[factor.key], t: factor.step + 1 };
  const soFar = (factor) =>
    slide
      ? { latex: "\\text{product}", t: null }
      : { latex: names[`so_far.${factor.to}`].replaceAll("\\Loss", loss), t: factor.toStep + 1 };
  const key = JSON.stringify([
    at.example,
    data.of,
    stage.end0,
    data.parameter,
    at.notation,
    model.map((factor) => [factor.size, factor.latex, !factor.matrix]),
  ]);
  const tooMany = model.some((factor) => !factor.matrix)
    ? tr("Too many numbers to send: choose fewer units or steps to see the entries.")
    : null;
  stage.path.update({
    model,
    key,
    front: at.factor,
    names: nameOf,
    soFar,
    scale,
    shape: slide ? null : data.path.shape,
    tooMany,
  });
  const spot =
    stage.spot && "m" in stage.spot && stage.spot.m < model.length
      ? stage.spot
      : at.factor
        ? { m: at.factor - 1, row: 0, col: 0 }
        : null;
  const factor = spot && model[spot.m];
  stage.lines.update({
    formula: factor && (slide ? { latex: slideProduct(model), t: null } : formulaOf(stage, factor)),
    loss,
    layout: slide ? SLIDE : factor ? data.equations.layout[at.notation] : "",
    symbols: data.equations.symbols[at.notation],
    lines: spot ? explainPath(data, model, spot) : [],
    note: factor ? pathNote(factor, spot, slide) : "",
  });
}

const SLIDE = tr(
  "∂E₂/∂W_h along its longest path. Drag a number, or make the path longer. Source: S3, “Vanishing Gradient Problem”.",
);

function formulaOf({ data, at }, factor) {
  const latex = data.equations.formulas[at.notation][factor.key];
  const name = data.equations.names[at.notation][factor.key];
  return {
    latex: factor.key === "state" && data.net.states.length > 1 ? latex : `${name}=${latex}`,
    t: factor.step + 1,
  };
}

/** 0.2 × 0.1 × 0.01 × 0.02 = 0.000004, in plain decimals as on the slide. */
export function slideProduct(model) {
  const plain = (value) => {
    const short = Number(value.toPrecision(6));
    return Math.abs(short) >= 1e-9 || !short ? short.toFixed(12).replace(/\.?0+$/, "") : short.toExponential();
  };
  return `${model.map((factor) => plain(factor.matrix[0][0])).join("\\times ")}=${plain(model.at(-1).row[0])}`;
}

function pathNote(factor, { row, col, product }, slide) {
  if (product) return noteOf(factor.row[col]);
  if (!factor.matrix) return "";
  return noteOf(factor.matrix[row]?.[col] ?? 0, slide ? tr("drag it, or click and type") : "");
}

function drawPicker(stage) {
  const { data, picker, end0 } = stage;
  picker.shape(data.net, stage.letter("h"));
  picker.update(data.of, end0, stage.nameOf(data.parameter));
}

/** Every path that is added up: of one loss, or of all. */
function drawSum(stage) {
  const { data, picker, which } = stage;
  picker.shape(data.net, stage.letter("h"));
  picker.all(which === "E" ? data.of : null, stage.nameOf(data.parameter));
}

function drawSlides(stage) {
  stage.slides.update(stage.data, stage.data.parameter, stage.scale, stage.root.dataset.theme);
}
