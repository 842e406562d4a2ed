// What Python sends to each stage and what comes back, written once. The scripts are checked against these types, and
// the pages' own payloads against tests/js/contract.json, which `npm run contract` makes of this file.
import type { SweepData } from "../gradient/contract.d.ts";
import type { ReadingData } from "../images/contract.d.ts";
import type { KindsData } from "../kinds/contract.d.ts";
import type { AnswerData, AnswerGuess, LeadData } from "../lead/contract.d.ts";
import type { Alone, MapData, MarksData, Pick } from "../map/contract.d.ts";
import type { ClassDeskData } from "../room/contract.d.ts";
import type { WindowsData } from "../sequences/contract.d.ts";
import type { EmbeddingData, WordsData } from "../words/contract.d.ts";

/** By the name of the component: what it is sent, and what it sends under each name. */
export interface Contract {
  cell_stage: { data: CellData; doc: CellDoc };
  stack_stage: { data: StackData; doc: StackDoc };
  sweep_stage: { data: SweepData; doc: CellDoc; pick: Record<string, string> };
  reading_stage: { data: ReadingData; drawn: string };
  windows_stage: { data: WindowsData };
  kinds_stage: { data: KindsData };
  word_table_words: { data: WordsData };
  word_table_embedding: { data: EmbeddingData };
  scatter: { data: MapData; pick: Pick; alone: Alone };
  scatter_marks: { data: MarksData };
  chart: { data: ChartData };
  lead_spot: { data: LeadData };
  lead_answer: { data: AnswerData; guess: AnswerGuess };
  answers: { data: { lessons: Texts } };
  class_desk: { data: ClassDeskData };
}

// Parts

/** Rows of numbers, (steps, units) where it is a quantity's run. */
export type Rows = number[][];
/** The same where float64 may end: null is a number beyond it. */
export type MaybeRows = (number | null)[][];
export type Texts = Record<string, string>;
/** By notation, by the name of a quantity, an operation or a parameter. */
export type Notated = Record<string, Texts>;
/** Where time jumps: after which step, and the hours it lies between. */
export type Gap = [number, string, string];
export type Css = { light: string; dark: string };

export interface Op {
  key: string;
  name: string;
  quantities: string[];
}

/** core/cell.py, to_json. */
export interface Kind {
  arrays: Record<string, string[]>;
  squash: Texts;
  drawn: string[];
  clampable: string[];
  states: string[];
  activated: boolean;
  bounded: boolean;
}

/** `t`: from 0; null for every step. */
export interface Clamp {
  gate: string;
  t: number | null;
  value: number;
}

export interface Head {
  weight: Rows;
  bias: number[];
  softmax: boolean;
}

export interface Source {
  kind: string;
  start: number;
  steps: number;
  standardise: boolean;
  period: number;
  at: number;
  text: string;
  seed: number;
}

/** What an open question covers: at step t, from 0, all but `known`, and all of the steps after it. */
export interface Cover {
  t: number;
  known: string[];
}

/** The arrays of a cell; which of them it has, its kind says. */
export interface Arrays {
  weight_ih: Rows;
  bias_ih: number[];
  weight_hh?: Rows;
  bias_hh?: number[];
  h0: number[];
  c0: number[];
}

/** Everything that is set (state/table.py, to_json). `form`: a stage of the construction. */
export interface Table extends Arrays {
  cell: string;
  kind: Kind;
  preset: string;
  seed: number;
  source: Source;
  x: Rows;
  activation: string;
  clamps: Clamp[];
  head: Head | null;
  slip: string | null;
  notation: string;
  t: number;
  op: number;
  /** How near the picture is (zoom/place.js). */
  zoom: string;
  form?: string;
}

// The cell stage

export interface CellData {
  rev: string;
  /** What Python had heard of last when it made this. */
  heard: string | null;
  title: string;
  look_for: string;
  /** Absent where the stage has sent it itself (released.js). */
  table?: Table;
  base: Partial<Table>;
  recipe: Texts;
  truth: Record<string, Rows>;
  labels: string[];
  gaps: Gap[];
  ops: Op[];
  equations: CellEquations;
  notations: Texts;
  css: Css;
  demo: boolean;
  items: Texts;
  /** A lead stands beside it: whether the weights are shown, and what is covered. */
  /** `live`: a task is measured, and Python is to hear of a drag while it goes on. */
  led?: { weights: boolean; cover: Cover | null; live?: boolean };
}

export interface CellEquations {
  symbols: Notated;
  symbolic: Notated;
  parameters: Notated;
  how: Texts;
  notes: Texts;
}

/** What was released. */
export interface CellDoc {
  rev: string;
  table: Table;
}

// The stack's stage

export interface StackData {
  key: string;
  answer: string;
  query: Texts;
  usual: Texts;
  note: string;
  x: Rows;
  base_x: Rows | null;
  cells: StackCell[];
  closed: boolean;
  dropped: Rows[];
  share: number;
  at: number;
  t: number;
  op: number;
  notation: string;
  labels: string[];
  gaps: Gap[];
  ops: Op[];
  equations: StackEquations;
  notations: Texts;
  css: Css;
}

/** `base`: what of it was moved, before that; `given`: the whole run, of a net that the browser does not compute. */
export interface StackCell {
  layer: number;
  reverse: boolean;
  name: string;
  base: Partial<Arrays> | null;
  table: StackTable;
  truth: Record<string, Rows>;
  given?: Record<string, Rows>;
}

/** Of a few units of a large layer: which those are, from 0, and how many others there are; where x is too long to be
 * drawn, what stands for it at each step. */
export interface StackTable extends Arrays {
  cell: string;
  kind: Kind;
  activation: string;
  head: null;
  slip: null;
  fixed: string[];
  units?: number[];
  others?: number;
  pieces?: string[];
}

/** `sizes`: of layer 1 and of those above; `names`: of every cell. */
export interface StackEquations {
  sizes: { how: Texts; notes: Texts; parameters: Notated }[];
  names: { symbols: Notated; symbolic: Notated }[];
}

export interface StackDoc {
  answer: string;
  query: string;
}

// Charts

/** figure: plotly's own. */
export interface ChartData {
  figure: { traces: object[]; layout: object };
  /** A colour on a light page, and what it is on a dark one. */
  in_dark: Texts;
  alt: string;
  library: string;
  config: object;
}
