// Every text that a page shows, with its size on the screen in px: what stands in the page, in its stages and charts.
() => {
  const found = [];
  const FIGURE = /^[+\-−±]?(\d[\d.,]*|∞)(e[+\-−]\d+)?%?$/;
  const shown = (el) => {
    const style = getComputedStyle(el);
    return style.display !== "none" && style.visibility !== "hidden" && Number(style.opacity) > 0.05;
  };
  const scaleOf = (el) => {
    if (el instanceof SVGElement) {
      const { a, b } = el.getScreenCTM?.() ?? { a: 1, b: 0 };
      return Math.hypot(a, b);
    }
    let scale = el.currentCSSZoom ?? 1;
    for (let at = el; at instanceof HTMLElement; at = at.parentElement) {
      const { transform } = getComputedStyle(at);
      if (transform !== "none") scale *= Math.sqrt(Math.abs(new DOMMatrix(transform).a * new DOMMatrix(transform).d));
    }
    return scale;
  };
  const partOf = (el) => {
    if (el.closest(".js-plotly-plot")) return el.closest(".scatter") ? "map" : "chart";
    if (el.getRootNode() instanceof ShadowRoot || el.closest(".scatter")) return "stage";
    return "page";
  };
  const add = (el, words) => {
    const box = el.getBoundingClientRect();
    if (box.width < 1.5 || box.height < 1.5) return;
    const text = words.trim();
    const base = el.closest(".katex");
    const size = Number.parseFloat(getComputedStyle(el).fontSize);
    const script = Boolean(base) && size < 0.9 * Number.parseFloat(getComputedStyle(base).fontSize) && !el.closest("[data-quantity]");
    found.push({
      text: text.slice(0, 24), size: Math.round(size * scaleOf(el) * 100) / 100, part: partOf(el), script, figure: FIGURE.test(text.replaceAll(/[()\s ]/g, "")),
      name: `${el.tagName.toLowerCase()}.${el.getAttribute("class") ?? ""} in ${el.parentElement?.getAttribute("class") ?? el.parentElement?.tagName ?? ""}`,
    });
  };
  const walk = (node) => {
    if (node instanceof Element) {
      if (node.matches("script, style, title, defs, .katex-mathml, .live, option, noscript, [data-testid=stIconMaterial], .stAppHeader *") || !shown(node)) return;
      if (node.matches("[aria-hidden=true]") && !node.closest(".katex")) return;
      if (node.matches("select, input:not([type=range], [type=checkbox], [type=radio]), textarea")) return add(node, node.selectedOptions?.[0]?.text ?? node.value);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) child.data.replace(/[​\s]/g, "") && node instanceof Element && add(node, child.data);
      else walk(child);
    }
  };
  walk(document.body);
  for (const [text, size, canvas] of window.written?.() ?? []) {
    if (!canvas.isConnected) continue;
    found.push({ text, size, part: canvas.closest(".js-plotly-plot") ? "chart" : "stage", script: false, figure: FIGURE.test(text.trim()), name: `canvas ${canvas.parentElement?.className}` });
  }
  return found;
}
