// The presenter's view: the picture, its player and the lead, in large type, with the code in a corner. Page Down and
// Page Up, which a clicker sends, take the lead a step on or back; without a lead, the player.
import { button, make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";
import { line } from "./line.js";

const KEEP = "rnnviz.presents";
const KEYS = { PageDown: ["next", "ArrowRight"], PageUp: ["back", "ArrowLeft"] };
const code = make("b");
const corner = make("aside", { className: "room-corner", ariaLabel: tr("Code of the class"), hidden: true });
corner.append(
  code,
  button(tr("End"), tr("Back to all controls. Key: Escape"), () => present(false)),
);

const presents = () => document.documentElement.hasAttribute("data-presents");

/** Begins the view or ends it, for this tab. @param {boolean} on */
export function present(on) {
  if (on) sessionStorage.setItem(KEEP, "1");
  else sessionStorage.removeItem(KEEP);
  presented();
}

/** Follows what the room says: only its teacher presents. */
export function presented() {
  const on = line.view?.role === "teacher" && sessionStorage.getItem(KEEP) === "1";
  if (!corner.isConnected) document.body.append(corner);
  code.textContent = line.view?.code ?? "";
  corner.hidden = !on;
  if (on === presents()) return;
  document.documentElement.toggleAttribute("data-presents", on);
  dispatchEvent(new Event("resize"));
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (!presents() || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") return present(false);
  const [way, arrow] = KEYS[event.key] ?? [];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation();
  const lead = document.querySelector(`.st-key-lead_${way} button`);
  if (lead instanceof HTMLElement) lead.click();
  else document.body.dispatchEvent(new KeyboardEvent("keydown", { key: arrow, bubbles: true, cancelable: true }));
}

addEventListener("keydown", onKey, true);
