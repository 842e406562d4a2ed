// The diverging scale of gradients: blue below zero, the page's own shade at zero, red above.
import { formatNumber } from "./format.js";
import { tr } from "./texts.js";

export class Scale {
  /**
   * `stops`: eleven colours from -1 to 1.
   * @param {string} stops
   */
  constructor(stops) {
    this.stops = stops.split(",").map((hex) => [1, 3, 5].map((at) => parseInt(hex.trim().slice(at, at + 2), 16)));
  }

  /**
   * The colour of a value, of `most` the largest size there is; what is beyond float64 is as large as can be.
   * @param {number | null} value
   * @param {number} most
   */
  fill(value, most) {
    const share = value === null ? 1 : Math.max(-1, Math.min(1, value / (most || 1)));
    const at = ((share + 1) / 2) * (this.stops.length - 1);
    const low = Math.min(this.stops.length - 2, Math.floor(at));
    const [a, b] = [this.stops[low], this.stops[low + 1]];
    return a.map((channel, k) => Math.round(channel + (b[k] - channel) * (at - low)));
  }

  /**
   * @param {number | null} value
   * @param {number} most
   */
  css(value, most) {
    return `rgb(${this.fill(value, most).join(",")})`;
  }

  /**
   * Black or white, whichever can be read on that colour.
   * @param {number | null} value
   * @param {number} most
   */
  ink(value, most) {
    const [r, g, b] = this.fill(value, most).map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000" : "#fff";
  }
}

/**
 * The largest size in nested lists; 0 where there is none.
 * @param {any[]} values
 * @returns {number}
 */
export function largest(values) {
  return values.flat(4).reduce((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}

/**
 * Null stands for a number beyond float64.
 * @param {number | null} value
 * @param {string} plus
 */
export const show = (value, plus = "+") => (value === null ? "±∞" : formatNumber(value, plus));

/** @param {number | null} value */
export const full = (value) => (value === null ? tr("beyond what float64 can hold") : String(value).replace("-", "−"));

/**
 * A number as a subscript: E₁₂.
 * @param {number} number
 */
export const low = (number) => String(number).replace(/\d/g, (digit) => String.fromCodePoint(0x2080 + Number(digit)));

const DECADES = 3; // the least that a log axis spans

/**
 * A log axis over sizes: share(value) from 0 (bottom) to 1, and the decades to draw; zeros stand at the bottom.
 * @param {(number | null)[]} sizes
 * @param {number} ticks
 */
export function logAxis(sizes, ticks = 5) {
  const seen = sizes.flatMap((size) => (size && size > 0 && Number.isFinite(size) ? [Math.log10(size)] : []));
  const top = seen.length ? Math.ceil(Math.max(...seen) + 1e-9) : 0;
  const bottom = Math.min(top - DECADES, Math.floor(Math.min(top, ...seen) - 1e-9));
  /** @param {number | null} size */
  const share = (size) =>
    size === null ? 1 : size > 0 ? Math.max(0, (Math.log10(size) - bottom) / (top - bottom)) : 0;
  const every = Math.ceil((top - bottom) / ticks);
  const decades = Array.from({ length: top - bottom + 1 }, (_, k) => bottom + k).filter(
    (decade) => (decade - bottom) % every === 0,
  );
  return { share, decades, bottom, top };
}
