// What the page Class is sent, and what a room's socket carries (rnnviz/room/views.py, rnnviz/room/desk.py).

/** The page Class: all that it shows comes over the socket. */
export type ClassDeskData = Record<string, string>;

export interface Face {
  animal: string;
  colour: string;
}

/** How answers lie, round by round: counts of options, of steps or of bins; or the texts, each with its count. */
export interface Lies {
  counts?: number[][];
  edges?: number[];
  beyond?: boolean[];
  texts?: [string, number][][];
}

export interface AskedView {
  number: number;
  kind: "choice" | "number" | "mark" | "text";
  text: string;
  options: string[];
  steps: number;
  unit: string;
  ours: boolean;
  round: number;
  revealed: boolean;
  lies?: Lies;
  truth?: string | number | null;
  /** The student's. */
  mine?: string | null;
  /** The teacher's: answers of this round, of each round. */
  count?: number;
  counts?: number[];
  named?: [Face, string][];
}

export interface Offered {
  number: number;
  face: Face;
  words: string;
  link: string;
}

/** A room as one desk sees it. */
export interface Seen {
  role: "teacher" | "student";
  code: string;
  named: boolean;
  leads: boolean;
  link: string;
  at: number;
  question: AskedView | null;
  face?: Face;
  follows?: boolean;
  offered?: boolean;
  here?: number;
  follow?: number;
  done?: number;
  asked?: number;
  students?: { face: Face; follows: boolean; done: boolean; answered: boolean }[];
  offers?: Offered[];
}

/** What is answered to one desk alone. */
export interface Said {
  wrong?: string;
  /** Why the class stands still, as a sentence. */
  lost?: string;
  over?: string;
  did?: string;
  opened?: string;
  joined?: string;
  key?: string;
  csv?: string;
  asked?: boolean;
  place?: { link: string; qr: string; alone: boolean };
}
