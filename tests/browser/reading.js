// What the tests read off the stage: an expression that is an object of functions of the stage's element.
({
  /** Every number of the circuit as it is written. */
  numbers: (stage) => {
    const numbers = [...stage.querySelectorAll(".circuit-box .number")];
    return Object.fromEntries(numbers.map((g) => [`${g.dataset.q}:${g.dataset.row}`, g.querySelector("text").textContent]));
  },

  /** The numbers that carry the mark of what they were. */
  moved: (stage) => [...stage.querySelectorAll(".circuit-box .number")]
    .filter((g) => g.querySelector(".was").style.display !== "none")
    .map((g) => `${g.dataset.q}:${g.dataset.row}`),

  /** The lines of arithmetic, every number at full precision and in parentheses; a fraction in KaTeX's order. */
  lines: (stage) => [...stage.querySelectorAll(".lines > div")].map((line) => {
    let text = "";
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      else if (node.dataset?.quantity) {
        node.dispatchEvent(new PointerEvent("pointerenter"));
        text += `(${node.title})`;
      } else if (!node.classList.contains("katex-mathml")) node.childNodes.forEach(walk);
    };
    walk(line);
    return text;
  }),

  /** Each number's lines, and its note, when it has the focus. */
  async everyLine(stage) {
    const out = {};
    for (const number of stage.querySelectorAll(".circuit-box .number")) {
      number.focus();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      out[`${number.dataset.q}:${number.dataset.row}`] = [this.lines(stage), stage.querySelector(".note").textContent];
    }
    return out;
  },

  /** Where a strip's columns (by time step) and rows (by name) have their middles, found by pointing everywhere. */
  cells(stage, name) {
    const strip = stage.querySelector(name);
    const box = strip.getBoundingClientRect();
    const at = (x, y) => this.told(stage, name, [[x, y]])[0].match(/^(.+) at t = (\d+): \S+(?: \(was \S+\))?$/);
    const rows = new Map();
    for (let y = box.top + 0.5; y < box.bottom; y += 1) {
      const row = at(box.right - 2, y)?.[1];
      if (row) rows.set(row, [...(rows.get(row) ?? []), y]);
    }
    const middles = [...rows].map(([row, all]) => [row, all[Math.floor(all.length / 2)]]);
    const step = (x) => Number(at(x, middles[0][1])[2]);
    const last = step(box.right - 2);
    let second = box.left; // where the second column begins; left of it the names count as the first
    while (step(second) < 2) second += 0.5;
    const width = (box.right - second) / (last - 1);
    return [Array.from({ length: last }, (_, k) => [k + 1, second + (k - 0.5) * width]), middles];
  },

  /** What the stage says when a strip is pointed at in these places. */
  told: (stage, name, places) => {
    const strip = stage.querySelector(name);
    const change = stage.querySelector(".change");
    const words = places.map(([clientX, clientY]) => {
      strip.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
      return change.textContent;
    });
    strip.dispatchEvent(new PointerEvent("pointerleave"));
    return words;
  },

  /** What overlaps, leaves its box, or is cut off: a sentence each. */
  misfits: (stage) => {
    const wrong = [];
    const box = (el) => el.getBoundingClientRect();
    const all = (query) => [...stage.querySelectorAll(query)].filter((el) => box(el).width > 0);
    const name = (el) => {
      const number = el.closest("[data-q]");
      if (number) return `${number.dataset.q}:${number.dataset.row}`;
      return `${el.getAttribute("class")} “${(el.querySelector(".katex-mathml annotation") ?? el).textContent.trim().slice(0, 30)}”`;
    };
    const inside = (a, b, slack = 1) => a.left >= b.left - slack && a.right <= b.right + slack;
    // a letter stands in the middle half of its line
    const ink = (el) => {
      const { left, right, top, bottom } = box(el);
      const cut = (bottom - top) / 4;
      return { left, right, top: top + cut, bottom: bottom - cut };
    };
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const apart = (what, ones, others, of = box) => {
      ones.forEach((a, k) => (others ?? ones.slice(k + 1)).forEach((b) => {
        if (a !== b && meet(of(a), box(b))) wrong.push(`${what}: ${name(a)} and ${name(b)}`);
      }));
    };
  
    for (const text of all(".number text")) {
      const [a, b] = [box(text), box(text.closest(".number").querySelector(".hit"))];
      if (!inside(a, b, 1) || a.top < b.top - 3 || a.bottom > b.bottom + 3) wrong.push(`a number leaves its box: ${name(text)} ${text.textContent}`);
    }
    const [chips, nodes, labels] = [all("svg .chip"), all("svg .node rect, svg .node circle"), all(".label")];
    apart("two chips meet", chips);
    apart("a node covers a chip", nodes, chips);
    apart("two nodes meet", nodes);
    apart("a label covers a chip", labels, chips, ink);
    apart("two labels meet", labels, null, ink);
    apart("a label covers a node", labels, nodes, ink);
    apart("two parts meet", [...stage.children].filter((el) => box(el).width > 2 && !el.matches(".live")), null);
    const frame = box(stage);
    for (const el of all("svg.circuit *:not(marker *), .label, .weight, .matrix, button, select, .where, .change, .truth, canvas")) {
      if (!inside(box(el), frame)) wrong.push(`beyond the stage: ${name(el)}`);
    }
    for (const el of all(".side .weight, .side .matrix, .side button")) if (!inside(box(el), box(stage.querySelector(".side")))) wrong.push(`beyond the panel: ${name(el)}`);
    for (const el of all("button, select, .where, .title, .weight, .side, .status")) {
      if (el.clientWidth && el.scrollWidth > el.clientWidth + 1) wrong.push(`cut off: ${name(el)}`);
    }
    const side = stage.querySelector(".side");
    if (box(side).width && side.scrollHeight > side.clientHeight + 1) wrong.push("cut off: the panel");
    return wrong;
  },

  /** Text with less than 4.5 : 1 of contrast. */
  faint: (stage) => {
    const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgb = (colour) => {
      probe.clearRect(0, 0, 1, 1);
      probe.fillStyle = colour;
      probe.fillRect(0, 0, 1, 1);
      return [...probe.getImageData(0, 0, 1, 1).data];
    };
    const light = (colour) => {
      const [r, g, b] = rgb(colour).slice(0, 3).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const ground = (el) => {
      for (let at = el; at; at = at.parentElement ?? at.getRootNode().host) {
        const colour = getComputedStyle(at).backgroundColor;
        if (rgb(colour)[3] > 200) return colour;
      }
      return "white";
    };
    const wrong = [];
    const chip = getComputedStyle(stage.querySelector("svg .chip")).fill;
    for (const text of stage.querySelectorAll(".number:not(.later) text")) {
      if (contrast(getComputedStyle(text).fill, chip) < 4.5) wrong.push(`number ${text.textContent}`);
    }
    for (const el of stage.querySelectorAll(".label span, .weight, .where, .change, .truth, .title, .note, .gates-head b, button, .symbolic span, .lines span")) {
      const own = [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (!own || el.disabled || el.ariaDisabled === "true" || el.closest(".katex-mathml")) continue;
      const ratio = contrast(getComputedStyle(el).color, ground(el));
      if (ratio < 4.5) wrong.push(`${el.className || el.tagName} “${el.textContent.trim().slice(0, 20)}” ${ratio.toFixed(1)}`);
    }
    return [...new Set(wrong)];
  },

  /** px of the smallest digits of the circuit. */
  smallest: (stage) => Math.min(...[...stage.querySelectorAll(".circuit-box .number text")].map(
    (text) => Number(text.getAttribute("font-size")) * text.getScreenCTM().a)),

  /** Where each part of the stage is, to the pixel, from its own corner. */
  places: (stage) => {
    const home = stage.getBoundingClientRect();
    const parts = [".toolbar", ".circuit-box", ".side", ".strip", ".status", ".arithmetic", ".gates"];
    return ["self", ...parts].map((part) => {
      const { left, top, width, height } = (stage.querySelector(part) ?? stage).getBoundingClientRect();
      return [part, ...[left - home.left, top - home.top, width, height].map(Math.round)].join(" ");
    });
  },
})
