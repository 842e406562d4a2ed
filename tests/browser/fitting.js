// What does not fit on a stage, whichever it is: texts that cover each other, that cross a frame, or that are cut off.
(root) => {
  const wrong = [];
  const box = (el) => el.getBoundingClientRect();
  const shown = (el) => getComputedStyle(el).visibility !== "hidden" && Number(getComputedStyle(el).opacity) > 0.05;
  /** What of a rectangle can be seen through the boxes around it that scroll or cut. */
  const seen = (rect, el) => {
    let { left, right, top, bottom } = rect;
    for (let at = el.parentElement; at && at !== root.parentNode; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (at.tagName === "svg" || (overflowX === "visible" && overflowY === "visible")) continue;
      const frame = box(at);
      [left, right, top, bottom] = [Math.max(left, frame.left), Math.min(right, frame.right), Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    return right - left > 1 && bottom - top > 1 ? { left, right, top, bottom } : null;
  };
  const texts = [];
  const add = (el, words, rect, cut) => {
    const { left, right, top, bottom } = rect;
    const trim = ((bottom - top) * cut) / 2;
    const part = seen({ left, right, top: top + trim, bottom: bottom - trim }, el);
    if (part && words.trim()) texts.push({ el, words: words.trim().slice(0, 40), ...part });
  };
  const spoken = (el) => getComputedStyle(el).clipPath === "inset(50%)"; // for a screen reader alone
  const walk = (el) => {
    if (!shown(el) || spoken(el) || el.matches(".live, .katex-mathml, .type-box, option, style, title, canvas, defs")) return;
    if (el.matches(".katex")) return add(el, el.querySelector("annotation")?.textContent ?? el.textContent, box(el.querySelector(".katex-html") ?? el), 0.25);
    if (el.tagName === "text") return add(el, el.textContent, box(el), 0.25);
    if (el.tagName === "SELECT") return add(el, el.selectedOptions[0]?.textContent ?? "", box(el), 0.25);
    for (const child of el.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(child);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) {
        const range = document.createRange();
        range.selectNodeContents(child);
        for (const rect of range.getClientRects()) add(el, child.data, rect, 0.25);
      }
    }
  };
  walk(root);
  const meets = (a, b, by = 1.5) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
  texts.forEach((a, k) => texts.slice(k + 1).forEach((b) => {
    if (a.el !== b.el && meets(a, b)) wrong.push(`“${a.words}” covers “${b.words}”`);
  }));
  const frames = [...root.querySelectorAll("svg .chip, svg .node rect, svg .node circle, svg .frame, svg .number .hit, svg .cell > rect:not(.bar), .card")].filter(shown);
  for (const frame of frames) {
    const edge = seen(box(frame), frame);
    if (!edge) continue;
    for (const text of texts) {
      const air = frame.matches(".hit") ? 0.018 * (edge.right - edge.left) : -2; // a number has room at both sides
      const within = text.left >= edge.left + air && text.right <= edge.right - air && text.top >= edge.top - 2 && text.bottom <= edge.bottom + 2;
      if (meets(text, edge, 1) && !within) wrong.push(`“${text.words}” crosses a frame (${frame.getAttribute("class") ?? frame.parentNode.getAttribute("class")})`);
    }
  }
  const home = box(root);
  for (const text of texts) {
    if (text.left < home.left - 2 || text.right > home.right + 2) wrong.push(`“${text.words}” leaves the stage`);
  }
  for (const el of root.querySelectorAll("*")) {
    const { overflowX, overflowY } = getComputedStyle(el);
    if (!el.clientWidth || !shown(el) || spoken(el) || el.closest(".live, .katex, svg")) continue;
    if (overflowX === "hidden" && el.scrollWidth > el.clientWidth + 1) wrong.push(`cut off sideways: ${el.className}`);
    if (overflowY === "hidden" && overflowX !== "auto" && el.scrollHeight > el.clientHeight + 1) wrong.push(`cut off below: ${el.className}`);
  }
  for (const part of root.children) {
    for (const el of part.querySelectorAll("*")) {
      if (el.closest(".katex, svg, .label, .type-box") || !el.clientWidth || !shown(el)) continue;
      const [a, b] = [seen(box(el), el), box(part)];
      if (a && (a.right > b.right + 2 || a.left < b.left - 2)) wrong.push(`${el.className || el.tagName} leaves ${part.className}`);
    }
  }
  return [...new Set(wrong)];
}
