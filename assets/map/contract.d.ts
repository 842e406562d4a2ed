// What the map is sent and sends back: see assets/shared/contract.d.ts.
import type { Rows } from "../shared/contract.d.ts";

export interface MapData {
  name: string;
  geometry: Geometry;
  alt: string;
  library: string | null;
}

/** slices, start: the coordinates, an axis a list. */
export interface Geometry {
  rev: string;
  space: string;
  labels: string[];
  slices: Rows[];
  names: string[];
  start: Rows | null;
  colour: Kinds | Values | null;
  path: boolean;
  file: string;
}

/** rest: of many kinds, the one that is most of the points; shown: those that have colours of their own. */
export interface Kinds {
  names: string[];
  of: number[];
  rest: number | null;
  shown: number[];
}

export interface Values {
  title: string;
  of: (number | null)[];
  low: number;
  high: number;
  log?: boolean;
  ticks?: number[];
}

/** neighbours: rows with their distances as text. */
export interface MarksData {
  name: string;
  space: string;
  chosen: number | null;
  neighbours: [number, string][];
  marks: number[];
  trails: number[];
  said: string;
}

export interface Pick {
  row: number;
  space: string;
  count: number;
}

export interface Alone {
  rows: number[];
  space: string;
  count: number;
}
