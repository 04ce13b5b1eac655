import type { IExecuteFunctions } from 'n8n-workflow';

import { rethrow } from '../../shared/errors/rethrow';
import { chunkBounds } from './chunkPlan';
import type { Link } from './link';
import { LinkOrigin } from './linkOrigin';
import { labelledType, requireVideoSize, type VideoSource } from './source';
import { SourceReader } from './sourceReader';

/**
 * The video behind a web address, of any host: downloaded and uploaded as one stream, with one request where all goes well. TikTok's
 * token never goes there.
 *
 * @param report told again and again how many bytes have come, where the file has to be read through for its size
 * @throws ParameterError when the host refuses, or the file is empty or over 4 GB
 */
export async function urlSource(
	context: IExecuteFunctions,
	link: Link,
	report?: (bytes: number) => void,
): Promise<VideoSource> {
	const origin = new LinkOrigin(context, link);
	const reader = new SourceReader(origin, context.getExecutionCancelSignal());
	const requireSize = () =>
		requireVideoSize(reader.size, link.parameter, `The file of ‘${link.parameter}’`);
	const measure = async () => {
		await reader.count(chunkBounds.largestVideo, report);
		requireSize();
	};
	try {
		await reader.begin();
		const size = origin.first?.size ?? (await sizeByRange(origin, reader));
		// TikTok wants to know the size beforehand: where nobody says it, the file is read twice.
		if (size === undefined) await measure();
		else reader.size = size;
		requireSize();
	} catch (error) {
		reader.close();
		rethrow(error);
	}
	const { contentType, fileName } = origin.first ?? {};
	return {
		mimeType: labelledType(contentType, [fileName, new URL(link.url).pathname]),
		get size() {
			return reader.size;
		},
		measure,
		preferredChunk: chunkBounds.largest,
		look: async (first, length) => await reader.look(first, length),
		read: async (first, last) => await reader.read(first, last),
		handedOut: () => reader.handedOut,
		isWaiting: () => reader.isWaiting,
		defect: () => reader.defect,
		close: () => reader.close(),
	};
}

/** A host that does not say how long a file is may say it with a part of it. */
async function sizeByRange(origin: LinkOrigin, reader: SourceReader): Promise<number | undefined> {
	const answer = await origin.open(0, 0).catch(() => undefined);
	if (answer?.isPart && answer.size !== undefined) reader.adopt(answer);
	else answer?.stream.destroy();
	return answer?.size;
}
