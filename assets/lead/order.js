// Things that are put in order: each goes up or down by a button; beside the truth, two lists.
import { button, make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";

/**
 * @param {any} data of AnswerData
 * @param {(guess: string[]) => void} tell
 */
export function ordering(data, tell) {
  const list = (names, title) =>
    make(
      "div",
      {},
      make("b", { textContent: title }),
      make("ol", {}, ...names.map((name) => make("li", { textContent: data.items[name] }))),
    );
  if (data.truth !== null)
    return [
      make("div", { className: "answer-orders" }, list(data.guess, tr("Yours")), list(data.truth, tr("As it is"))),
    ];
  const order = [...data.guess];
  const items = make("ol", { className: "answer-order" });
  const live = make("p", { className: "lead-live" });
  live.setAttribute("aria-live", "polite");
  const move = (name, by) => {
    const from = order.indexOf(name);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    [order[from], order[to]] = [order[to], order[from]];
    draw();
    const own = [...items.querySelectorAll("li")].find((item) => item.dataset.name === name);
    own?.querySelectorAll("button")[by < 0 ? 0 : 1]?.focus();
    live.textContent = tr("{items}: place {to} of {n}", { items: data.items[name], to: to + 1, n: order.length });
    tell([...order]);
  };
  const draw = () =>
    items.replaceChildren(
      ...order.map((name) => {
        const text = data.items[name];
        const buttons = [
          button("▲", tr("{text}: up", { text }), () => move(name, -1)),
          button("▼", tr("{text}: down", { text }), () => move(name, 1)),
        ];
        for (const one of buttons) one.ariaLabel = one.title;
        const item = make("li", {}, make("div", {}, make("span", { textContent: text }), ...buttons));
        item.dataset.name = name;
        return item;
      }),
    );
  draw();
  return [items, live];
}
