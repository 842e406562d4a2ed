// What the sweep stage is sent and sends back: see assets/shared/contract.d.ts.
import type { Css, Gap, MaybeRows, Notated, Rows, Table, Texts } from "../shared/contract.d.ts";

export interface SweepData {
  rev: string;
  heard: string | null;
  table: Table;
  parameters: string[];
  labels: string[];
  gaps: Gap[];
  query: Texts;
  moves: Moves;
  of: number;
  parameter: string;
  numbers: { values: number[]; names: string[]; products: (number | null)[] };
  net: Unrolled;
  sweeps: { L: Sweep; E: Sweep };
  inside: Inside | null;
  path: Path;
  slides: Slides | null;
  equations: SweepEquations;
  notations: Texts;
  css: Css;
  /** Beside a lead. moved: a name of the state that a step has put; most: the stops that an open question leaves. */
  led?: { moved: string; most: number | null };
}

/** Where the learner stands. */
export interface Moves {
  view: string;
  example: string;
  whole: boolean;
  k: number;
  front: number;
  factor: number;
  notation: string;
}

/** errors: null where there is no loss. */
export interface Unrolled {
  cell: string;
  states: string[];
  start: Record<string, number[]>;
  x: Rows;
  h: MaybeRows;
  c?: MaybeRows;
  y: MaybeRows;
  p: MaybeRows | null;
  target: MaybeRows;
  errors: (number | null)[];
  first: number;
  loss: string;
  head: { weight: Rows; bias: number[] };
  steps: number;
}

export interface Sweep {
  value: number | null;
  dy: MaybeRows;
  dh: MaybeRows;
  dc?: MaybeRows;
  start: Record<string, (number | null)[]>;
  norms: Record<string, (number | null)[]>;
  parts: { own: MaybeRows; rows: MaybeRows; later: MaybeRows } | null;
}

/** What the arithmetic of a factor is made of. */
export interface Inside {
  fields: Record<string, MaybeRows>;
  ih: MaybeRows[][];
  hh: MaybeRows[][];
  jacobians: MaybeRows[];
  clamped: Record<string, boolean[]>;
}

export interface Path {
  ks: number[];
  factors: Factor[];
  rows: MaybeRows;
  norms: (number | null)[];
  ends: End[];
  shape: number[];
}

export interface Factor {
  key: string;
  step: number;
  size: [number, number];
  norm: number | null;
  matrix: MaybeRows | null;
}

export interface End extends Factor {
  value: (number | null)[] | null;
  total: number | null;
}

export interface Slides {
  names: Texts;
  expansions: Record<string, Expansion[]>;
  slip: Slip | null;
}

export interface Expansion {
  of: number;
  latex: string;
  terms: { k: number; latex: string; value: MaybeRows }[];
  total: MaybeRows | null;
}

export interface Slip {
  right: Expansion;
  unfinished: Expansion;
  repeated: Expansion;
  gaps: { unfinished: number | null; repeated: number | null };
}

export interface SweepEquations {
  names: Notated;
  formulas: Notated;
  symbols: Notated;
  letters: Notated;
  how: Texts;
  layout: Texts;
}
