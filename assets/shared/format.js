// One rule for numbers on screen; rnnviz/theme.py holds the same rule for Python, and a test compares the two.

const MINUS = "\u2212"; // as wide as "+" in every monospace font, and read out as "minus"

/**
 * Four significant digits, the sign always in the first place: +0.3120, −12.35, +1.235e+08; zero has a blank there.
 * With `plus` = "" positive numbers and zero have no sign place: 0.3120.
 * @param {number | null | undefined} value
 * @param {string} plus
 */
export function formatNumber(value, plus = "+") {
  if (typeof value !== "number" || Number.isNaN(value)) return "NaN"; // JSON has null for a number that is none
  const sign = value < 0 ? MINUS : value > 0 ? plus : plus && "\u00a0";
  return sign + (Number.isFinite(value) ? fourDigits(Math.abs(value)) : "∞");
}

/** @param {number} size */
function fourDigits(size) {
  const rounded = size.toExponential(3);
  const [mantissa, power] = rounded.split("e");
  const exponent = Number(power);
  if (exponent >= -3 && exponent < 4) return Number(rounded).toFixed(3 - exponent);
  return `${mantissa}e${exponent < 0 ? MINUS : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
