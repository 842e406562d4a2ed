// What Python sends to a part of the page, made whole: what never changes is fetched once, from the address that says
// what is in it.

const known = new Map(); // address -> a promise of what lies there
const latest = new WeakMap(); // Streamlit's element -> its last call

/** The component with all of its data; undefined for a call that a later one has overtaken. */
export async function whole(component) {
  const { data, parentElement } = component;
  if (!Array.isArray(data)) return component;
  latest.set(parentElement, component);
  const [own, address] = data;
  const { kind, ...lasting } = address ? await fetched(address) : {};
  for (const { table } of kind ? [own, ...(own.cells ?? [])] : []) if (table) table.kind = kind;
  return latest.get(parentElement) === component ? { ...component, data: { ...lasting, ...own } } : undefined;
}

function fetched(address) {
  if (!known.has(address)) {
    const found = load(address);
    found.catch(() => known.delete(address)); // a later call may try again
    known.set(address, found);
  }
  return known.get(address);
}

async function load(address) {
  const reply = await fetch(new URL(address, document.baseURI));
  if (!reply.ok) throw new Error(`${address} is not there (${reply.status}): load the page again.`);
  return reply.json();
}
