import type { IExecuteFunctions } from 'n8n-workflow';

import { throwIfCancelled } from '../../shared/async/wait';
import { cancelSignalOf } from '../../shared/context';
import { ParameterError } from '../../shared/errors/parameterError';
import type { PhotoBeginning } from '../media/inspectPhoto';
import { openLink, type Link } from '../upload/link';
import { endOnSilence } from '../upload/silence';
import { beginningOf } from './photoBeginning';

/** What fetching the beginnings of a post's photos may cost; in memory at most 5 MiB. */
const bounds = {
	/** Addresses that are asked at the same time. */
	atOnce: 5,
	/** Longest silence of a host, in ms. */
	silenceMs: 10_000,
	/** Of all photos together, in ms. */
	allMs: 30_000,
} as const;

/** The beginning of a photo; or why n8n could not get it, which continues “The photo was not checked:”. */
export type FetchedPhoto = PhotoBeginning | { why: string };

/**
 * Fetches the beginning of each photo: one GET for each address, as TikTok itself asks, and without a Range, which some hosts refuse.
 * The connection is closed once enough has come. An address that works only once is used up by this; TikTok takes photos only from
 * the user's own verified domain, where such addresses are not to be expected, and nothing tells them beforehand.
 *
 * @param links addresses, each once
 * @param use takes from a photo what is needed; its bytes are not kept
 * @returns what was taken, in the order of the addresses
 * @throws Error when the execution was cancelled
 */
export async function fetchPhotos<T>(
	context: IExecuteFunctions,
	links: Link[],
	use: (photo: FetchedPhoto, index: number) => T,
): Promise<T[]> {
	const deadline = Date.now() + bounds.allMs;
	const taken: T[] = [];
	const waiting = links.entries();
	const worker = async () => {
		for (const [index, link] of waiting)
			taken[index] = use(await fetchPhoto(context, link, deadline), index);
	};
	await Promise.all(Array.from({ length: bounds.atOnce }, worker));
	throwIfCancelled(cancelSignalOf(context));
	return taken;
}

/** @param deadline when nothing more may be fetched, in ms since the epoch */
async function fetchPhoto(
	context: IExecuteFunctions,
	link: Link,
	deadline: number,
): Promise<FetchedPhoto> {
	if (Date.now() > deadline) return { why: 'too much time had passed with the other photos' };
	const { host } = new URL(link.url);
	let moves = 0;
	let signal: AbortSignal | undefined;
	try {
		return await endOnSilence(
			bounds.silenceMs,
			() => moves,
			cancelSignalOf(context),
			() => Date.now() > deadline,
			async (ofRequest) => {
				signal = ofRequest;
				const answer = await openLink(context, link, undefined, signal);
				moves += 1;
				return {
					beginning: await beginningOf(answer.stream, () => (moves += 1)),
					size: answer.size,
				};
			},
		);
	} catch (error) {
		if (signal?.aborted) return { why: `${host} of ‘${link.parameter}’ took too long to answer` };
		// A stream's own error says nothing to the user.
		return {
			why:
				error instanceof ParameterError
					? error.message
					: `${host} broke off the download of ‘${link.parameter}’`,
		};
	}
}
