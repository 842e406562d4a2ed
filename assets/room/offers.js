// Screens that students offer: a student's few words with it, and the teacher's list.
import { button, make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";
import { dot, nameOf } from "./faces.js";
import { line } from "./line.js";
import { go, here } from "./place.js";

/** @import { Offered, Seen } from "./contract.d.ts" */

/** The student's part of the bar. @param {Seen} view */
export function offer({ offered }) {
  const words = make("input", {
    maxLength: 60,
    placeholder: tr("What have you made?"),
    ariaLabel: tr("What have you made?"),
  });
  const found = make("form", { className: "room-offer" }, words, make("button", { textContent: tr("Show the class") }));
  found.title = tr("Offers your screen to the teacher, who may open it for everybody");
  found.addEventListener("submit", (event) => {
    event.preventDefault();
    line.send({ do: "offer", link: here(), words: words.value });
  });
  return offered ? [make("span", { textContent: tr("Offered.") }), found] : [found];
}

/** The teacher's list. @param {Seen} view @param {() => void} close */
export function offers(view, close) {
  const rows = (view.offers ?? []).map((one) =>
    make(
      "li",
      {},
      dot(one.face),
      make("b", { textContent: `${nameOf(one.face)}: ` }),
      `${one.words || tr("a screen")} `,
      button(tr("Open it"), tr("Opens it here, and so for the class"), () => open(one, close)),
      button(tr("Remove"), tr("Takes it from this list"), () => drop(one)),
    ),
  );
  return [
    make("p", { className: "room-asked", textContent: tr("Screens of your students") }),
    make("ul", { className: "room-offers" }, ...rows),
    make("div", { className: "room-buttons" }, button(tr("Close the list"), tr("The screens stay in it"), close)),
  ];
}

const drop = ({ number }) => line.send({ do: "drop", number });

/** @param {Offered} one @param {() => void} close */
function open(one, close) {
  close();
  drop(one);
  go(one.link);
}
