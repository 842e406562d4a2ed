// One path as a product: a card for each factor, the running product and, under the cards, its norm on a log axis.
import { make } from "../shared/dom.js";
import { loadKatex, renderEquation } from "../shared/equation.js";
import { full, largest, logAxis, show } from "../shared/scale.js";
import { svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";
import { makeMatrix, printed } from "./matrix.js";

const LADDER = 58;

export class Path {
  /** @type {HTMLElement} */
  norm;
  /** @type {HTMLElement} */
  remark;

  /** @type {any} */ product;

  /** `hooks`: point(spot), go(number of factors multiplied), knob(el, m) for the slides' numbers. */
  constructor(root, hooks) {
    this.hooks = hooks;
    this.key = "";
    this.cards = make("div", { className: "cards", role: "list", ariaLabel: tr("The factors of the path") });
    this.so = make("div", { className: "so-far" });
    root.append(this.cards, this.so);
  }

  /**
   * `model`: see moves.js. `names(factor)`: its name in LaTeX with t. `shape` of the parameter, for the last product.
   */
  update({ model, key, front, names, soFar, scale, shape, tooMany }) {
    if (key !== this.key) this.build(model, names);
    this.key = key;
    const most = largest(
      model.filter((factor) => !factor.last || factor.key === "number").map((factor) => factor.matrix ?? []),
    );
    const ends = largest(model.filter((factor) => factor.last).map((factor) => factor.matrix ?? []));
    const axis = logAxis(
      model.map((factor) => factor.total),
      2,
    );
    model.forEach((factor, m) =>
      this.updateCard(
        this.parts[m],
        factor,
        m,
        front,
        factor.last && factor.key !== "number" ? ends : most,
        scale,
        axis,
      ),
    );
    this.updateSoFar(model, front, soFar, scale, shape, tooMany);
    this.follow(front);
  }

  build(model, names) {
    this.parts = model.map((factor, m) => this.card(factor, m, names(factor)));
    this.cards.replaceChildren(...this.parts.map((part) => part.el));
    this.soKey = "";
  }

  card(factor, m, name) {
    const title = make("button", { type: "button", className: "name" });
    title.addEventListener("click", () => this.hooks.go(m + 1));
    loadKatex(title.getRootNode()).then(() => renderEquation(title, `\\displaystyle ${name.latex}`, { t: name.t }));
    const knob = factor.key === "number" ? (el) => this.hooks.knob(el, m) : null;
    const point = (place) => this.hooks.point(place && { m, ...place });
    const matrix = factor.matrix ? makeMatrix(...factor.size, { point, knob }) : null;
    const said = make("div", { className: "size" });
    const ladder = svg("svg", { class: "ladder", height: LADDER, "aria-hidden": true });
    const body = make(
      "div",
      { className: "body" },
      matrix?.el ?? make("div", { className: "matrix none", textContent: `${factor.size.join(" × ")}` }),
    );
    const el = make("div", { className: "card", role: "listitem" }, title, body, said, ladder);
    el.dataset.factor = m;
    return { el, matrix, said, ladder };
  }

  updateCard({ el, matrix, said, ladder }, factor, m, front, most, scale, axis) {
    matrix?.update(factor.matrix, most, scale, tr("factor {m}", { m: m + 1 }));
    el.classList.toggle("done", m < front);
    el.classList.toggle("now", m === front - 1);
    const text = factor.key === "number" ? "" : `‖·‖ ${show(factor.norm, "")}`;
    if (said.textContent !== text) said.textContent = text;
    this.drawLadder(ladder, factor.total, m < front, axis, m === 0);
  }

  /** The norm of the product up to here as a bar between the decades. */
  drawLadder(root, total, there, axis, first) {
    root.replaceChildren();
    const y = (share) => LADDER - 16 - share * (LADDER - 30);
    const height = axis.top - axis.bottom;
    for (const decade of axis.decades) {
      const at = y((decade - axis.bottom) / height);
      svg("line", { x1: "0", x2: "100%", y1: at, y2: at, class: "decade" }, root);
      if (first)
        svg(
          "text",
          { x: 1, y: at - 2, class: "tick" },
          root,
          decade === 0 ? "1" : `1e${String(decade).replace("-", "−")}`,
        );
    }
    if (!there) return;
    const top = y(axis.share(total));
    svg(
      "rect",
      { x: "50%", y: top, width: 22, height: Math.max(1, y(0) - top), class: "norm", transform: "translate(-11)" },
      root,
    );
    svg("text", { x: "50%", y: LADDER - 3, class: "total" }, root, show(total, ""));
  }

  updateSoFar(model, front, soFar, scale, shape, tooMany) {
    const factor = model[front - 1];
    if (!factor?.row) {
      this.soKey = "";
      const norm = factor && make("b", { textContent: tr("So far: norm {total}.", { total: show(factor.total, "") }) });
      this.so.replaceChildren(norm ?? make("span", { textContent: tr("Nothing is multiplied yet: press ↓.") }));
      return;
    }
    const size = factor.to === "parameter" && shape ? [shape[0], shape[1] ?? 1] : [1, factor.row.length];
    const rows = Array.from({ length: size[0] }, (_, r) => factor.row.slice(r * size[1], (r + 1) * size[1]));
    const key = JSON.stringify([this.key, front, size]);
    if (key !== this.soKey) this.buildSoFar(soFar(factor), size, front - 1);
    this.soKey = key;
    const most =
      factor.to === "parameter"
        ? largest(factor.row)
        : largest(model.filter((one) => one.to !== "parameter").map((one) => one.row));
    this.product.update(rows, most, scale, tr("product so far"));
    this.norm.textContent = tr("norm {total}", { total: show(factor.total, "") });
    this.norm.title = full(factor.total);
    this.remark.textContent = tooMany ?? remark(model, front);
  }

  buildSoFar(name, size, m) {
    const title = make("span", { className: "name" });
    loadKatex(this.so.getRootNode()).then(() => renderEquation(title, `\\displaystyle ${name.latex}`, { t: name.t }));
    const columns = size[1];
    this.product = makeMatrix(...size, {
      point: (place) => this.hooks.point(place && { m, product: true, row: 0, col: place.row * columns + place.col }),
    });
    this.norm = make("b", { className: "norm-text" });
    this.remark = make("span", { className: "remark" });
    const equals = make("span", { textContent: "=", className: "equals" });
    this.so.replaceChildren(
      make("span", { className: "lead", textContent: tr("So far") }),
      title,
      equals,
      this.product.el,
      this.norm,
      this.remark,
    );
    this.so.classList.toggle("tall", !printed(size) || size[0] > 2);
  }

  follow(front) {
    const card = this.parts[Math.max(0, front - 1)]?.el;
    if (!card || this.cards.scrollWidth <= this.cards.clientWidth + 1) return;
    const [left, right] = [
      card.offsetLeft - this.cards.offsetLeft,
      card.offsetLeft - this.cards.offsetLeft + card.offsetWidth,
    ];
    if (left < this.cards.scrollLeft || right > this.cards.scrollLeft + this.cards.clientWidth) {
      this.cards.scrollLeft = left - this.cards.clientWidth / 2 + card.offsetWidth / 2;
    }
  }
}

/** What the last factor did to the norm. */
function remark(model, front) {
  if (front === model.length && !model.at(-1).norm) return tr("Zero: what stood at this weight's input was 0.");
  if (front === model.length) return tr("The whole path: {n} factors.", { n: model.length });
  if (front < 2) return "";
  const [before, after] = [model[front - 2].total, model[front - 1].total];
  if (!before || !after) return "";
  const ratio = after / before;
  const now =
    ratio < 1
      ? tr("shrunk to {ratio} of what it was", { ratio: show(ratio, "") })
      : tr("grown to {ratio} of what it was", { ratio: show(ratio, "") });
  const start = model[1];
  // two steps back and more: one step back, it is the same
  if (front < 4 || start.to !== "state" || !start.total) return now;
  return tr("{now}, {after} of the norm at step {toStep}", {
    now,
    after: show(after / start.total, ""),
    toStep: start.toStep + 1,
  });
}
