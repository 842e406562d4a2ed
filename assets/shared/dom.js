// Elements in a line.

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function button(text, title, act) {
  const found = make("button", { type: "button", textContent: text, title });
  found.addEventListener("click", act);
  return found;
}
