import type { IDataObject } from 'n8n-workflow';

import { sha256 } from '../harness/digest';
import type { Upload } from '../simulator';
import type { Count, End, Expected } from './expected';
import type { Outcome } from './stage';

/** What the messages of the node stand for. */
const meanings: Array<[RegExp, End | 'the host answers']> = [
	[/answered ‘.+’ with HTTP (\d+)/, 'the host answers'],
	[/could not be reached|only redirects/, 'the host is not reached'],
	[/broke off|fell silent/, 'the host breaks off'],
	[/changed while it was being sent/, 'the file changed'],
	[
		/(?:ended|ends|goes on) after|announced|more bytes|fewer bytes/,
		'the size is not what was announced',
	],
	[/ is broken: /, 'the file is broken'],
	[/is a web page/, 'it is something else'],
	[/n8n’s store/, 'n8n’s store does not have it'],
	[/TikTok could not download a photo/, 'TikTok cannot fetch it'],
	[/TikTok cannot use the format/, 'TikTok cannot use it'],
];

/** What the node gave, or what it stopped with. */
interface Result {
	error?: { message: string; description?: string | null };
	json: IDataObject[];
}

/** @param origin of the host, which differs from run to run */
export function endOf({ error, json }: Result, origin: string): string {
	if (!error) {
		const [{ verdict, warnings }] = json;
		return verdict === 'published' && warnings ? 'published, header not checked' : String(verdict);
	}
	for (const [pattern, meaning] of meanings) {
		const [found, status] = pattern.exec(error.message) ?? [];
		if (found !== undefined)
			return meaning === 'the host answers' ? `${meaning} ${status}` : meaning;
	}
	return error.message.replaceAll(new URL(origin).host, 'the host');
}

/** @throws Error when bytes went into more than one upload */
export function bytesUploaded(uploads: Upload[], file: Buffer): Outcome['bytes'] {
	const [upload, ...others] = uploads.filter(({ receivedBytes }) => receivedBytes > 0);
	if (others.length > 0) throw new Error('Bytes went into two uploads');
	if (!upload) return 'none';
	const { receivedBytes, videoSize } = upload;
	if (upload.sha256 !== sha256(file.subarray(0, receivedBytes))) return 'other bytes';
	if (receivedBytes < videoSize) return 'a part, identical';
	return videoSize === file.length ? 'all, identical' : 'other bytes';
}

/** Whether a number is as promised. */
export function keeps(found: number, promised: Count | Expected['seconds']): boolean {
	if (promised === undefined) return true;
	const [from, to] = boundsOf(promised);
	return found >= from && found <= to;
}

function boundsOf(promised: NonNullable<Expected['seconds']>): [number, number] {
	if (typeof promised === 'number') return [promised, promised];
	const [low, high = low] = (promised.match(/\d+/g) ?? []).map(Number);
	return promised.startsWith('≤') ? [0, low] : [low, high];
}

/** What of a promise is not so, in words; empty where all is. */
export function departuresOf(found: Outcome, promised: Expected, parts: number): string[] {
	const isOut = promised.posts === 1;
	const isKept: Array<[boolean, string]> = [
		[promised.ends.includes(found.end as End), `ends: ${found.end}`],
		[found.posts === promised.posts, `posts: ${found.posts}`],
		[keeps(found.inits, promised.inits), `inits: ${found.inits}`],
		[keeps(found.gets, promised.gets), `GETs: ${found.gets}`],
		[keeps(found.seconds, promised.seconds), `seconds: ${found.seconds}`],
		[found.bytes !== 'other bytes', `bytes: ${found.bytes}`],
		[!isOut || found.bytes === 'all, identical', `bytes: ${found.bytes}`],
		[!isOut || found.parts === parts, `parts sent: ${found.parts} of ${parts}`],
	];
	return [...new Set(isKept.filter(([is]) => !is).map(([, what]) => what))];
}
