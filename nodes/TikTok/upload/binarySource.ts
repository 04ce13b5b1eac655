import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import { rethrow } from '../../shared/errors/rethrow';
import { isRecord } from '../../shared/records';
import { chunkBounds } from './chunkPlan';
import { labelledType, requireVideoSize, type VideoMimeType, type VideoSource } from './source';
import { SourceReader } from './sourceReader';
import { StoreOrigin } from './storeOrigin';

/** A part decoded from n8n's memory is a Buffer, so it is kept small, in bytes. */
const memoryChunk = 2 * chunkBounds.smallest;

const parameter = 'Input Binary Field';

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
	const binary = binaryIn(context, itemIndex, field);
	const name = nameOf(field);
	const { mimeType, fileName, fileExtension } = binary;
	const type = labelledType(mimeType, [fileExtension && `.${fileExtension}`, fileName]);
	const source = binary.id
		? await storedSource(context, binary.id, type, name)
		: memorySource(base64Of(binary.data, name), type);
	try {
		requireVideoSize(source.size, parameter, `The file in ${name} of ‘${parameter}’`);
	} catch (error) {
		source.close();
		rethrow(error);
	}
	return source;
}

function nameOf(field: string | IBinaryData): string {
	return typeof field === 'string' ? `‘${field}’` : `the file`;
}

function binaryIn(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | IBinaryData,
): IBinaryData {
	try {
		return context.helpers.assertBinaryData(itemIndex, field as string);
	} catch {
		const present = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
		const hint =
			present.length > 0
				? `The item has these binary fields: ${present.join(', ')}. Enter one of them.`
				: 'The item has no file at all: put a step before this one that outputs the video as a file, such as an HTTP Request node with the response format File.';
		throw missingField(field, hint);
	}
}

function missingField(field: string | IBinaryData, hint: string): ParameterError {
	return new ParameterError(
		parameter,
		`The item has no file in ${nameOf(field)}, which ‘${parameter}’ names`,
		hint,
	);
}

/**
 * The content of a file in memory as base64. n8n has it so; Code nodes also hand over data URLs, line breaks, a Buffer or its JSON.
 *
 * @throws ParameterError for anything else
 */
function base64Of(data: unknown, name: string): string {
	const buffer = bufferOf(data);
	if (buffer) return buffer.toString('base64');
	const text =
		typeof data === 'string' ? data.replace(/^data:[^,]{0,200},/, '').replace(/\s/g, '') : '';
	if (typeof data === 'string' && /^[\w+/-]*={0,2}$/.test(text)) return text.replace(/=+$/, '');
	throw new ParameterError(
		parameter,
		`The file in ${name} of ‘${parameter}’ does not hold base64, which is how n8n keeps files`,
		'In a Code node make it with this.helpers.prepareBinaryData(buffer, "clip.mp4"), or pass the file of an earlier step on.',
	);
}

/** A Buffer, or one that has gone through JSON. */
function bufferOf(data: unknown): Buffer | undefined {
	if (Buffer.isBuffer(data)) return data;
	if (!isRecord(data) || data.type !== 'Buffer' || !Array.isArray(data.data)) return undefined;
	return Buffer.from(data.data as number[]);
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
