// What canvases write, with its size on the screen: kept as it is written, forgotten when the canvas is wiped.
(() => {
  const texts = new Map();
  const own = CanvasRenderingContext2D.prototype;
  const wrap = (name, note) => {
    const before = own[name];
    own[name] = function (...args) {
      note(this, args);
      return before.apply(this, args);
    };
  };
  wrap("clearRect", (ctx) => texts.set(ctx.canvas, new Map()));
  wrap("fillText", (ctx, [text]) => {
    const size = Number(ctx.font.match(/([\d.]+)px/)[1]) * ctx.getTransform().a;
    texts.get(ctx.canvas)?.set(text, size);
  });
  window.written = () => [...texts].flatMap(([canvas, all]) => {
    const scale = canvas.getBoundingClientRect().width / canvas.width;
    return scale ? [...all].map(([text, size]) => [text, Math.round(size * scale * 100) / 100, canvas]) : [];
  });
})();
