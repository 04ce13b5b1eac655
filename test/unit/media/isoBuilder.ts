/** A box of ISO/IEC 14496-12: its size, its type, what it holds. */
export function box(type: string, ...content: Array<Buffer | number[]>): Buffer {
	const body = Buffer.concat(content.map((part) => Buffer.from(part)));
	return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

/** A box with a size of 64 bits. */
export function longBox(type: string, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	return Buffer.concat([u32(1), Buffer.from(type, 'latin1'), u64(body.length + 16), body]);
}

/** The head of a box that claims a size of its own. */
export function head(type: string, size: number): Buffer {
	return Buffer.concat([u32(size), Buffer.from(type, 'latin1')]);
}

export function u32(...values: number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 4);
	values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, index * 4));
	return bytes;
}

export function u64(value: number | bigint): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value));
	return bytes;
}

export const zeros = (length: number): Buffer => Buffer.alloc(length);

export const ftyp = box('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isomavc1'));

export const upright = [65_536, 0, 0, 0, 65_536, 0, 0, 0, 0x40000000];

/** The four numbers with which `mvhd` and `mdhd` begin, in version 0 or, with times of 64 bits, in version 1. */
const times = (isLong: boolean, timescale: number, ticks: number | bigint) =>
	isLong
		? [u32(0x01000000), zeros(16), u32(timescale), u64(ticks)]
		: [u32(0, 0, 0, timescale, Number(ticks))];

export function mvhd({
	timescale = 1000,
	ticks = 0 as number | bigint,
	matrix = upright,
	isLong = false,
} = {}): Buffer {
	return box(
		'mvhd',
		...times(isLong, timescale, ticks),
		u32(0x10000),
		zeros(12),
		u32(...matrix),
		zeros(24),
		u32(3),
	);
}

export interface TrackParts {
	id?: number;
	flags?: number;
	handler?: string;
	timescale?: number;
	/** Of the media header. */
	ticks?: number;
	/** Count and ticks of samples, as in `stts`. */
	times?: number[][];
	entry?: string;
	/** What follows the fields of the sample entry. */
	inEntry?: Buffer;
	width?: number;
	height?: number;
	shownWidth?: number;
	matrix?: number[];
	/** Ticks of the movie, time of the media and, where it is not 1, the speed. */
	edits?: number[][];
	/** Headers of version 1, with times of 64 bits. */
	isLong?: boolean;
}

/** A track that lasts two seconds at 30 frames a second, but for what is said otherwise. */
export function trak(parts: TrackParts = {}): Buffer {
	const {
		id = 1,
		flags = 3,
		handler = 'vide',
		timescale = 30,
		entry = 'avc1',
		inEntry = zeros(0),
		isLong = false,
	} = parts;
	const { width = 1080, height = 1920, shownWidth = width, matrix = upright, edits } = parts;
	const samples = parts.times ?? [[60, 1]];
	const ticks = parts.ticks ?? samples.reduce((sum, [count, delta]) => sum + count * delta, 0);
	const sampleEntry = box(
		entry,
		zeros(24),
		[width >> 8, width & 255, height >> 8, height & 255],
		zeros(50),
		inEntry,
	);
	return box(
		'trak',
		box(
			'tkhd',
			...(isLong
				? [u32(0x01000000 + flags), zeros(16), u32(id, 0), u64(0)]
				: [u32(flags, 0, 0, id, 0, 0)]),
			zeros(16),
			u32(...matrix, shownWidth * 65_536, height * 65_536),
		),
		...(edits
			? [
					box(
						'edts',
						box(
							'elst',
							u32(isLong ? 0x01000000 : 0, edits.length),
							...edits.map((edit) => editEntry(edit, isLong)),
						),
					),
				]
			: []),
		box(
			'mdia',
			box('mdhd', ...times(isLong, timescale, ticks), u32(0)),
			box('hdlr', u32(0, 0), Buffer.from(handler), zeros(13)),
			box(
				'minf',
				box(
					'stbl',
					box('stsd', u32(0, 1), sampleEntry),
					box(
						'stts',
						u32(0, samples.length),
						...samples.map(([count, delta]) => u32(count, delta)),
					),
				),
			),
		),
	);
}

function editEntry([duration, time, speed = 1]: number[], isLong: boolean): Buffer {
	const both = isLong
		? [u64(duration), u64(BigInt.asUintN(64, BigInt(time)))]
		: [u32(duration, time)];
	return Buffer.concat([...both, u32(speed * 0x10000)]);
}

/** A file with its index in front. */
export function movie(...inMoov: Buffer[]): Buffer {
	return Buffer.concat([ftyp, box('moov', ...inMoov), box('mdat', zeros(200))]);
}

/** A fragment of one track, with its media data. */
export function fragment({
	id = 1,
	start,
	ticks,
}: {
	id?: number;
	start?: number;
	ticks: number[];
}): Buffer {
	const traf = box(
		'traf',
		box('tfhd', u32(0x020000, id)),
		...(start === undefined ? [] : [box('tfdt', u32(0x01000000), u64(start))]),
		box('trun', u32(0x0301, ticks.length, 0), ...ticks.map((one) => u32(one, 1))),
	);
	return Buffer.concat([
		box('moof', box('mfhd', u32(0, 1)), traf),
		box('mdat', zeros(ticks.length)),
	]);
}
