// What the words' and the embedding's tables is sent and sends back: see assets/shared/contract.d.ts.
import type { Css, Rows } from "../shared/contract.d.ts";

export interface WordsData {
  view: "words";
  css: Css;
  at: number;
  column: number;
  vocabulary: string[];
  table: Rows;
  lines: Line[];
  costs: Cost[];
}

/** product: of the one-hot rows and the table. */
export interface Line {
  tokens: string[];
  ids: number[];
  unknown: number[];
  padding: number[];
  product: Rows;
}

export interface Cost {
  name: string;
  words: string;
  one_hot: string;
  embedded: string;
  table: string;
}

/** padding: -1 where there is none. */
export interface EmbeddingData {
  view: "embedding";
  css: Css;
  at: number;
  column: number;
  before: Rows;
  gradient: Rows;
  change: Rows;
  after: Rows;
  mean: Rows;
  square: Rows;
  names: string[];
  why: string[];
  counts: number[];
  ids: number[];
  parts: Rows;
  padding: number;
  optimiser: string;
  lr: number;
  number: number;
  printed: Rows;
}
