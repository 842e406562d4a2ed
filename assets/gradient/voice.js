// What the stage says: where the learner stands, in the toolbar, in the line under the net and to a screen reader.
import { make } from "../shared/dom.js";
import { low, show } from "../shared/scale.js";
import { tr } from "../shared/texts.js";

export class Voice {
  constructor(status, live) {
    this.live = live;
    this.text = make("span", { className: "change" });
    status.append(this.text);
  }

  peek(text) {
    this.text.textContent = text ?? this.idle ?? "";
  }

  /** The state of the buttons, and the sentence between them. */
  where(stage) {
    const { at, data } = stage;
    const path = at.view === "path";
    const [place, length] = path ? [at.factor, stage.model.length] : [at.front, stage.limit];
    return {
      view: at.view,
      which: stage.which,
      example: at.example,
      parameter: data.parameter,
      playing: stage.player.on,
      of: data.of,
      notation: at.notation,
      names: (key) => stage.nameOf(key),
      covered: stage.most !== null,
      undo: stage.edits.done.length > 0,
      ends: [place >= length, place <= 0],
      where: path ? wherePath(stage) : at.view === "sweep" ? whereSweep(stage) : "",
    };
  }

  update(stage) {
    this.idle = stage.at.view === "sweep" ? sweepWords(stage) : "";
    this.peek(null);
    const where = stage.at.view === "sweep" || stage.at.view === "path" ? this.where(stage).where : "";
    const said = `${where}. ${stage.at.view === "path" ? pathWords(stage) : this.idle}`;
    if (stage.player.on || said === this.said) return;
    this.live.textContent = this.said = said;
  }
}

function whereSweep(stage) {
  const { at, stops } = stage;
  const stop = stops[at.front - 1];
  if (!stop) return tr("not begun");
  return tr("at {q}{k} · {front} of {n}", {
    q: stage.letter(stop.q),
    k: low(stop.k + 1),
    front: at.front,
    n: stops.length,
  });
}

function wherePath(stage) {
  const { at, data, model } = stage;
  const which =
    at.example === "slide"
      ? tr("the slide's path")
      : tr("E{of} → step {end0}", { of: low(data.of + 1), end0: stage.end0 + 1 });
  return tr("{which} · {factor} of {n} factors", { which, factor: at.factor, n: model.length });
}

const BACK = tr("Press ← or sweep to carry its gradient back.");
const COVERED_WAY = tr("Its way back is covered, until you have answered.");

/** How large the gradient is here, against where it began. */
function sweepWords(stage) {
  const { at, stops, data, which } = stage;
  const letter = (q) => stage.letter(q);
  const stop = stops[at.front - 1];
  const sweep = data.sweeps[which];
  const [name, first] = [which === "L" ? "L" : `E${low(data.of + 1)}`, stops[0].k];
  if (!stop) return `${name} = ${show(sweep.value, "")}. ${stage.limit ? BACK : COVERED_WAY}`;
  if (stop.q === "y")
    return tr("The loss of step {k} pushes on {letter}{low}.", {
      k: stop.k + 1,
      letter: letter("y"),
      low: low(stop.k + 1),
    });
  const size = sweep.norms[stop.q][stop.k + 1];
  const began = sweep.norms[stop.q][first + 1];
  const share =
    began && size !== null && stop.k !== first
      ? tr(": {share} of what it was at step {first}", { share: show(size / began, ""), first: first + 1 })
      : "";
  return `‖∂${name}/∂${letter(stop.q)}${low(stop.k + 1)}‖ = ${show(size, "")}${share}.`;
}

function pathWords({ at, model }) {
  const factor = model[at.factor - 1];
  return factor
    ? tr("Product so far {map}; norm {total}.", {
        map: (factor.row ?? [])
          .slice(0, 4)
          .map((value) => show(value, ""))
          .join(", "),
        total: show(factor.total, ""),
      })
    : "";
}
