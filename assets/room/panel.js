// The panel over the bar: a question and its answer, how the answers lie, and the teacher's form for a question.
import { button, make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";
import { nameOf } from "./faces.js";
import { clear, form } from "./form.js";
import { line } from "./line.js";
import { offers } from "./offers.js";
import { results } from "./results.js";
import { put } from "./words.js";

/** @import { AskedView, Seen } from "./contract.d.ts" */

const root = make("section", { className: "room-panel", ariaLabel: tr("Question to the class"), hidden: true });
let drawn = "";
/** What the teacher has opened. @type {"" | "form" | "offers"} */
let mode = "";

/** Opens the form of a question or the list of offered screens, or closes it. @param {"" | "form" | "offers"} wanted */
export function toggle(wanted) {
  mode = mode === wanted ? "" : wanted;
  panel();
  root.querySelector("textarea")?.focus();
}

export function panel() {
  const { view, said } = line;
  if (!root.isConnected) document.body.append(root);
  if (said.asked) {
    clear();
    mode = "";
    line.said = {};
  }
  if (!view?.offers?.length && mode === "offers") mode = "";
  const key = JSON.stringify([view?.role, mode, inside(view), said.did === "answer" && said.wrong]);
  if (key === drawn) return;
  const { question } = view ?? {};
  const number = `${question?.number} ${question?.round}`;
  const same = question && root.dataset.number === number && !mode;
  drawn = key;
  root.hidden = !inside(view);
  if (!same) root.classList.remove("folded");
  root.dataset.number = mode || number;
  if (!view || root.hidden) return void root.replaceChildren();
  if (same && view.role === "student" && !question.revealed && question.mine === null && root.children.length)
    return wrong();
  root.replaceChildren(...(mode ? OPENED[mode](view) : parts(view, /** @type {AskedView} */ (question))));
}

/** What the panel is about; nothing: there is none.
 * @param {Seen | null} view */
function inside(view) {
  if (view?.role !== "teacher" || !mode) return view?.question;
  return mode === "form" ? true : view.offers;
}

const OPENED = { form: () => form(() => toggle("form")), offers: (view) => offers(view, () => toggle("offers")) };

/** The answer stays as it was typed. */
function wrong() {
  const found = root.querySelector(".room-wrong");
  if (found) found.textContent = line.said.wrong ?? "";
}

/** @param {Seen} view @param {AskedView} asked */
function parts(view, asked) {
  const text = put(make("p", { className: "room-asked" }), asked.text, asked.ours);
  const head = asked.round > 1 && !asked.revealed ? [make("p", { className: "room-again", textContent: AGAIN })] : [];
  const shown = asked.revealed ? results(asked) : [];
  return [fold(), text, ...head, ...shown, ...(view.role === "teacher" ? teacher(view, asked) : student(view, asked))];
}

/** The stage under the panel can be looked at. */
function fold() {
  const found = button("", "", () => {
    root.classList.toggle("folded");
    name();
  });
  found.className = "room-fold";
  const name = () => (found.textContent = root.classList.contains("folded") ? tr("Show") : tr("Hide"));
  name();
  return found;
}

const AGAIN = tr("Second vote. Talk with your neighbour, then answer again.");

/** @param {Seen} view @param {AskedView} asked */
function teacher(view, asked) {
  const count = make("p", {
    className: "room-count",
    textContent: tr("{count} of {here} answered", { count: asked.count, here: view.here }),
  });
  const say = (name) => () => line.send({ do: name });
  const named = (asked.named ?? []).map(([face, reply]) => make("li", { textContent: `${nameOf(face)}: ${reply}` }));
  const buttons = [
    ...(asked.revealed ? [] : [button(tr("Reveal"), tr("Shows everybody the answers and the truth"), say("reveal"))]),
    ...(asked.round < 2 ? [button(tr("Ask again"), tr("A second vote; both are shown"), say("again"))] : []),
    button(tr("End the question"), tr("The question goes from every screen"), say("end")),
  ];
  const list = named.length
    ? [make("details", {}, make("summary", { textContent: tr("Who answered what") }), make("ul", {}, ...named))]
    : [];
  return [...(asked.revealed ? [] : [count]), ...list, make("div", { className: "room-buttons" }, ...buttons)];
}

/** @param {Seen} view @param {AskedView} asked */
function student(view, asked) {
  const mine = asked.mine;
  if (mine !== null && mine !== undefined) {
    const said = put(make("p", { className: "room-mine" }), tr("Your answer: {mine}.", { mine }), asked.ours);
    return [said, ...(asked.revealed ? [] : [make("p", { textContent: tr("Wait for the others.") })])];
  }
  if (asked.revealed) return [];
  const send = (reply) => line.send({ do: "answer", reply });
  const seen = view.named ? [make("p", { textContent: tr("The teacher sees your answer with your animal.") })] : [];
  return [...CONTROLS[asked.kind](asked, send), ...seen, make("p", { className: "room-wrong", role: "alert" })];
}

/** Buttons, of which one is chosen, and one that sends it. */
function choose(labels, className, send) {
  let chosen = -1;
  const ready = button(tr("Send"), tr("Sends your answer. You cannot change it."), () => send(chosen));
  ready.disabled = true;
  const all = labels.map((label, k) => {
    const one = make("button", { type: "button", className });
    one.append(label);
    one.addEventListener("click", () => {
      chosen = k;
      ready.disabled = false;
      all.forEach((other, j) => void other.setAttribute("aria-pressed", String(j === k)));
    });
    one.setAttribute("aria-pressed", "false");
    return one;
  });
  return [make("div", { className: `${className}s` }, ...all), make("div", { className: "room-buttons" }, ready)];
}

const choice = ({ options, ours }, send) =>
  choose(
    options.map((text) => put(make("span"), text, ours)),
    "room-choice",
    send,
  );

const mark = ({ steps }, send) =>
  choose(
    Array.from({ length: steps }, (_, k) => make("small", { textContent: String(k + 1) })),
    "room-mark",
    send,
  );

function typed(label, most, send) {
  const box = make("input", { maxLength: most, autocomplete: "off" });
  const found = make(
    "form",
    { className: "room-typed" },
    make("label", {}, label, box),
    make("button", { textContent: tr("Send") }),
  );
  found.addEventListener("submit", (event) => {
    event.preventDefault();
    send(box.value);
  });
  return [found];
}

const CONTROLS = {
  choice,
  mark,
  number: ({ unit }, send) => typed(unit ? tr("A number, in {unit}", { unit }) : tr("A number"), 40, send),
  text: (_, send) => typed(tr("Your answer"), 140, send),
};
