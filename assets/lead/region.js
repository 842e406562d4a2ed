// The card as a keyboard and a screen reader meet it: a region with a name. Who goes to another step begins at its top;
// who has answered stands at what is said to it, since what was pressed is gone.
import { tr } from "../shared/texts.js";

const CARD = ".st-key-lead";
const WAYS = ".st-key-lead_next button, .st-key-lead_back button";
const SAID = "[role=alert], [role=status]";

export class Region {
  constructor() {
    this.name = "";
    this.went = false;
    this.pressed = ({ target }) => {
      if (target instanceof Element && target.closest(WAYS)) this.went = true;
    };
    this.held = null; // what has the focus in the card
    this.focused = ({ target }) => {
      this.held = target.closest(CARD) && target;
    };
    document.addEventListener("click", this.pressed, true);
    document.addEventListener("focusin", this.focused);
  }

  /** With every frame: the page may have drawn the card anew. */
  look({ step, steps }) {
    const card = /** @type {HTMLElement | null} */ (document.querySelector(CARD));
    if (card) this.rescue(card);
    const name = tr("Step {step} of {steps}", { step: step + 1, steps });
    if (!card || card.ariaLabel === name) return;
    const other = this.name !== name;
    card.role = "region";
    card.ariaLabel = this.name = name;
    card.tabIndex = -1;
    if (this.went && other) card.focus({ preventScroll: true });
    this.went = this.went && !other;
  }

  /** The focus of what the page has taken away. */
  rescue(card) {
    if (!this.held || this.held.isConnected) return;
    this.held = null;
    if (document.activeElement !== document.body) return;
    const said = [.../** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll(SAID))].at(-1) ?? card;
    said.tabIndex = -1;
    said.focus({ preventScroll: true });
  }

  leave() {
    document.removeEventListener("click", this.pressed, true);
    document.removeEventListener("focusin", this.focused);
  }
}
