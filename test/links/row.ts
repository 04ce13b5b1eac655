import type { HostBehaviour, StoreBehaviour } from './behaviour';
import type { Expected, none } from './expected';

/** How a file reaches TikTok: from a link by n8n, from n8n's store, from an address by TikTok itself. */
export const ways = ['link', 'file', 'photo'] as const;

export type Way = (typeof ways)[number];

/** What a cell's file is. */
export interface FileKind {
	/** In bytes. */
	size: number;
	/** Of a video; MP4 with its header in front unless given. */
	form?: 'header at the end' | 'WebM';
}

/** One behaviour, and what becomes of a post in each way. */
export interface Row {
	name: string;
	file: FileKind;
	host: HostBehaviour;
	/** What a link meets besides, so that the behaviour shows. */
	alsoForLinks?: HostBehaviour;
	/** What corresponds to it in n8n's store. */
	store?: StoreBehaviour;
	expected: Record<Way, Expected | typeof none>;
}

/** Smaller than what n8n holds of a link in memory, larger than that, and larger than one part of an upload; in bytes. */
export const small: FileKind = { size: 600_000 };
export const large: FileKind = { size: 12_000_000 };
export const inTwoParts: FileKind = { size: 70_000_000 };

/** A byte of the large file that n8n has not yet read when the upload begins. */
export const middle = 9_000_000;

export const MB = 1_000_000;
