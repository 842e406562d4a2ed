// The marks (3 : 1) and words (4.5 : 1) of a stage's drawings that do not stand out from their ground: each kind once.
(stage) => {
  // Grounds, places to point at, what is paler because it is still to come, and what says a number by how strong it is.
  const QUIET = ".hit, .ground, .track, .later, .later *, .pulse, .pixel, .unit, .decade, .weight-wire, .was, .sheet, .cell:not(.gradient) > rect:first-child, defs *, marker *";
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const painted = (...layers) => {
    pen.clearRect(0, 0, 1, 1);
    for (const [colour, alpha] of layers) {
      pen.globalAlpha = alpha;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const number = (text) => (Number.isNaN(Number.parseFloat(text)) ? 1 : Number.parseFloat(text));
  /** How much of an element is seen, with all that it stands in. */
  const strength = (el) => {
    let all = 1;
    for (let at = el; at && at !== stage; at = at.parentElement) all *= number(getComputedStyle(at).opacity);
    return all;
  };
  const back = getComputedStyle(stage).backgroundColor;
  /** A bar lies on the ground of its number: that of the circuit's chips, or of its own cell. */
  const cellOf = (el) => (el.closest(".number") ? el.closest("svg").querySelector(".chip") : el.parentElement.querySelector("rect"));
  /** A word lies on the last box before it, in its group, that holds its middle. */
  const boxOf = (el) => {
    const { left, width, top, height } = el.getBoundingClientRect();
    const holds = (box) => box.left <= left + width / 2 && box.right >= left + width / 2 && box.top <= top + height / 2 && box.bottom >= top + height / 2;
    const clear = (box) => /^(none|rgba.*, 0\))$/.test(getComputedStyle(box).fill);
    return [...el.parentElement.querySelectorAll("rect")].filter((box) => !clear(box) && holds(box.getBoundingClientRect())).pop();
  };
  const under = (el) => {
    const lies = el.closest(".number") || el.matches(".bar") ? el.matches(".bar, text") && cellOf(el) : el.matches("text") && boxOf(el);
    return lies ? getComputedStyle(lies).fill : back;
  };
  const found = {};
  for (const el of stage.querySelectorAll("svg :is(path, line, rect, circle, ellipse, polyline, polygon, text)")) {
    const box = el.getBoundingClientRect();
    const all = strength(el);
    if (el.matches(QUIET) || (box.width < 1 && box.height < 1) || all < 0.02 || getComputedStyle(el).visibility === "hidden") continue;
    const style = getComputedStyle(el);
    const ground = painted([back, 1], [under(el), 1]);
    const word = el.matches("text");
    const seen = (word ? ["fill"] : ["fill", "stroke"]).filter((kind) => style[kind] !== "none" && !/^rgba.*, 0\)$/.test(style[kind])
      && (kind === "fill" || number(style.strokeWidth) > 0));
    if (!seen.length) continue;
    const best = Math.max(...seen.map((kind) => contrast(painted([`rgb(${ground})`, 1], [style[kind], all * number(style[`${kind}Opacity`])]), ground)));
    const name = `${el.tagName}.${el.getAttribute("class") ?? ""} in ${el.parentElement.getAttribute("class") ?? el.parentElement.tagName}`;
    if (best < (word ? 4.5 : 3)) found[name] = Math.min(found[name] ?? 9, Math.round(best * 100) / 100);
  }
  return Object.entries(found).map(([name, ratio]) => `${name}: ${ratio}`);
}
