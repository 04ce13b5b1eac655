import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import { chunkBounds } from './chunkPlan';
import {
	declaredType,
	knownType,
	requireVideoSize,
	type KnownType,
	type VideoSource,
} from './source';
import { StreamSlices } from './streamSlices';

/** How much is read ahead from n8n's store at a time, in bytes; a hint that the file store honours. */
const readAhead = 512 * 1024;

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
	const type = typeOf(binary, name);
	const source = binary.id
		? await storedSource(context, binary.id, type, name)
		: memorySource(binary.data, type);
	requireVideoSize(source.size, parameter, `The file in ${name} of ‘${parameter}’`);
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

/** The type from n8n's own label, or from the file's name. */
function typeOf({ mimeType, fileName, fileExtension }: IBinaryData, name: string): KnownType {
	const declared = declaredType(mimeType);
	const known = knownType(declared, [fileExtension && `.${fileExtension}`, fileName]);
	if (known) return known;
	throw new ParameterError(
		parameter,
		`The file in ${name} of ‘${parameter}’ is ${declared || 'of an unknown type'}, and TikTok takes MP4, MOV and WebM videos`,
		declared.startsWith('image/')
			? 'Use the resource Photo for pictures.'
			: 'Convert the video to MP4. If it is one already, give the file a name that ends in .mp4 in the step that makes it.',
	);
}

async function storedSource(
	context: IExecuteFunctions,
	id: string,
	type: KnownType,
	name: string,
): Promise<VideoSource> {
	const { fileSize: size } = await context.helpers.getBinaryMetadata(id);
	const slices = new StreamSlices(
		async () => ({ stream: await context.helpers.getBinaryStream(id, readAhead), position: 0 }),
		(position) =>
			new ParameterError(
				parameter,
				`The file in ${name} of ‘${parameter}’ ended after ${position} of ${size} bytes`,
				'n8n’s store no longer has the whole file: run the step that makes it again.',
			),
	);
	return {
		...type,
		size,
		preferredChunk: chunkBounds.largest,
		read: async (first, last) => await slices.slice(first, last),
		handedOut: () => slices.handedOut,
		defect: () => slices.defect && { error: slices.defect, isPassing: false },
		close: () => slices.close(),
	};
}

function memorySource(data: string, type: KnownType): VideoSource {
	// Code nodes may put line breaks into base64; counting in groups of four needs it without.
	const base64 = /\s/.test(data) ? data.replace(/\s/g, '') : data;
	let handedOut = 0;
	return {
		...type,
		size: Buffer.byteLength(base64, 'base64'),
		preferredChunk: memoryChunk,
		async read(first, last) {
			handedOut += last - first + 1;
			// Four characters hold three bytes: decode from the last whole group before the part.
			const group = Math.floor(first / 3);
			const decoded = Buffer.from(base64.slice(group * 4, Math.ceil((last + 1) / 3) * 4), 'base64');
			return decoded.subarray(first - group * 3, last + 1 - group * 3);
		},
		handedOut: () => handedOut,
		defect: () => undefined,
		close() {},
	};
}
