// What the reading stage is sent and sends back: see assets/shared/contract.d.ts.
import type { Css, Rows } from "../shared/contract.d.ts";

export interface ReadingData {
  drawn: string;
  orders: Record<string, { title: string; x: Rows }>;
  beliefs: Belief[];
  css: Css;
}

export interface Belief {
  name: string;
  orders: string[];
  p: Rows;
  squares: number[];
}
