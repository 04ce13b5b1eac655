import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { inspectMedia, type MediaFacts } from '../media/inspect';
import { brokenMedia, checkMedia } from '../media/limits';
import type { VideoMimeType, VideoSource } from '../upload/source';
import { readVideoInput, type VideoInput } from './fields/videoSource';

/** An item's video, opened and looked at. */
export interface OpenedVideo {
	input: VideoInput;
	/** What its header says; undefined where it was not or could not be read. */
	facts?: MediaFacts;
	close: () => void;
}

/**
 * Opens the item's video and reads its header.
 *
 * @throws ParameterError when there is no usable video
 */
export async function openVideo(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<OpenedVideo> {
	const input = await readVideoInput(context, itemIndex);
	const close = () => {
		if (input.kind === 'upload') input.source.close();
	};
	try {
		return { input, facts: await inspectVideo(input), close };
	} catch (error) {
		close();
		return await Promise.reject(error);
	}
}

/**
 * Reads the header of a video that n8n sends, and holds it against TikTok's limits. A video that TikTok
 * pulls is not looked at.
 *
 * @returns what the header says; undefined where it cannot be read, and TikTok has to judge
 * @throws ParameterError for a file that is broken, or surely breaks a limit
 */
async function inspectVideo(input: VideoInput): Promise<MediaFacts | undefined> {
	if (input.kind === 'pull') return undefined;
	const { source, parameter } = input;
	const inspection = await inspectMedia({
		size: source.size,
		...source.look,
		read: async (first, length) => await readPart(source, first, first + length - 1),
	});
	source.close();
	const { container } = inspection.kind === 'known' ? inspection.facts : {};
	const found = container && mimeTypeOf[container];
	if (source.isTypeAssumed && found) source.mimeType = found;
	if (inspection.kind === 'broken') throw brokenMedia(inspection.what, parameter);
	return inspection.kind === 'known' ? withinLimits(inspection.facts, parameter) : undefined;
}

/**
 * @param maxDurationSec the creator's longest video
 * @returns the same facts
 * @throws ParameterError for the first limit that they surely break
 */
export function withinLimits(
	facts: MediaFacts,
	parameter: string,
	maxDurationSec?: number,
): MediaFacts {
	const check = checkMedia(facts, maxDurationSec, parameter);
	if (check.kind === 'refused') throw check.refusal;
	return facts;
}

/** What the output says of the file that n8n sends. */
export function mediaOutput(
	input: VideoInput,
	facts: MediaFacts | undefined,
): IDataObject | undefined {
	if (input.kind === 'pull') return undefined;
	const shown: IDataObject = { ...(facts ?? { container: 'unknown' }) };
	delete shown.also;
	return shown;
}

const mimeTypeOf: Partial<Record<MediaFacts['container'], VideoMimeType>> = {
	mp4: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
};

/** @throws what the source says of itself, rather than the bare error of its stream */
async function readPart(source: VideoSource, first: number, last: number): Promise<Buffer> {
	const pieces: Buffer[] = [];
	const read = async () => {
		const body = await source.read(first, last);
		if (Buffer.isBuffer(body)) return body;
		for await (const piece of body) pieces.push(piece as Buffer);
		return Buffer.concat(pieces);
	};
	return await read().catch(
		async (error: unknown) => await Promise.reject(source.defect()?.error ?? error),
	);
}
