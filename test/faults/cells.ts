/** The steps of a direct post by upload, in order. */
export const steps = [
	'creator info',
	'init',
	'first part',
	'middle part',
	'last part',
	'status',
] as const;

export type Step = (typeof steps)[number];

/** Where n8n has the bytes: in memory, in its file store, behind a link (*URL, Sent by n8n*). */
export const sources = ['memory', 'file', 'URL'] as const;

export type Source = (typeof sources)[number];

/** Whether the fault strikes once, or every time from then on. */
export type Lasting = 'once' | 'always';

/** One run of the node with one fault. */
export interface Cell {
	fault: string;
	step: Step;
	lasting: Lasting;
	source: Source;
}

/** How a run ended, and what it left at TikTok. */
export interface Outcome {
	/** `published`, `processing`, or the code of the message with which the node stopped. */
	end: string;
	/** Publish ids that TikTok gave out. */
	inits: number;
	posts: number;
	/** PUTs that reached the upload server. */
	sent: number;
	/** Parts that TikTok has, identical to those of the file. */
	kept: number;
}

/** How many parts the file of a cell has: as few as the step needs, so that it stays small. */
export function partsOf(step: Step): number {
	if (step === 'middle part') return 3;
	return step === 'first part' || step === 'last part' ? 2 : 1;
}

export const isPart = (step: Step): boolean => step.endsWith('part');

/** The index of the part that a step is about, from 0. */
export function partIndex(step: Step): number {
	return { 'first part': 0, 'middle part': 1, 'last part': partsOf(step) - 1 }[step as string] ?? 0;
}
