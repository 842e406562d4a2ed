// The teacher's form for a question that is made on the spot.
import { button, make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";
import { line } from "./line.js";

const KINDS = { choice: tr("Choice"), number: tr("Number"), mark: tr("Mark on the strip"), text: tr("Short text") };
const MOST = 6; // answers to choose from
const STEPS = 24; // of the strip, unless the teacher says otherwise
const empty = () => ({ kind: "choice", text: "", options: ["", "", "", ""], truth: "", steps: String(STEPS) });
let now = empty();

/** What was typed has been asked. */
export function clear() {
  now = empty();
}

/** Its parts. What was typed stays. @param {() => void} close */
export function form(close) {
  const kinds = make("div", { className: "room-kinds", role: "group", ariaLabel: tr("Kind of question") });
  const own = make("div", { className: "room-own" });
  const found = make("form", { className: "room-form" });
  const wrong = make("p", { className: "room-wrong", role: "alert" });
  const choose = (kind) => {
    now.kind = kind;
    now.truth = "";
    kinds.replaceChildren(...Object.entries(KINDS).map(([name, text]) => kindButton(name, text, choose)));
    own.replaceChildren(...OWN[kind]());
  };
  choose(now.kind);
  const text = make("textarea", { value: now.text, maxLength: 300, rows: 2 });
  text.addEventListener("input", () => (now.text = text.value));
  const send = make("button", { textContent: tr("Ask the class"), className: "room-strong" });
  found.append(
    kinds,
    make("label", {}, tr("Question"), text),
    own,
    wrong,
    make("div", { className: "room-buttons" }, send, button(tr("Cancel"), tr("Closes this form"), close)),
  );
  found.addEventListener("submit", (event) => {
    event.preventDefault();
    line.send({ do: "ask", ...sent() });
  });
  const stop = line.listen(() => {
    if (!found.isConnected && wrong.textContent) return void stop();
    wrong.textContent = line.said.did === "ask" ? (line.said.wrong ?? "") : "";
  });
  return [found];
}

function kindButton(name, text, choose) {
  const found = button(text, "", () => choose(name));
  found.setAttribute("aria-pressed", String(now.kind === name));
  return found;
}

/** The question as it is sent; the truth as the number of an option or a step, from 0. */
function sent() {
  const { kind, text, options, steps, truth } = now;
  const kept = options.map((one) => one.trim()).filter(Boolean);
  const place = truth === "" ? null : Number(truth) - 1;
  if (kind === "choice") {
    const right = truth === "" ? -1 : kept.indexOf(options[Number(truth)].trim());
    return { kind, text, options: kept, truth: right < 0 ? null : right };
  }
  if (kind === "mark") return { kind, text, steps: Number(steps), truth: place };
  return { kind, text, truth: truth === "" ? null : truth };
}

function box(label, name, properties = {}) {
  const found = make("input", { value: now[name], autocomplete: "off", ...properties });
  found.addEventListener("input", () => (now[name] = found.value));
  return make("label", {}, label, found);
}

function options() {
  const rows = now.options.slice(0, MOST).map((text, k) => {
    const typed = make("input", {
      value: text,
      maxLength: 160,
      ariaLabel: tr("Answer {k}", { k: k + 1 }),
      autocomplete: "off",
    });
    typed.addEventListener("input", () => (now.options[k] = typed.value));
    const right = make("input", {
      type: "radio",
      name: "room-right",
      ariaLabel: tr("Answer {k} is right", { k: k + 1 }),
    });
    right.addEventListener("change", () => (now.truth = String(k)));
    return make("div", { className: "room-answer" }, right, typed);
  });
  return [make("p", { textContent: tr("Answers. Mark the right one, if there is one.") }), ...rows];
}

const OWN = {
  choice: options,
  number: () => [box(tr("The right number, if you know it"), "truth")],
  mark: () => [
    box(tr("Steps of the strip"), "steps", { type: "number", min: "2", max: "64" }),
    box(tr("The right step, if there is one"), "truth", { type: "number", min: "1", max: "64" }),
  ],
  text: () => [box(tr("A right answer, if you want to show one"), "truth", { maxLength: 140 })],
};
