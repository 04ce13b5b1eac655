import type { IDataObject } from 'n8n-workflow';

import { inspectMedia, type MediaFacts } from '../../shared/media/inspect';
import { brokenMedia, checkMedia } from '../../shared/media/limits';
import type { VideoSource } from '../../shared/upload/source';
import type { VideoInput } from '../actions/video/videoSource';

/**
 * Reads the header of a video that n8n sends, and holds it against TikTok's limits (design §7). A video that TikTok
 * pulls is not looked at.
 *
 * @returns what the header says; undefined where it cannot be read, and TikTok has to judge
 * @throws ParameterIssue for a file that is broken, or surely breaks a limit
 */
export async function inspectVideo(input: VideoInput): Promise<MediaFacts | undefined> {
	if (input.kind === 'pull') return undefined;
	const { source, parameter } = input;
	const inspection = await inspectMedia({
		size: source.size,
		read: async (first, length) => await readPart(source, first, first + length - 1),
	});
	source.close();
	if (inspection.kind === 'broken') throw brokenMedia(inspection.what, parameter);
	return inspection.kind === 'known' ? withinLimits(inspection.facts, parameter) : undefined;
}

/**
 * @param maxDurationSec the creator's longest video
 * @returns the same facts
 * @throws ParameterIssue for the first limit that they surely break
 */
export function withinLimits(facts: MediaFacts, parameter: string, maxDurationSec?: number): MediaFacts {
	const issue = checkMedia(facts, maxDurationSec, parameter);
	if (issue) throw issue;
	return facts;
}

/** What the output says of the file. */
export function mediaOutput(facts: MediaFacts | undefined): IDataObject {
	return facts ? { ...facts } : { container: 'unknown' };
}

async function readPart(source: VideoSource, first: number, last: number): Promise<Buffer> {
	const body = await source.read(first, last);
	if (Buffer.isBuffer(body)) return body;
	const pieces: Buffer[] = [];
	for await (const piece of body) pieces.push(piece as Buffer);
	return Buffer.concat(pieces);
}
