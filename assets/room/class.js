// The page Class: a room is opened or joined, and its code stands there for the last row.
import { button, make } from "../shared/dom.js";
import { placed } from "../shared/placed.js";
import { tr } from "../shared/texts.js";
import { dot, nameOf } from "./faces.js";
import { line } from "./line.js";
import { dressed } from "./room.js";

/** @import { Seen } from "./contract.d.ts" */

const LETTERS = 12; // of a code as it is typed

class ClassDesk {
  constructor(root) {
    this.root = root;
    this.stop = line.listen(() => this.draw());
    const asked = new URLSearchParams(location.search).get("room");
    if (asked && !line.wanted?.key && line.wanted?.code !== asked.toUpperCase()) this.join(asked);
  }

  /** Into the room with this code, out of another. */
  join(code) {
    if (line.wanted) line.quit();
    line.send({ do: "join", code });
  }

  draw() {
    const { view, said, lost } = line;
    if (view?.role === "teacher" && said.place === undefined && this.placeOf !== view.code) {
      this.placeOf = view.code;
      line.send({ do: "place", base: document.baseURI });
    }
    if (said.place) this.place = said.place;
    if (said.csv !== undefined) save(said.csv);
    const key = JSON.stringify([view, this.place, said.wrong, said.over, lost]);
    if (key === this.drawn) return;
    const same = this.role === (view?.role ?? "");
    this.role = view?.role ?? "";
    this.drawn = key;
    if (!view && same && this.wrong) this.wrong.textContent = why();
    else this.root.replaceChildren(...(view ? { teacher, student }[view.role](view, this.place) : this.door()));
  }

  /** For who is in no room. */
  door() {
    const code = make("input", {
      className: "class-input",
      maxLength: LETTERS,
      autocomplete: "off",
      spellcheck: false,
    });
    const named = make("input", { type: "checkbox" });
    const join = make("form", { className: "class-join" });
    this.wrong = make("p", { className: "room-wrong", textContent: why() });
    this.wrong.setAttribute("role", "alert");
    join.append(
      make("label", {}, tr("Code"), code),
      make("button", { textContent: tr("Join the class"), className: "strong" }),
    );
    join.addEventListener("submit", (event) => {
      event.preventDefault();
      this.join(code.value);
    });
    const open = button(tr("Open a room"), tr("You get a code for your students"), () =>
      line.send({ do: "open", named: named.checked }),
    );
    return [
      make(
        "section",
        { className: "class-door" },
        make("h2", { textContent: tr("Students") }),
        make("p", {
          textContent: tr("Type the code that stands on the teacher's screen. You need no name and no account."),
        }),
        join,
        this.wrong,
      ),
      make(
        "section",
        { className: "class-door" },
        make("h2", { textContent: tr("Teacher") }),
        make("p", { textContent: tr("Your students join with a code. Then their screens follow yours.") }),
        make("label", { className: "class-named" }, named, tr("Show me who gave which answer (by animal)")),
        open,
      ),
    ];
  }
}

/** Why this browser is in no room, where it asked to be in one. */
const why = () => line.lost || (line.said.wrong ?? line.said.over ?? "");

/** @param {Seen} view */
function teacher(view, place) {
  const close = button(tr("Close the room"), tr("Ends the class for everybody"), () => line.send({ do: "close" }));
  const sheet = button(tr("Answers as CSV"), tr("Saves all answers of this room"), () => line.send({ do: "csv" }));
  const faces = (view.students ?? []).map(({ face, follows }) =>
    make("li", { title: follows ? tr("follows") : tr("explores") }, dot(face), nameOf(face)),
  );
  const alone = tr(
    "This app listens on this machine alone. Other devices cannot open this link. " +
      "Start it with: python app.py --host 0.0.0.0",
  );
  return [
    make(
      "section",
      { className: "class-code" },
      make("p", { className: "class-big", textContent: view.code }),
      make("p", { className: "class-link", textContent: place?.link ?? "" }),
      ...(place?.alone ? [make("p", { className: "room-wrong", textContent: alone })] : []),
    ),
    make("img", {
      className: "class-qr",
      alt: place ? tr("The link as a QR code") : "",
      src: place?.qr ?? "",
      hidden: !place,
    }),
    make(
      "section",
      { className: "class-who" },
      make("h2", { textContent: tr("{here} here", { here: view.here }) }),
      make("p", { textContent: told(view) }),
      make("ul", { className: "class-faces" }, ...faces),
      make("div", { className: "room-buttons" }, ...(view.asked ? [sheet] : []), close),
    ),
  ];
}

/** @param {Seen} view */
const told = ({ named, here }) =>
  (here
    ? tr("Open a lesson: their screens go there, too. ")
    : tr("Your students open the link, or type the code on this page. ")) +
  (named ? tr("You see who gave which answer. Your students are told so.") : tr("Nobody sees who gave which answer."));

/** @param {Seen} view */
function student(view) {
  const who = view.named
    ? tr("The teacher sees your answers with your animal.")
    : tr("Nobody sees which answers are yours, not even the teacher.");
  return [
    make(
      "section",
      { className: "class-me" },
      make("p", {}, dot(view.face), tr("You are the {face}.", { face: nameOf(view.face) })),
      make("p", {
        textContent: view.at ? "" : tr("Wait for the teacher to open a lesson. Your screen then goes there."),
      }),
      make("p", { textContent: who }),
      button(tr("Leave the class"), tr("You can come back with the code"), () => line.quit()),
    ),
  ];
}

/** @param {string} text */
function save(text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  make("a", { href, download: "class-answers.csv" }).click();
  URL.revokeObjectURL(href);
  line.said = {};
}

const desks = new WeakMap();

export default function classDesk({ parentElement }) {
  const root = parentElement.querySelector(".class-desk");
  dressed.finally(() => {
    if (root.isConnected && !desks.has(root)) desks.set(root, new ClassDesk(root));
  });
  placed(parentElement);
  return () => {
    if (!parentElement.isConnected) desks.get(root)?.stop();
  };
}
