// The bar at the foot of every page of somebody who is in a room.
import { button, make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";
import { dot, nameOf } from "./faces.js";
import { backToMine, follows, mine } from "./follow.js";
import { line } from "./line.js";
import { offer } from "./offers.js";
import { toggle } from "./panel.js";
import { present } from "./present.js";

/** @import { Seen } from "./contract.d.ts" */

const root = make("aside", { className: "room-bar", ariaLabel: tr("Class") });
const live = make("span", { className: "room-live" });
live.setAttribute("aria-live", "polite");
let drawn = "";

export function bar() {
  const { view, said, lost } = line;
  if (!root.isConnected) document.body.append(root);
  const key = JSON.stringify([view, said.wrong, said.over, lost]);
  if (key === drawn) return;
  drawn = key;
  document.documentElement.toggleAttribute("data-room", Boolean(view));
  const typed = root.querySelector("input")?.value ?? "";
  const focused = root.contains(document.activeElement) ? document.activeElement?.textContent : null;
  const wrong = lost || (said.wrong ?? (view ? "" : said.over) ?? "");
  const notes = wrong ? [make("span", { className: "room-wrong", textContent: wrong })] : [];
  root.hidden = !view && !(lost && line.wanted);
  root.replaceChildren(...(view ? PARTS[view.role](view) : []), ...notes, live);
  const box = root.querySelector("input");
  if (box) box.value = view?.offered ? "" : typed;
  if (focused) [...root.querySelectorAll("button")].find((one) => one.textContent === focused)?.focus();
}

/** @param {Seen} view */
function teacher({ code, here, follow, done, leads, question, offers = [] }) {
  const ask = button(tr("Ask"), tr("A question to the whole class"), () => toggle("form"));
  ask.disabled = Boolean(question);
  const counts = tr("{here} here · {follow} follow · {done} done", { here, follow, done });
  return [
    make("a", { className: "room-code", href: classPage(), textContent: code, title: tr("To the page of the class") }),
    make("span", { className: "room-counts", textContent: counts }),
    press(tr("Class follows"), leads, tr("The students' screens go where yours goes"), () =>
      line.send({ do: "lead", on: true }),
    ),
    press(tr("Class explores"), !leads, tr("Each student moves freely"), () => line.send({ do: "lead", on: false })),
    ask,
    button(tr("Present"), tr("Only the picture, its player and the lead, in large type"), () => present(true)),
    ...(offers.length ? [button(tr("Screens: {n}", { n: offers.length }), SCREENS, () => toggle("offers"))] : []),
  ];
}

/** @param {Seen} view */
function student(view) {
  const on = follows(view);
  const where = on ? tr("You follow the teacher.") : tr("You explore on your own.");
  const own = button(tr("Back to my own"), tr("Shows what you had before you followed"), backToMine);
  live.textContent = where;
  return [
    dot(view.face),
    make("b", { textContent: nameOf(view.face) }),
    make("span", { className: "room-counts", textContent: where }),
    press(
      tr("Follow"),
      on,
      tr("Your screen goes where the teacher's goes"),
      () => line.send({ do: "follow", on: true }),
      !view.leads,
    ),
    press(tr("Explore"), !on, tr("You move freely"), () => line.send({ do: "follow", on: false }), !view.leads),
    ...(!on && mine() ? [own] : []),
    ...offer(view),
  ];
}

const SCREENS = tr("Screens that students offer to show");

const PARTS = { teacher, student };

/** One of several buttons of which one is on. */
function press(text, on, title, act, disabled = false) {
  const found = button(text, title, act);
  found.setAttribute("aria-pressed", String(on));
  found.disabled = disabled;
  return found;
}

const classPage = () => new URL("class", document.baseURI).href;
