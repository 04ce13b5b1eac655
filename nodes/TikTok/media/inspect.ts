import { rethrow } from '../../shared/errors/rethrow';
import { BoundedReader } from './boundedReader';
import { isIsoFile } from './isoContent';
import { inspectIso } from './isoFile';
import { inspectMatroska, isMatroskaFile } from './matroskaFile';
import { BoundReached, MediaDefect, type Inspection, type MediaReader } from './mediaFacts';

export type { Inspection, MediaFacts, MediaReader } from './mediaFacts';

/**
 * Reads what the header of a video says. MP4 and MOV are asked for in order, never a byte twice, so that a stream which
 * skips what lies between serves; WebM is too, unless its headers stand at the end.
 *
 * The cost is bounded whatever the file claims: at most 16 MiB and 8,192 reads of up to 64 KiB. A file that would cost
 * more keeps the facts that are known by then.
 *
 * @throws only what the reader's source throws
 */
export async function inspectMedia(source: MediaReader): Promise<Inspection> {
	return await inspect(new BoundedReader(source)).catch(
		async (error: Error): Promise<Inspection> => {
			if (error instanceof MediaDefect) return { kind: 'broken', what: error.message };
			// Not even the first bytes may be read.
			if (error instanceof BoundReached) return { kind: 'unknown container' };
			return rethrow(error);
		},
	);
}

async function inspect(reader: BoundedReader): Promise<Inspection> {
	const start = await reader.head(0, reader.size, 16);
	if (isIsoFile(start)) return await inspectIso(reader);
	if (isMatroskaFile(start)) return await inspectMatroska(reader);
	return { kind: 'unknown container' };
}
