// A card that is longer than the screen shows what came last: guess beside truth, or the next number that is asked for.
const CARD = ".st-key-lead";
const ASKED = '[class*="st-key-commit_"]'; // of each open question
const TOLD = '.lead-answer, [data-testid="stAlert"]'; // guess and truth in a picture, then in words
const GREW = 12; // px
const ABOVE = 8; // px

/** Where the last verdict begins, from the top of the card's content. */
function verdict(card) {
  const told = [...card.querySelectorAll(TOLD)];
  const last = told.findLastIndex((one) => !one.matches(".lead-answer"));
  const first = told[last - 1]?.matches(".lead-answer") ? told[last - 1] : told[last];
  return first ? first.getBoundingClientRect().top - card.getBoundingClientRect().top + card.scrollTop - ABOVE : 0;
}

export class Newest {
  constructor() {
    this.step = -1;
    this.height = 0;
    this.answered = false;
    this.committed = false;
    this.pressed = ({ target }) => {
      if (!(target instanceof Element && target.closest(CARD))) return;
      this.answered = true;
      this.committed = target.closest(ASKED) !== null;
    };
    this.follows = false; // to its end, from a number that was typed until the learner does something else
    this.entered = (event) => {
      this.follows = false;
      if (event.key !== "Enter") return;
      this.pressed(event);
      this.follows = event.target instanceof HTMLInputElement && event.target.closest(CARD) !== null && !this.committed;
    };
    this.away = ({ target }) => {
      this.follows = false;
      if (target instanceof Element && target.closest(CARD)) this.answered = false; // the learner scrolls it
    };
    this.held = () => (this.follows = false);
    document.addEventListener("click", this.pressed, true);
    document.addEventListener("keydown", this.entered, true);
    document.addEventListener("pointerdown", this.held, true);
    document.addEventListener("wheel", this.away, { passive: true });
    document.addEventListener("touchmove", this.away, { passive: true });
  }

  /** With every frame. A recap's other questions stay where they are. */
  look(step) {
    const card = document.querySelector(CARD);
    if (!card) return;
    const height = card.scrollHeight;
    if (step !== this.step) {
      Object.assign(this, { step, answered: false, follows: false });
      card.scrollTop = 0;
    } else if (this.follows) card.scrollTop = height;
    else if (this.answered && height > this.height + GREW && card.querySelectorAll(ASKED).length <= 1)
      card.scrollTop = this.committed ? verdict(card) : height;
    this.height = height;
  }

  leave() {
    document.removeEventListener("click", this.pressed, true);
    document.removeEventListener("keydown", this.entered, true);
    document.removeEventListener("pointerdown", this.held, true);
    document.removeEventListener("wheel", this.away);
    document.removeEventListener("touchmove", this.away);
  }
}
