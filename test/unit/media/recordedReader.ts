/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { closeSync, openSync, readSync, statSync } from 'node:fs';

import {
	inspectMedia,
	type Inspection,
	type MediaFacts,
	type MediaReader,
} from '../../../nodes/TikTok/media/inspect';

/** What an inspection asked its source for. */
export interface Cost {
	reads: Array<{ first: number; length: number }>;
	bytes: number;
	/** Whether each read began where an earlier one ended, or behind: what a stream can serve in one go. */
	isInOrder: boolean;
}

/**
 * Inspects through a source that keeps its promises to the letter and holds the reader to its own.
 *
 * @param size what the source says; more than the bytes are for one that ends early
 */
export async function inspectWithCost(
	bytesAt: (first: number, length: number) => Buffer,
	size: number,
): Promise<{ inspection: Inspection; cost: Cost }> {
	const cost: Cost = { reads: [], bytes: 0, isInOrder: true };
	let served = 0;
	const reader: MediaReader = {
		size,
		async read(first, length) {
			if (
				!Number.isSafeInteger(first) ||
				!Number.isSafeInteger(length) ||
				first < 0 ||
				length < 1 ||
				length > 65_536 ||
				first + length > size
			) {
				throw new Error(`A read of ${length} bytes at ${first} of ${size} is against the rules`);
			}
			cost.reads.push({ first, length });
			cost.bytes += length;
			cost.isInOrder &&= first >= served;
			served = first + length;
			return bytesAt(first, length);
		},
	};
	return { inspection: await inspectMedia(reader), cost };
}

export async function inspectBytes(bytes: Buffer, size = bytes.length) {
	return await inspectWithCost(
		(first, length) => Buffer.from(bytes.subarray(first, first + length)),
		size,
	);
}

export async function inspectFile(path: string) {
	const descriptor = openSync(path, 'r');
	try {
		return await inspectWithCost((first, length) => {
			const bytes = Buffer.alloc(length);
			return bytes.subarray(0, readSync(descriptor, bytes, 0, length, first));
		}, statSync(path).size);
	} finally {
		closeSync(descriptor);
	}
}

/** The facts of a file that must be known. */
export async function factsOf(bytes: Buffer): Promise<MediaFacts> {
	const { inspection } = await inspectBytes(bytes);
	if (inspection.kind !== 'known') throw new Error(`Not known: ${JSON.stringify(inspection)}`);
	return inspection.facts;
}
