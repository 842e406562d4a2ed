// The map's frame: search, replay, isolate above the plot; the slider through training and the kinds under it.
import { button, make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";
import { lookOf, paletteOf } from "./colours.js";
import { Search } from "./search.js";

/** @import { Alone, Geometry, MapData, Pick } from "./contract.d.ts" */

const PLAYS = { coming: tr("↻ Replay"), moving: tr("❚❚ Hold"), held: tr("▶ Go on"), still: tr("↻ Replay") };

export class Bar {
  /** @type {Geometry} */
  geometry;
  /** @type {(...sent: ["pick", Pick] | ["alone", Alone]) => void} */
  tell;

  /** @type {HTMLInputElement} */
  slider;
  /** @type {HTMLElement} */
  name;
  /** @type {HTMLElement} */
  player;

  constructor(root, cloud) {
    this.root = root;
    this.cloud = cloud;
    this.plot = make("div", { className: "plot" });
    this.plot.setAttribute("role", "figure");
    this.search = new Search((row) => this.pick(row));
    this.replay = button(PLAYS.still, tr("The movement from the earlier map to this one"), () => this.replayed());
    this.isolate = button(
      tr("Isolate"),
      tr("Show only the selected points, or the chosen one with its neighbours"),
      () => this.isolated(),
    );
    this.all = button(tr("Show all"), tr("Show every point again"), () => this.everything());
    this.alone = button(tr("Project alone"), tr("Make a map of the points that are shown, without the others"), () =>
      this.projected(),
    );
    this.names = button(tr("Labels"), tr("Labels that do not overlap, on or off"), () => this.namesToggled());
    this.names.setAttribute("aria-pressed", "true");
    this.note = make("span", { className: "note" });
    this.legend = make("div", { className: "legend" });
    this.slices = this.makeSlices();
    this.live = make("p", { className: "live" });
    this.live.setAttribute("aria-live", "polite");
    const tools = make(
      "div",
      { className: "tools" },
      this.search.root,
      this.replay,
      this.isolate,
      this.all,
      this.alone,
      this.names,
      this.note,
    );
    root.replaceChildren(tools, this.plot, this.slices, this.legend, this.live);
    this.cloud.attach(this.plot, {
      pick: (row) => this.pick(row),
      select: (rows) => this.select(rows),
      state: (state) => this.moved(state),
      place: (place) => this.placed(place),
    });
  }

  makeSlices() {
    this.slider = make("input", { type: "range", min: "0", step: "1" });
    this.slider.setAttribute("aria-label", tr("Checkpoint"));
    this.slider.addEventListener("input", () => this.slid());
    this.name = make("output");
    this.player = button(tr("▶ Play"), tr("Through training, from the first checkpoint to the last"), () =>
      this.played(),
    );
    return make("div", { className: "slices", hidden: true }, this.player, this.slider, this.name);
  }

  /** @param {MapData} data */
  take(data, tell) {
    this.tell = tell;
    const { geometry } = data;
    const fresh = this.geometry?.rev !== geometry.rev;
    const sameSpace = this.geometry?.space === geometry.space;
    this.geometry = geometry;
    this.plot.setAttribute("aria-label", data.alt);
    if (fresh) this.refill(sameSpace);
    this.legend.replaceChildren(...this.kinds());
    return this.cloud.receive(geometry);
  }

  refill(sameSpace) {
    this.search.show(this.geometry.labels);
    if (!sameSpace) this.selected = [];
    const last = this.geometry.slices.length - 1;
    this.slices.hidden = last === 0;
    this.slider.max = this.slider.value = String(last);
    this.placed(last);
    this.refresh();
  }

  mark(overlay) {
    this.overlay = overlay;
    this.cloud.mark(overlay);
    this.live.textContent = overlay.said ?? "";
    this.refresh();
  }

  /** Whether there is something to isolate, and whether something is. */
  refresh() {
    const { kept } = this.cloud;
    const count = this.toIsolate().length;
    this.isolate.disabled = !count;
    this.all.hidden = this.alone.hidden = !kept;
    this.replay.disabled = !this.cloud.geometry || this.cloud.geometry.slices.length > 1;
    this.note.textContent = kept
      ? tr("{n} of {n2} points", { n: kept.length, n2: this.geometry.labels.length })
      : this.selected?.length
        ? tr("{n} selected", { n: this.selected.length })
        : "";
  }

  toIsolate() {
    if (this.selected?.length) return this.selected;
    const { chosen, neighbours = [] } = this.overlay ?? {};
    return chosen === null || chosen === undefined ? [] : [chosen, ...neighbours.map(([row]) => row)];
  }

  pick(row) {
    this.cloud.mark({ ...this.overlay, space: this.geometry.space, chosen: row, neighbours: [] });
    this.tell("pick", { row, space: this.geometry.space, count: Date.now() });
  }

  select(rows) {
    this.selected = rows;
    this.refresh();
  }

  isolated() {
    this.cloud.show([...this.toIsolate()].sort((a, b) => a - b));
    this.selected = [];
    this.refresh();
  }

  everything() {
    this.cloud.show(null);
    this.refresh();
  }

  projected() {
    this.tell("alone", { rows: this.cloud.kept, space: this.geometry.space, count: Date.now() });
  }

  namesToggled() {
    this.cloud.named = !this.cloud.named;
    this.names.setAttribute("aria-pressed", String(this.cloud.named));
    this.cloud.name();
  }

  replayed() {
    const { motion } = this.cloud;
    if (motion.state === "moving") motion.hold();
    else if (motion.state === "held") motion.go();
    else this.cloud.glide();
  }

  played() {
    const { motion } = this.cloud;
    if (motion.state === "moving") motion.hold();
    else if (motion.state === "held") motion.go();
    else this.cloud.play();
  }

  slid() {
    const place = Number(this.slider.value);
    this.placed(place);
    this.cloud.goTo(place);
  }

  placed(place) {
    this.slider.value = String(Math.round(place));
    this.name.textContent = this.geometry.names[Math.round(place)] ?? "";
    this.slider.setAttribute("aria-valuetext", this.name.textContent);
  }

  moved(state) {
    this.root.dataset.state = state;
    this.root.inert = state === "coming"; // there is no plot to act on
    this.replay.textContent = PLAYS[state];
    this.player.textContent = state === "moving" ? tr("❚❚ Hold") : state === "held" ? tr("▶ Go on") : tr("▶ Play");
    this.refresh();
  }

  kinds() {
    const { colour } = this.geometry;
    if (!colour || !("names" in colour)) return [];
    const palette = paletteOf(this.root);
    return colour.names.map((name, kind) => {
      const look = lookOf(colour, kind, palette, null);
      const chip = button(name, tr("Only {name} in colour, or all again", { name }), () => this.onlyKind(kind));
      chip.prepend(make("i", { textContent: look.sign, ariaHidden: "true" }));
      chip.style.setProperty("--kind", look.colour);
      chip.setAttribute("aria-pressed", String(this.cloud.only === kind));
      return chip;
    });
  }

  onlyKind(kind) {
    this.cloud.only = this.cloud.only === kind ? null : kind;
    [...this.legend.children].forEach((chip, n) => chip.setAttribute("aria-pressed", String(this.cloud.only === n)));
    this.cloud.draw();
  }

  leave() {
    this.cloud.leave();
  }
}
