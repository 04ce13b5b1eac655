import type { BoundedReader } from './boundedReader';
import { boxes, longOrShort, type Box } from './box';
import { FrameTimes } from './frameTimes';
import type { Size } from './mediaFacts';
import { readSampleTable, type SampleTable } from './sampleTable';

/** The first two columns of a transformation matrix that matter for a turn: a, b, c, d. */
export type Turn = readonly [number, number, number, number];

/** What `trak` tells. Zero means unknown or none. */
export interface Track {
	id: number;
	isEnabled: boolean;
	/** `vide`, `soun`, … */
	handler: string;
	turn: Turn;
	/** The size to show, before turning, in pixels. */
	shown: Size;
	/** Ticks a second. */
	timescale: number;
	/** As `mdhd` says, in ticks. */
	declaredTicks: number;
	edits?: Edits;
	table: SampleTable;
}

/** The parts of the media that are shown (`elst`), added up. */
export interface Edits {
	/** In ticks of the movie. */
	movieTicks: number;
	/** Where a part begins that lasts up to the media's end, in ticks of the track. */
	openFrom?: number;
	/** The speeds other than the media's own at which parts are shown, as in slow motion. */
	speeds: number[];
}

/** Reads a `trak` box in one pass. */
export async function readTrack(reader: BoundedReader, trak: Box): Promise<Track> {
	const track: Track = {
		id: 0,
		isEnabled: false,
		handler: '',
		turn: [1, 0, 0, 1],
		shown: { width: 0, height: 0 },
		timescale: 0,
		declaredTicks: 0,
		table: { times: new FrameTimes(), entries: [] },
	};
	// The levels are named one by one, so that no file can make this descend further.
	for await (const box of boxes(reader, trak.body, trak.end)) {
		if (box.type === 'tkhd') await readTrackHeader(reader, box, track);
		if (box.type === 'edts') track.edits = await readEdits(reader, box);
		if (box.type !== 'mdia') continue;
		for await (const inner of boxes(reader, box.body, box.end)) {
			if (inner.type === 'mdhd') await readMediaHeader(reader, inner, track);
			if (inner.type === 'hdlr') {
				track.handler = (await reader.head(inner.body, inner.end, 12)).toString('latin1', 8, 12);
			}
			if (inner.type !== 'minf') continue;
			for await (const table of boxes(reader, inner.body, inner.end)) {
				if (table.type === 'stbl')
					track.table = await readSampleTable(reader, table, track.handler === 'vide');
			}
		}
	}
	return track;
}

/** @param at offset of the matrix */
export function turnIn(bytes: Buffer, at: number): Turn {
	const [a, b, c, d] = [0, 4, 12, 16].map((offset) => bytes.readInt32BE(at + offset) / 65_536);
	return [a, b, c, d];
}

async function readTrackHeader(reader: BoundedReader, box: Box, track: Track): Promise<void> {
	const bytes = await reader.head(box.body, box.end, 96);
	const isLong = bytes[0] === 1;
	const matrix = isLong ? 52 : 40;
	track.isEnabled = (bytes[3] & 1) === 1;
	track.id = bytes.readUInt32BE(isLong ? 20 : 12);
	track.turn = turnIn(bytes, matrix);
	track.shown = {
		width: bytes.readUInt32BE(matrix + 36) / 65_536,
		height: bytes.readUInt32BE(matrix + 40) / 65_536,
	};
}

async function readMediaHeader(reader: BoundedReader, box: Box, track: Track): Promise<void> {
	const bytes = await reader.head(box.body, box.end, 32);
	const isLong = bytes[0] === 1;
	track.timescale = bytes.readUInt32BE(isLong ? 20 : 12);
	track.declaredTicks = longOrShort(bytes, isLong ? 24 : 16, isLong);
}

/** Parts at a speed of their own that are looked at. */
const maxSpeeds = 16;

async function readEdits(reader: BoundedReader, edts: Box): Promise<Edits | undefined> {
	for await (const box of boxes(reader, edts.body, edts.end)) {
		if (box.type !== 'elst') continue;
		const header = await reader.head(box.body, box.end, 8);
		const isLong = header[0] === 1;
		const size = isLong ? 20 : 12;
		const edits: Edits = { movieTicks: 0, speeds: [] };
		let isEmpty = true;
		for await (const piece of reader.table(box.body + 8, box.end, size, header.readUInt32BE(4))) {
			isEmpty = false;
			for (let at = 0; at < piece.length; at += size) {
				const movieTicks = longOrShort(piece, at, isLong);
				// Below zero: a pause before the media begins.
				const mediaTime = isLong ? Number(piece.readBigInt64BE(at + 8)) : piece.readInt32BE(at + 4);
				const speed = piece.readInt32BE(at + size - 4) / 65_536;
				edits.movieTicks += movieTicks;
				// At speed 0 one frame stands still.
				if (speed > 0 && speed !== 1 && edits.speeds.length < maxSpeeds) edits.speeds.push(speed);
				if (movieTicks === 0 && mediaTime >= 0) edits.openFrom ??= mediaTime;
			}
		}
		return isEmpty ? undefined : edits;
	}
	return undefined;
}
