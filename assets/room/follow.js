// The class is where its teacher is: the teacher's tab says where that is, a student's goes there while it follows.
import { now } from "../lead/now.js";
import { line } from "./line.js";
import { again, go, here, page, watch } from "./place.js";

const CLASS = "class"; // the page of the room itself, to which nobody is taken
const MINE = "rnnviz.mine"; // where the student was before following
const FOLLOWS = "rnnviz.follows"; // this tab follows already: what is on its screen is not the student's own
const LOOK = 250; // ms

let at = -1;
let asked = "";
let [was, told] = [false, false];
/** @type {(() => void) | null} */
let stop = null;

/** Where the student's own screen was; "" where it was none. */
export const mine = () => sessionStorage.getItem(MINE) ?? "";

export const backToMine = () => go(mine());

/** Whether this tab goes where the class is.
 * @param {import("./contract.d.ts").Seen | null} view */
export const follows = (view = line.view) => Boolean(view?.role === "student" && view.leads && view.follows);

function student(view) {
  const on = follows(view);
  if (on && !was && sessionStorage.getItem(FOLLOWS) !== view.code) {
    sessionStorage.setItem(FOLLOWS, view.code);
    if (page() !== CLASS) sessionStorage.setItem(MINE, here());
  }
  if (!on) sessionStorage.removeItem(FOLLOWS);
  if (on && view.at && (view.at !== at || !was)) go(view.link);
  const open = view.question?.ours && !view.question.revealed ? `${view.question.number}` : "";
  if (open !== asked && page() !== CLASS) again(); // the lead's card then asks the class
  asked = open;
  at = view.at;
  was = on;
}

/** The task of the lead's step is done: the teacher sees how many are. */
function report() {
  const done = Boolean(now.done?.includes(now.step ?? -1));
  if (line.view?.role === "student" && done !== told) line.send({ do: "done", on: (told = done) });
}

function teacher() {
  stop ??= watch((link) => page() !== CLASS && line.view && line.send({ do: "show", link }));
}

export function followed() {
  const { view } = line;
  if (view?.role === "student") student(view);
  if (view?.role === "teacher") teacher();
  else {
    stop?.();
    stop = null;
  }
  if (!view) {
    at = -1;
    was = told = false;
  }
}

setInterval(report, LOOK);
