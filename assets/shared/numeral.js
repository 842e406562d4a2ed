// How a number is written: the twin of rnnviz/core/typed.py, which explains it. One list of strings tests both.

const BLANK = " \\t\\r\\n\\u00a0\\u2009\\u202f";
const AROUND = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "g");
const MINUS = /[\u2212\u2013\uff0d\ufe63]/g;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const COMMA = /^[+-]?\d*,\d+(e[+-]?\d{1,3})?$/i;
const EITHER = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const COMMAS_GROUP = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const POINTS_GROUP = /^[+-]?\d{1,3}(\.\d{3})+,\d+$|^[+-]?\d{1,3}(\.\d{3}){2,}$/;
const SPACES_GROUP = /^[+-]?\d{1,3}([ \u00a0\u2009\u202f'\u2019]\d{3})+([.,]\d+)?$/;

/**
 * { value } or, where the text has two readings, { value, other }; null for what is no number.
 * @param {string} text
 * @returns {{ value: number, other?: number } | null}
 */
export function numeral(text) {
  const written = text.replace(AROUND, "").replace(MINUS, "-");
  if (EITHER.test(written))
    return { value: Number(written.replace(",", ".")), other: Number(written.replace(",", "")) };
  if (PLAIN.test(written)) return { value: Number(written) };
  if (COMMA.test(written)) return { value: Number(written.replace(",", ".")) };
  if (COMMAS_GROUP.test(written)) return { value: Number(written.replaceAll(",", "")) };
  if (POINTS_GROUP.test(written)) return { value: Number(written.replaceAll(".", "").replace(",", ".")) };
  if (SPACES_GROUP.test(written)) return { value: Number(written.replace(/[^\d+.,-]/g, "").replace(",", ".")) };
  return null;
}
