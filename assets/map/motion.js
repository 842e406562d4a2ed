// One movement at a time, which can be held and taken up again; without movement for those who asked for none.

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Motion {
  /** @type {number} */ seconds;
  /** @type {number} */ past;
  /** @type {(share: number) => unknown} */ frame;
  /** @type {() => unknown} */ done;

  /** told: is called when a movement begins, is held, goes on or ends. */
  constructor(told) {
    this.told = told;
    this.run = 0;
    this.state = "still";
  }

  /** Calls frame(share), share from 0 to 1, until it is over, and then done. The frame may be a promise. */
  start(seconds, frame, done) {
    this.seconds = still() ? 0 : seconds;
    this.frame = frame;
    this.done = done;
    this.past = 0;
    this.go();
  }

  async go() {
    const run = ++this.run;
    this.tell("moving");
    let before = performance.now();
    while (run === this.run) {
      const share = this.seconds ? Math.min(1, this.past / this.seconds) : 1;
      await this.frame(share);
      if (run !== this.run) return;
      if (share === 1) return this.end();
      const now = await new Promise(requestAnimationFrame);
      this.past += Math.max(0, now - before) / 1000;
      before = now;
    }
  }

  async end() {
    this.run++;
    const { run } = this;
    await this.done();
    if (run === this.run) this.tell("still");
  }

  hold() {
    this.run++;
    this.tell("held");
  }

  stop() {
    this.run++;
    this.tell("still");
  }

  tell(state) {
    this.state = state;
    this.told(state);
  }
}
