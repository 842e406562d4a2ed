// A card that is longer than the screen shows what came last: the answer's verdict, the next number that is asked for.
const CARD = ".st-key-lead";
const ASKED = '[class*="st-key-commit_"]'; // of each open question
const GREW = 12; // px

export class Newest {
  constructor() {
    this.step = -1;
    this.height = 0;
    this.answered = false;
    this.pressed = ({ target }) => {
      if (target instanceof Element && target.closest(CARD)) this.answered = true;
    };
    this.entered = (event) => event.key === "Enter" && this.pressed(event);
    this.away = ({ target }) => {
      if (target instanceof Element && target.closest(CARD)) this.answered = false; // the learner scrolls it
    };
    document.addEventListener("click", this.pressed, true);
    document.addEventListener("keydown", this.entered, true);
    document.addEventListener("wheel", this.away, { passive: true });
    document.addEventListener("touchmove", this.away, { passive: true });
  }

  /** With every frame. A recap's other questions stay where they are. */
  look(step) {
    const card = document.querySelector(CARD);
    if (!card) return;
    const height = card.scrollHeight;
    if (step !== this.step) {
      Object.assign(this, { step, answered: false });
      card.scrollTop = 0;
    } else if (this.answered && height > this.height + GREW && card.querySelectorAll(ASKED).length <= 1)
      card.scrollTop = height;
    this.height = height;
  }

  leave() {
    document.removeEventListener("click", this.pressed, true);
    document.removeEventListener("keydown", this.entered, true);
    document.removeEventListener("wheel", this.away);
    document.removeEventListener("touchmove", this.away);
  }
}
