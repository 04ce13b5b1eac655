import type { Rule } from './values';

/** How a journey may end: in these words, or in a message that names the matter. */
export type End = string | RegExp;

/** By value as it is written, and by journey. */
export type Departures = Partial<Record<Rule, Record<string, Record<string, End>>>>;

/** What is promised where a value of a rule makes a journey end otherwise than by default. Written by hand. */
export const departures: Departures = {};
