import type { BoundedReader } from './boundedReader';
import { boxes, type Box } from './box';
import { codecOfObjectType, codecOfSampleEntry } from './codecs';
import { FrameTimes } from './frameTimes';
import type { Size } from './mediaFacts';

/** What `stbl` tells. */
export interface SampleTable {
	times: FrameTimes;
	/** What the samples are coded as, and their size: one entry, or several variants. */
	entries: SampleEntry[];
}

/** An entry of `stsd`. */
export interface SampleEntry {
	codec?: string;
	/** Stored pixels, before turning. Zero means unknown. */
	stored: Size;
	/** The sizes that pixels which are not square (`pasp`) and a part of the picture (`clap`) give. */
	others: Size[];
}

/** More entries than this are no video. */
const maxEntries = 16;

/** Reads a `stbl` box: of its tables, only `stts` is read to its end. */
export async function readSampleTable(
	reader: BoundedReader,
	stbl: Box,
	isVideo: boolean,
): Promise<SampleTable> {
	const table: SampleTable = { times: new FrameTimes(), entries: [] };
	for await (const box of boxes(reader, stbl.body, stbl.end)) {
		if (box.type === 'stsd' && isVideo) table.entries = await readSampleEntries(reader, box);
		if (box.type === 'stts') table.times = await readTimes(reader, box);
	}
	return table;
}

/** Sums up `stts`. A count that no file of this size can hold says nothing. */
async function readTimes(reader: BoundedReader, box: Box): Promise<FrameTimes> {
	const entries = (await reader.head(box.body, box.end, 8)).readUInt32BE(4);
	const times = new FrameTimes();
	for await (const piece of reader.table(box.body + 8, box.end, 8, entries)) {
		for (let at = 0; at < piece.length; at += 8) {
			const delta = piece.readUInt32BE(at + 4);
			// A step back in disguise, which some recorders write: it counts one tick, as in ffmpeg.
			times.add(piece.readUInt32BE(at), delta > 0xffffffff - 480_000 ? 1 : delta);
		}
	}
	return times.count > reader.size ? new FrameTimes() : times;
}

async function readSampleEntries(reader: BoundedReader, stsd: Box): Promise<SampleEntry[]> {
	const entries: SampleEntry[] = [];
	for await (const box of boxes(reader, stsd.body + 8, stsd.end)) {
		entries.push(await readSampleEntry(reader, box));
		if (entries.length === maxEntries) break;
	}
	return entries;
}

/** Where the boxes of an entry of video begin, behind its fields (ISO/IEC 14496-12, §12.1.3). */
const entryFields = 78;

async function readSampleEntry(reader: BoundedReader, box: Box): Promise<SampleEntry> {
	const bytes = await reader.head(box.body, box.end, 28);
	const stored = { width: bytes.readUInt16BE(24), height: bytes.readUInt16BE(26) };
	const entry: SampleEntry = { codec: codecOfSampleEntry(box.type), stored, others: [] };
	for await (const inner of boxes(reader, box.body + entryFields, box.end)) {
		if (inner.type === 'esds' && box.type === 'mp4v')
			entry.codec = await codecOfMpeg4(reader, inner);
		if (inner.type !== 'pasp' && inner.type !== 'clap') continue;
		const numbers = await reader.head(inner.body, inner.end, 16);
		const [first, second, third, fourth] = [0, 4, 8, 12].map((at) => numbers.readUInt32BE(at));
		entry.others.push(
			inner.type === 'pasp'
				? { width: Math.round((stored.width * first) / (second || 1)), height: stored.height }
				: { width: Math.round(first / (second || 1)), height: Math.round(third / (fourth || 1)) },
		);
	}
	return entry;
}

/** `mp4v` is MPEG-4 part 2 mostly, but its descriptor (ISO/IEC 14496-1, §7.2.6) may name another codec. */
async function codecOfMpeg4(reader: BoundedReader, esds: Box): Promise<string | undefined> {
	const bytes = await reader.head(esds.body, esds.end, 32);
	const stream = descriptorBody(bytes, 4, 3);
	// An id of two bytes and flags, none of which may announce a field before the decoder's descriptor.
	if (stream === undefined || bytes[stream + 2] > 0x1f) return undefined;
	const decoder = descriptorBody(bytes, stream + 3, 4);
	return decoder === undefined ? undefined : codecOfObjectType(bytes[decoder]);
}

/** @returns the offset behind a descriptor's tag and its length of one to four bytes */
function descriptorBody(bytes: Buffer, at: number, tag: number): number | undefined {
	if (bytes[at] !== tag) return undefined;
	const last = [1, 2, 3, 4].find((offset) => bytes[at + offset] < 0x80);
	return last === undefined ? undefined : at + last + 1;
}
