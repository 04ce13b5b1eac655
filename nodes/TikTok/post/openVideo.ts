import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { rethrow } from '../../shared/errors/rethrow';
import { contentOf, notAVideo, type Content } from '../media/contentType';
import { inspectMedia, type Inspection, type MediaFacts } from '../media/inspect';
import { brokenMedia, checkMedia } from '../media/limits';
import { inMb } from '../progress';
import type { Session } from '../session';
import { binarySource } from '../upload/binarySource';
import { LongerSourceError, type VideoMimeType, type VideoSource } from '../upload/source';
import { urlSource } from '../upload/urlSource';
import type { FileSource } from './fields/postSource';
import { labels } from './fields/videoSource';
import type { FileIdentity } from './state';

/** A video that n8n sends, opened and looked at. To be closed by whoever has opened it. */
export interface OpenedVideo {
	source: VideoSource;
	/** The label of the parameter that names it. */
	parameter: string;
	identity: FileIdentity;
	/** What its header says; undefined where it cannot be read, and TikTok has to judge. */
	facts?: MediaFacts;
	/** What could not be checked, in short sentences for the output. */
	warnings: string[];
}

/**
 * Opens an item's video, reads its header, and holds it against TikTok's limits.
 *
 * @throws ParameterError when there is no usable video: a file that is missing, broken, or surely breaks a limit
 */
export async function openVideo(
	{ context, progress }: Session,
	itemIndex: number,
	from: FileSource,
): Promise<OpenedVideo> {
	const parameter = labels[from.kind];
	const report = (bytes: number) =>
		progress(() => `downloading ‘${parameter}’ to learn its size: ${inMb(bytes)} so far`);
	const source =
		from.kind === 'binary'
			? await binarySource(context, itemIndex, from.field)
			: await urlSource(context, { url: from.url, parameter }, report);
	try {
		const { inspection, content, digest } = await inspectSized(source, parameter);
		if (inspection.kind === 'broken') throw brokenMedia(inspection.what, parameter);
		const facts = inspection.kind === 'known' ? inspection.facts : undefined;
		const container = facts && mimeTypeOf[facts.container];
		source.mimeType = container ?? (content.kind === 'video' ? content.type : source.mimeType);
		if (facts) withinLimits(facts, parameter);
		const warnings = unchecked(facts);
		return { source, parameter, identity: { size: source.size, digest }, facts, warnings };
	} catch (error) {
		source.close();
		rethrow(error);
	}
}

const unknownFormat =
	'The format of the file is not known to the node, so nothing of it was checked: TikTok judges it.';

const unreadHeader =
	'The header of the file could not be read without downloading the file once more, so nothing of it was checked: TikTok judges it.';

function unchecked(facts: MediaFacts | undefined): string[] {
	if (!facts) return [unknownFormat];
	// Where the header lies too far from the beginning, only the container is known.
	return facts.width === undefined && facts.durationSec === undefined ? [unreadHeader] : [];
}

/**
 * @param maxDurationSec the creator's longest video
 * @returns what TikTok has to judge, in short sentences
 * @throws ParameterError for the first limit that the file surely breaks
 */
export function withinLimits(
	facts: MediaFacts,
	parameter: string,
	maxDurationSec?: number,
): string[] {
	const check = checkMedia(facts, maxDurationSec, parameter);
	if (check.kind === 'refused') throw check.refusal;
	return check.warnings;
}

/** What the output says of a file that n8n sends. */
export function mediaOutput({ facts }: OpenedVideo): IDataObject {
	const shown: IDataObject = { ...(facts ?? { container: 'unknown' }) };
	// The other readings of a file that can be read in more than one way.
	delete shown.also;
	return shown;
}

const mimeTypeOf: Partial<Record<MediaFacts['container'], VideoMimeType>> = {
	mp4: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
};

interface Inspected {
	inspection: Inspection;
	content: Content;
	digest: string;
}

/** Some hosts say a wrong size, by which a whole file seems to be broken: refused is what is broken by its real size. */
async function inspectSized(source: VideoSource, parameter: string): Promise<Inspected> {
	const { size } = source;
	const first = await inspect(source, parameter).catch((error: unknown) =>
		error instanceof LongerSourceError ? undefined : rethrow(error),
	);
	if (first && first.inspection.kind !== 'broken') return first;
	await source.measure();
	return first && source.size === size ? first : await inspect(source, parameter);
}

/**
 * Reads the header, looks at the beginning of the file on the way, and makes a digest of what was read.
 *
 * @throws ParameterError for a file that is surely something else than a video, whatever its labels say
 */
async function inspect(source: VideoSource, parameter: string): Promise<Inspected> {
	const hash = createHash('sha256');
	let content: Content = { kind: 'unknown' };
	const inspection = await inspectMedia({
		size: source.size,
		read: async (first, length) => {
			const part = await source.look(first, length);
			if (part === undefined) return undefined;
			hash.update(part);
			if (first === 0) content = contentOf(part);
			const refusal = notAVideo(content, parameter);
			if (refusal) throw refusal;
			return part;
		},
	});
	return { inspection, content, digest: hash.digest('hex') };
}
