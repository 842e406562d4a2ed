// The clamps of a gate: which one holds at a step, and the two rows of choices that set it.
import { clampAt } from "./cell.js";
import { make, write } from "./dom.js";
import { tr } from "./texts.js";

const VALUES = [null, 0, 0.5, 1];
const OFFERED = new Set(VALUES);

/** The clamps with a gate held at `value` (null: free) at step t, or at every step where t is null. */
export function clamped(clamps, gate, value, t) {
  const rest = clamps.filter((clamp) => clamp.gate !== gate || (t !== null && clamp.t !== t));
  return value === null ? rest : [...rest, { gate, t, value }];
}

/** The same where the clamp that holds at step t moves to this step alone, or to every step. */
export function moved(clamps, gate, t, every) {
  const held = clampAt(clamps, gate, t);
  if (!held) return clamps;
  const { value, t: from } = held;
  const rest = clamps.filter((clamp) => clamp.gate !== gate || clamp.t !== from);
  return clamped(rest, gate, value, every ? null : t);
}

const shown = (value) => (value === null ? tr("free") : value === 0.5 ? "½" : String(value));

export class ClampRow {
  /** `set(clamps)`: the table with other clamps. */
  constructor(gate, name, set) {
    this.gate = gate;
    this.every = true;
    this.value = radios(
      tr("Clamp {name}", { name }),
      "value",
      VALUES.map((value) => [value, shown(value)]),
      (value) => set(clamped(this.clamps, gate, value, this.where)),
    );
    this.own = this.value.add(NaN, ""); // a number of a link
    this.scope = radios(
      tr("at"),
      "where",
      [
        [true, tr("every step")],
        [false, ""],
      ],
      (every) => {
        this.every = every;
        this.holds ? set(moved(this.clamps, gate, this.t, every)) : this.update(this);
      },
    );
    this.rest = make("div", { className: "clamp-rest" });
    this.el = make(
      "div",
      { className: "clamp", role: "group", ariaLabel: tr("Clamp gate {name}", { name }) },
      this.value.el,
      this.scope.el,
      this.rest,
    );
  }

  get where() {
    return this.every ? null : this.t;
  }

  update({ clamps, t, step = t + 1 }) {
    this.clamps = clamps;
    this.t = t;
    this.step = step;
    this.holds = clampAt(clamps, this.gate, t);
    const { holds } = this;
    if (holds) this.every = holds.t === null;
    const odd = holds !== null && !OFFERED.has(holds.value);
    this.own.label.hidden = !odd;
    if (odd) this.own.text.textContent = shown(holds.value);
    this.value.check(odd ? NaN : (holds?.value ?? null));
    write(this.scope.choices[1].text, tr("t = {step} only", { step }));
    this.scope.check(this.every);
    const others = clamps.filter((clamp) => clamp.gate === this.gate && clamp !== holds && clamp.t !== t);
    const words = others
      .map((clamp) => `${clamp.t === null ? tr("every step") : `t = ${clamp.t + 1}`}: ${shown(clamp.value)}`)
      .join(", ");
    write(this.rest, words && tr("also at {words}", { words }));
  }
}

/** A row of radio buttons; `act(value)` when another one is chosen. */
function radios(title, name, options, act) {
  const el = make("fieldset", { className: "choice" }, make("legend", { textContent: title }));
  const choices = [];
  const add = (value, words) => {
    const input = make("input", { type: "radio", name });
    const text = make("span", { textContent: words });
    const label = make("label", {}, input, text);
    input.addEventListener("change", () => act(value));
    el.append(label);
    choices.push({ value, input, label, text });
    return choices.at(-1);
  };
  options.forEach(([value, words]) => add(value, words));
  const check = (value) => choices.forEach((choice) => (choice.input.checked = Object.is(choice.value, value)));
  return { el, add, check, choices };
}
