// What the scripts say, by what they say in English: nothing, in English. For another language the server answers this
// address with the language's own table (rnnviz/texts.py).

/** @type {Record<string, string | string[]>} */
export const messages = {};

/** Which form of a text `n` things have. @param {number} n */
export const plural = (n) => Number(n !== 1);
