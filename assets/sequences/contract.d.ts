// What the windows stage is sent and sends back: see assets/shared/contract.d.ts.
import type { Css, Rows, Texts } from "../shared/contract.d.ts";

/**
 * begins: null where they are multiples of the stride; marks: a letter a window, which meanings and short explain;
 * dates: on both sides of each jump.
 */
export interface WindowsData {
  values: Rows;
  labels: string[];
  lag: number;
  ahead: number;
  stride: number;
  begins: number[] | null;
  marks: string;
  straddles: number[];
  jumps: number[];
  dates: [string, string][];
  boundary: number | null;
  shape: number[];
  axes: string[];
  first: boolean;
  batch: number;
  ordered: boolean;
  words: boolean;
  thing: string;
  meanings: Texts;
  short: Texts;
  css: Css;
}
