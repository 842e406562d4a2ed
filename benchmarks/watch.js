// Put into every page before its own scripts: stamps what happens there by the page's own clock, in milliseconds.
(() => {
  const now = () => performance.now();
  const bench = (window.bench = { sent: [], got: [], frames: [], moves: [] });

  // What goes over the wire. Streamlit's page makes its socket by this name.
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) =>
        bench.got.push({ at: now(), bytes: data.byteLength ?? data.size ?? data.length }),
      );
    }
    send(data) {
      bench.sent.push({ at: now(), bytes: data.byteLength ?? data.size ?? data.length });
      super.send(data);
    }
  };

  // The stage measures each of its redraws itself.
  new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries()) {
      if (name === "rnnviz:frame") bench.frames.push({ at: startTime, took: duration });
    }
  }).observe({ type: "measure" });

  // From the first listener of a pointer's move to the last one.
  let entered = 0;
  addEventListener("pointermove", () => (entered = now()), true);
  addEventListener("pointermove", () => bench.moves.push({ at: entered, took: now() - entered }));

  // The first element that matches, in the page or in the shadow of a component.
  let shadow = null;
  bench.find = (selector) => {
    const found =
      document.querySelector(selector) ?? (shadow?.host.isConnected ? shadow.querySelector(selector) : null);
    if (found) return found;
    for (const { shadowRoot } of document.querySelectorAll("*")) {
      const inside = shadowRoot?.querySelector(selector);
      if (!inside) continue;
      shadow = shadowRoot;
      return inside;
    }
    return null;
  };

  // From the next `type` of event to a new text in `selector`, and on to the frame that shows it.
  bench.arm = (type, selector) => {
    bench.result = new Promise((resolve, reject) => {
      let from = null;
      const late = setTimeout(
        () => reject(new Error(`no ${from === null ? type : `new text in ${selector}`} for 30 s`)),
        30000,
      );
      addEventListener(type, () => (from = now()), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        if (from === null) return;
        observer.disconnect();
        clearTimeout(late);
        const dom = now();
        requestAnimationFrame(() => resolve(timeline(from, dom, now())));
      });
      observer.observe(bench.find(selector), { characterData: true, childList: true, subtree: true });
    });
  };

  // Milliseconds after the event: first word to the server, its last word before the text changed, text, picture.
  function timeline(from, dom, picture) {
    const after = ({ at }) => at >= from && at <= dom;
    const [sent, got] = [bench.sent.filter(after), bench.got.filter(after)];
    const bytes = got.reduce((sum, message) => sum + message.bytes, 0);
    return {
      sent: (sent[0]?.at ?? from) - from,
      first: (got[0]?.at ?? from) - from,
      last: (got.at(-1)?.at ?? from) - from,
      dom: dom - from,
      picture: picture - from,
      bytes,
    };
  }
})();
