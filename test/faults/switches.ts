import type { Rules } from '../simulator';
import type { Cell, Outcome } from './cells';

/** One of TikTok's unsure rules, switched the other way. */
export interface Switched {
	name: string;
	/** What is unsure, and how it is read here. */
	reading: string;
	rules: Partial<Rules>;
}

export const asDocumented: Switched = { name: 'as documented', reading: '', rules: {} };

/** The unsure rules that touch uploads: each of them is asked for, or answers, between init and verdict. */
export const switches: Switched[] = [
	{
		name: 'MB decimal',
		reading: 'the bounds of parts are decimal megabytes',
		rules: { chunkBounds: 'decimal' },
	},
	{
		name: 'MB binary',
		reading: 'the bounds of parts are binary megabytes',
		rules: { chunkBounds: 'binary' },
	},
	{
		name: 'another upload server',
		reading:
			'upload URLs name other hosts of TikTok’s in turn, one under another domain, and another path',
		rules: {
			uploadHosts: ['open-upload.tiktokapis.us', 'open-upload-i18n.tiktokapis.com'],
			uploadPath: '/upload',
		},
	},
	{
		name: 'last index',
		reading: 'the range in the upload server’s answers ends at the last index, not at the count',
		rules: { uploadAnswerRange: 'lastIndex' },
	},
	{
		name: 'repeated parts accepted',
		reading: 'a part that TikTok has is accepted again, in place of 416',
		rules: { repeatedChunk: 'accepted' },
	},
	{
		name: 'expired upload fails',
		reading: 'once the hour is over, the status is FAILED, in place of PROCESSING_UPLOAD',
		rules: { expiredUpload: 'failed' },
	},
	{
		name: 'limits counted otherwise',
		reading: 'the inits share a limit, and a refreshed token keeps the limit of the one before',
		rules: { initLimitShared: true, refreshKeepsBucket: true },
	},
	{
		name: 'ids as texts',
		reading: 'post ids come quoted, and an empty list where there is none',
		rules: { postIdForm: 'strings', emptyPostIdList: true },
	},
	{
		name: 'a single id',
		reading: 'the post id is no list, and the byte count stays in the last status',
		rules: { postIdForm: 'scalar', bytesWhenComplete: true },
	},
	{
		name: 'publish id unknown at first',
		reading: 'status does not know a publish id for its first five seconds',
		rules: { publishIdVisibleAfterMs: 5_000 },
	},
];

export function switchNamed(name: string): Switched {
	const found = switches.find((one) => one.name === name);
	if (!found) throw new Error(`No rule is called ${name}`);
	return found;
}

/** Where a cell ends otherwise than with the documented rule, and why. */
export function departures(name: string, { fault }: Cell): Partial<Outcome> {
	// TikTok itself gives the post up, and its reason is what the user reads.
	if (name === 'expired upload fails' && fault === 'upload URL expired') return { end: 'internal' };
	return {};
}
