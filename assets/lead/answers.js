// The learner's own answers, which this browser alone keeps: to look at, to save, to clear.
import { button, make } from "../shared/dom.js";
import { placed } from "../shared/placed.js";
import { tr } from "../shared/texts.js";
import { clear, stored } from "./lead.js";

const COLUMNS = ["when", "lesson", "step", "question", "guess", "truth", "right", "sure"];
const SHOWN = 30; // the last ones

/** One row a line, each field in quotes. A field that a spreadsheet would compute stands behind an apostrophe. */
export function csv(answers) {
  const field = (value) =>
    `"${String(value ?? "")
      .replace(/^[=+@\t\r]/, "'$&")
      .replaceAll('"', '""')}"`;
  return [COLUMNS, ...answers.map((one) => COLUMNS.map((name) => one[name]))]
    .map((row) => row.map(field).join(","))
    .join("\r\n");
}

function save(answers) {
  const url = URL.createObjectURL(new Blob([`\ufeff${csv(answers)}`], { type: "text/csv" }));
  make("a", { href: url, download: "rnnviz_answers.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function table(answers, titles) {
  const head = make(
    "tr",
    {},
    ...[tr("Lesson"), tr("Step"), tr("Your answer"), tr("It was"), ""].map((text) => head1(text)),
  );
  const rows = answers
    .slice(-SHOWN)
    .reverse()
    .map((one) => {
      const cells = [titles[one.lesson] ?? one.lesson, one.step, one.guess, one.truth, verdict(one)];
      return make("tr", {}, ...cells.map((text) => make("td", { textContent: String(text) })));
    });
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
}

const head1 = (text) => (text ? make("th", { textContent: text, scope: "col" }) : make("td"));
const verdict = ({ right, sure }) =>
  `${right ? tr("✓ right") : tr("✗ not yet")}, ${sure ? tr("sure") : tr("guessing")}`;

function draw(root, titles) {
  const { answers } = stored();
  const right = answers.filter((one) => one.right).length;
  const said = answers.length
    ? tr("Answers: {n}, right: {right}. They are saved in this browser only.", { n: answers.length, right })
    : tr("No answers yet. Your answers are saved in this browser only.");
  root.replaceChildren(make("p", { textContent: said }));
  if (!answers.length) return;
  const clearAll = button(tr("Clear"), tr("Deletes the answers and the progress from this browser"), () => {
    clear();
    draw(root, titles);
  });
  root.append(
    make(
      "p",
      {},
      button(tr("Save as CSV"), tr("Saves all answers as a file"), () => save(answers)),
      " ",
      clearAll,
    ),
    table(answers, titles),
  );
}

export default function answers({ parentElement, data }) {
  placed(parentElement);
  draw(parentElement.querySelector(".answers"), data.lessons);
}
