import type { BoundedReader } from './boundedReader';
import { boxes, type Box } from './box';
import { codecOfObjectType, codecOfSampleEntry } from './codecs';

/** What `stbl` tells. Zero means unknown or none. */
export interface SampleTable {
	count: number;
	/** How long the samples last together, in ticks of the track. */
	ticks: number;
	codec?: string;
	/** Stored pixels, before turning. */
	width: number;
	height: number;
}

/** Reads a `stbl` box: of its tables, only `stts` is read to its end. */
export async function readSampleTable(
	reader: BoundedReader,
	stbl: Box,
	isVideo: boolean,
): Promise<SampleTable> {
	const table: SampleTable = { count: 0, ticks: 0, width: 0, height: 0 };
	for await (const box of boxes(reader, stbl.body, stbl.end)) {
		if (box.type === 'stsd' && isVideo) Object.assign(table, await readSampleEntry(reader, box));
		if (box.type === 'stts') Object.assign(table, await readTimes(reader, box));
	}
	return table;
}

/** Sums up `stts`. A count that no file of this size can hold says nothing. */
async function readTimes(
	reader: BoundedReader,
	box: Box,
): Promise<{ count: number; ticks: number }> {
	const entries = (await reader.head(box.body, box.end, 8)).readUInt32BE(4);
	let count = 0;
	let ticks = 0;
	for await (const piece of reader.table(box.body + 8, box.end, 8, entries)) {
		for (let at = 0; at < piece.length; at += 8) {
			const delta = piece.readUInt32BE(at + 4);
			count += piece.readUInt32BE(at);
			// A step back in disguise, which some recorders write: it counts one tick, as in ffmpeg.
			ticks += piece.readUInt32BE(at) * (delta > 0xffffffff - 480_000 ? 1 : delta);
		}
	}
	return count > reader.size ? { count: 0, ticks: 0 } : { count, ticks };
}

/** The first entry of `stsd`; further ones are variants of it. */
async function readSampleEntry(reader: BoundedReader, stsd: Box): Promise<Partial<SampleTable>> {
	for await (const entry of boxes(reader, stsd.body + 8, stsd.end)) {
		const bytes = await reader.head(entry.body, entry.end, 28);
		return {
			codec:
				entry.type === 'mp4v' ? await codecOfMpeg4(reader, entry) : codecOfSampleEntry(entry.type),
			width: bytes.readUInt16BE(24),
			height: bytes.readUInt16BE(26),
		};
	}
	return {};
}

/** `mp4v` is MPEG-4 part 2 mostly, but its descriptor (ISO/IEC 14496-1, §7.2.6) may name another codec. */
async function codecOfMpeg4(reader: BoundedReader, entry: Box): Promise<string | undefined> {
	for await (const box of boxes(reader, entry.body + 78, entry.end)) {
		if (box.type !== 'esds') continue;
		const bytes = await reader.head(box.body, box.end, 32);
		const stream = descriptorBody(bytes, 4, 3);
		// An id of two bytes and flags, none of which may announce a field before the decoder's descriptor.
		if (stream === undefined || bytes[stream + 2] > 0x1f) return undefined;
		const decoder = descriptorBody(bytes, stream + 3, 4);
		return decoder === undefined ? undefined : codecOfObjectType(bytes[decoder]);
	}
	return undefined;
}

/** @returns the offset behind a descriptor's tag and its length of one to four bytes */
function descriptorBody(bytes: Buffer, at: number, tag: number): number | undefined {
	if (bytes[at] !== tag) return undefined;
	const last = [1, 2, 3, 4].find((offset) => bytes[at + offset] < 0x80);
	return last === undefined ? undefined : at + last + 1;
}
