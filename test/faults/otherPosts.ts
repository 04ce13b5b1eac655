import type { INodeParameters } from 'n8n-workflow';

import type { Cell, Lasting, Outcome } from './cells';
import { expected } from './expected';
import type { Fault } from './faults';
import type { PostKind } from './stage';

const clip = 'https://media.example.com/1.mp4';
const photo = 'https://media.example.com/1.jpg';

/** A post that begins otherwise than a direct post by upload. */
export interface OtherPost extends PostKind {
	name: string;
	/** Whether the init itself starts the post: TikTok downloads the media. */
	isPulled: boolean;
}

const pulled = (name: string, init: PostKind['init'], parameters: INodeParameters): OtherPost => ({
	name,
	init,
	parameters,
	isPulled: true,
	asksCreator: parameters.operation === 'directPost',
	maxTries: 3,
});

/** The pulled ones run with n8n's Retry On Fail: three tries of the node. */
export const otherPosts: OtherPost[] = [
	{
		name: 'draft, uploaded',
		init: 'inbox init',
		parameters: { resource: 'video', operation: 'uploadDraft' },
		isPulled: false,
		asksCreator: false,
	},
	pulled('direct post, pulled', 'video init', {
		resource: 'video',
		operation: 'directPost',
		privacyLevel: 'SELF_ONLY',
		videoSource: 'pullFromUrl',
		videoUrl: clip,
	}),
	pulled('draft, pulled', 'inbox init', {
		resource: 'video',
		operation: 'uploadDraft',
		videoSource: 'pullFromUrl',
		videoUrl: clip,
	}),
	pulled('photos, posted', 'content init', {
		resource: 'photo',
		operation: 'directPost',
		privacyLevel: 'SELF_ONLY',
		photoUrls: [photo],
	}),
	pulled('photos, draft', 'content init', {
		resource: 'photo',
		operation: 'uploadDraft',
		photoUrls: [photo],
	}),
];

/**
 * Faults that surely leave the init undone: no connection came about, or TikTok said no in words that can be read. A fault of its
 * service is no such word, whatever its HTTP status.
 */
const isCertain = (name: string, lasting: Lasting): boolean =>
	['refused', '429', 'expired token'].includes(name) ||
	(name === '200 with a refusal' && lasting === 'always');

/**
 * What is promised for a fault at the init. By upload: as for a direct post, since nothing appears before the bytes.
 * By pull: the init starts the post, so it is sent again only when it surely was not carried out; otherwise its outcome is
 * unknown, nothing is repeated, Retry On Fail included, and the message says so.
 */
export function expectedOf(
	{ isPulled, parameters }: OtherPost,
	fault: Fault,
	lasting: Lasting,
): Outcome {
	const cell: Cell = { fault: fault.name, step: 'init', lasting, source: 'memory' };
	const uploaded = expected(cell);
	const done = { end: parameters.operation === 'directPost' ? 'published' : 'in_inbox' };
	if (!isPulled) return { ...uploaded, ...(uploaded.end === 'published' ? done : {}) };
	const nothingSent = { sent: 0, kept: 0 };
	if (isCertain(fault.name, lasting))
		return { ...uploaded, ...(uploaded.end === 'published' ? done : {}), ...nothingSent };
	const begun = fault.isKept('init') ? 1 : 0;
	return { end: 'outcome_unknown', inits: begun, posts: begun, ...nothingSent };
}
