// Elements in a line.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<Omit<HTMLElementTagNameMap[Tag], "style">>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Its text, where that is another: the browser lays out anew what is written again, and a drag writes every frame.
 * @param {Node} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * What names a button: its own text where that has a word, else its title. A name that leaves out what is to be read
 * cannot be spoken to by who reads it.
 * @param {string} text
 * @param {string} title
 */
export const named = (text, title) => (/\p{L}{2}/u.test(text) ? { title } : { title, ariaLabel: title });

/**
 * @param {string} text
 * @param {string} title
 * @param {(event: MouseEvent) => void} act
 */
export function button(text, title, act) {
  const found = make("button", { type: "button", textContent: text, title });
  found.addEventListener("click", act);
  return found;
}
