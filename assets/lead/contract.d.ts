// What Python sends to the lead's script (assets/lead/lead.js).

/** What a lead lights and keeps. `closed`: there is no card on the page, and nothing more is said. */
export interface LeadData {
  lesson: string;
  closed: boolean;
  light: string;
  say: string;
  /** From 0, of `steps`; those that are done. */
  step?: number;
  steps?: number;
  done?: number[];
  log?: LeadAnswer[];
}

/** An answer that was committed, as the card shows it. */
export interface LeadAnswer {
  id: string;
  lesson: string;
  step: number;
  question: number;
  guess: string;
  truth: string;
  right: boolean;
  sure: boolean;
}
