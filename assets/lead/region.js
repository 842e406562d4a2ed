// The card as a keyboard and a screen reader meet it: a region with a name. Who goes to another step begins at its top.
const CARD = ".st-key-lead";
const WAYS = ".st-key-lead_next button, .st-key-lead_back button";

export class Region {
  constructor() {
    this.name = "";
    this.went = false;
    this.pressed = ({ target }) => {
      if (target instanceof Element && target.closest(WAYS)) this.went = true;
    };
    document.addEventListener("click", this.pressed, true);
  }

  /** With every frame: the page may have drawn the card anew. */
  look({ step, steps }) {
    const card = /** @type {HTMLElement | null} */ (document.querySelector(CARD));
    const name = `Step ${step + 1} of ${steps}`;
    if (!card || card.ariaLabel === name) return;
    const other = this.name !== name;
    card.role = "region";
    card.ariaLabel = this.name = name;
    card.tabIndex = -1;
    if (this.went && other) card.focus({ preventScroll: true });
    this.went = this.went && !other;
  }

  leave() {
    document.removeEventListener("click", this.pressed, true);
  }
}
