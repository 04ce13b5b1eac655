import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { rethrow } from '../../shared/errors/rethrow';
import { base64Of, binaryIn, nameOfField, type WantedFile } from './binaryFile';
import { chunkBounds } from './chunkPlan';
import { labelledType, requireVideoSize, type VideoMimeType, type VideoSource } from './source';
import { SourceReader } from './sourceReader';
import { StoreOrigin } from './storeOrigin';

/** A part decoded from n8n's memory is a Buffer, so it is kept small, in bytes. */
const memoryChunk = 2 * chunkBounds.smallest;

const parameter = 'Input Binary Field';
const wanted: WantedFile = { parameter, what: 'video', example: 'clip.mp4' };

/**
 * The video in a binary field of the item, from whichever store n8n keeps it in. A file in the file system, a database or
 * object storage is streamed; one in memory is decoded part by part.
 *
 * @param field the binary field's name, or the binary itself as newer n8n passes it
 * @throws ParameterError when the field is missing, empty, no video that TikTok takes, or over 4 GB
 */
export async function binarySource(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | IBinaryData,
): Promise<VideoSource> {
	const binary = binaryIn(context, itemIndex, field, wanted);
	const name = nameOfField(field);
	const { mimeType, fileName, fileExtension } = binary;
	const type = labelledType(mimeType, [fileExtension && `.${fileExtension}`, fileName]);
	const source = binary.id
		? await storedSource(context, binary.id, type, name)
		: memorySource(base64Of(binary.data, name, wanted), type);
	try {
		requireVideoSize(source.size, parameter, `The file in ${name} of ‘${parameter}’`);
	} catch (error) {
		source.close();
		rethrow(error);
	}
	return source;
}

async function storedSource(
	context: IExecuteFunctions,
	id: string,
	mimeType: VideoMimeType,
	name: string,
): Promise<VideoSource> {
	const origin = new StoreOrigin(context, id, parameter, `${name} of ‘${parameter}’`);
	const reader = new SourceReader(origin, context.getExecutionCancelSignal());
	try {
		await reader.begin();
		reader.size = origin.size;
	} catch (error) {
		reader.close();
		rethrow(error);
	}
	return {
		mimeType,
		size: reader.size,
		// The store's own word.
		measure: async () => {},
		preferredChunk: chunkBounds.largest,
		look: async (first, length) => await reader.look(first, length),
		read: async (first, last) => await reader.read(first, last),
		handedOut: () => reader.handedOut,
		isWaiting: () => reader.isWaiting,
		defect: () => reader.defect,
		close: () => reader.close(),
	};
}

function memorySource(base64: string, mimeType: VideoMimeType): VideoSource {
	let handedOut = 0;
	const decoded = (first: number, last: number) => {
		// Four characters hold three bytes: decode from the last whole group before the part.
		const group = Math.floor(first / 3);
		const bytes = Buffer.from(base64.slice(group * 4, Math.ceil((last + 1) / 3) * 4), 'base64');
		return bytes.subarray(first - group * 3, last + 1 - group * 3);
	};
	return {
		mimeType,
		size: Buffer.byteLength(base64, 'base64'),
		preferredChunk: memoryChunk,
		look: async (first, length) => decoded(first, first + length - 1),
		async read(first, last) {
			handedOut += last - first + 1;
			return decoded(first, last);
		},
		handedOut: () => handedOut,
		isWaiting: () => false,
		measure: async () => {},
		defect: () => undefined,
		close() {},
	};
}
