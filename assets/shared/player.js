// Playing: one move after another at the chosen speed, until the end or a pause.
import { SPEEDS } from "./toolbar.js";

export class Player {
  /** `forward` moves on and says whether it could; `changed` is told when playing ends by itself. */
  constructor(forward, changed) {
    this.forward = forward;
    this.changed = changed;
    this.on = false;
    this.setSpeed("normal");
  }

  setSpeed(key) {
    this.wait = SPEEDS[key].wait;
    this.unit = SPEEDS[key].unit;
    if (this.on) this.arm();
  }

  toggle() {
    this.on ? this.stop() : this.start();
  }

  start() {
    this.on = true;
    this.arm();
  }

  stop() {
    this.on = false;
    clearTimeout(this.timer);
  }

  arm() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.forward()) return this.arm();
      this.stop();
      this.changed();
    }, this.wait);
  }
}
