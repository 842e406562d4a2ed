// A stylesheet into a document's head or a shadow root, once; the promise holds until it is applied.

const loading = new WeakMap(); // link element -> promise

/**
 * @param {ParentNode} home
 * @param {URL | string} url
 */
export function addSheet(home, url) {
  const href = String(url);
  /** @type {NodeListOf<HTMLLinkElement>} */
  const links = home.querySelectorAll("link[rel=stylesheet]");
  const present = [...links].find((link) => link.href === href);
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
