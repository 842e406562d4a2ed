// A stylesheet into a document's head or a shadow root, once; the promise holds until it is applied.

const loading = new WeakMap(); // link element -> promise

export function addSheet(home, url) {
  const href = String(url);
  const present = [...home.querySelectorAll("link[rel=stylesheet]")].find((link) => link.href === href);
  if (present && loading.has(present)) return loading.get(present);
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const ready = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error(`${href} cannot be loaded`));
    };
  });
  loading.set(link, ready);
  home.append(link);
  return ready;
}
