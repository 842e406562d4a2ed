// What Python sends to the lead's scripts (assets/lead/lead.js, answer.js).

import type { Texts } from "../shared/contract.d.ts";

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

/** A question's own control. `truth`: null until the answer was committed. Steps count from 1. */
export interface AnswerData {
  hand: string;
  low: number;
  high: number;
  /** Steps of a sketch, or things to order; else 0. */
  count: number;
  items: Texts;
  unit: string;
  guess: AnswerGuess | null;
  truth: AnswerGuess | null;
}

/** A step or a number, a curve, or an order. */
export type AnswerGuess = number | number[] | string[];
