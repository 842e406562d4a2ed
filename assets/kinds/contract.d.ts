// What the kinds' stage is sent and sends back: see assets/shared/contract.d.ts.
import type { Css, Rows } from "../shared/contract.d.ts";

export interface KindsData {
  kind: string;
  title: string;
  columns: Column[];
  picture: Rows | null;
  css: Css;
}

/** p: the likeliest of what it says, with their probabilities. */
export interface Column {
  part: string;
  x: string | null;
  fed: boolean;
  h: number[];
  said: string | null;
  p: [string, number][];
}
