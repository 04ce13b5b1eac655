/** What a sample video claims in its headers. */
export interface SampleVideoOptions {
	/** Size of the whole file; the picture data are filler. Default: as small as it gets. */
	bytes?: number;
	/** Default 10. */
	durationSec?: number;
	/** Default 1080 x 1920. */
	width?: number;
	height?: number;
	/** Default 30. */
	framesPerSecond?: number;
	/** Four letters of the sample entry; default `avc1`. */
	codec?: string;
	/** Whether `moov` comes after the picture data, as cameras write it. Default false. */
	moovAtEnd?: boolean;
}

const MOVIE_SCALE = 1000;

/** A number of 32 bits. */
function u32(value: number): Buffer {
	const data = Buffer.alloc(4);
	data.writeUInt32BE(value);
	return data;
}

function box(type: string, ...content: Buffer[]): Buffer {
	const data = Buffer.concat(content);
	return Buffer.concat([u32(data.length + 8), Buffer.from(type, 'latin1'), data]);
}

/** Version and flags of a full box. */
const FULL = u32(0);

function movie(options: Required<Omit<SampleVideoOptions, 'bytes' | 'moovAtEnd'>>): Buffer {
	const { durationSec, width, height, framesPerSecond, codec } = options;
	const scale = Math.round(framesPerSecond * 1000);
	const frames = Math.max(1, Math.round(durationSec * framesPerSecond));
	const size = Buffer.alloc(4);
	size.writeUInt16BE(width, 0);
	size.writeUInt16BE(height, 2);
	const entry = box(
		codec,
		Buffer.alloc(6),
		Buffer.from([0, 1]),
		Buffer.alloc(16),
		size,
		Buffer.alloc(50),
	);
	const table = box(
		'stbl',
		box('stsd', FULL, u32(1), entry),
		box('stts', FULL, u32(1), u32(frames), u32(1000)),
		box('stsc', FULL, u32(0)),
		box('stsz', FULL, u32(0), u32(0)),
		box('stco', FULL, u32(0)),
	);
	const media = box(
		'mdia',
		box('mdhd', FULL, u32(0), u32(0), u32(scale), u32(frames * 1000), u32(0)),
		box('hdlr', FULL, u32(0), Buffer.from('vide', 'latin1'), Buffer.alloc(13)),
		box('minf', box('vmhd', u32(1), Buffer.alloc(8)), table),
	);
	const ticks = u32(Math.round(durationSec * MOVIE_SCALE));
	const track = box(
		'trak',
		box(
			'tkhd',
			u32(3),
			u32(0),
			u32(0),
			u32(1),
			u32(0),
			ticks,
			Buffer.alloc(52),
			u32(width << 16),
			u32(height << 16),
		),
		media,
	);
	return box(
		'moov',
		box('mvhd', FULL, u32(0), u32(0), u32(MOVIE_SCALE), ticks, Buffer.alloc(80)),
		track,
	);
}

/**
 * The headers of an MP4 that TikTok's checks accept, and how much filler goes between or after them.
 * For sizes that do not fit into memory: send `before`, then `filler` bytes of anything, then `after`.
 */
export function sampleVideoParts(options: SampleVideoOptions = {}): {
	before: Buffer;
	filler: number;
	after: Buffer;
} {
	const { bytes, moovAtEnd = false, ...given } = options;
	const moov = movie({
		durationSec: 10,
		width: 1080,
		height: 1920,
		framesPerSecond: 30,
		codec: 'avc1',
		...given,
	});
	const ftyp = box('ftyp', Buffer.from('isom\0\0\x02\0isomavc1mp41', 'latin1'));
	const headers = ftyp.length + moov.length + 16;
	const filler = (bytes ?? headers) - headers;
	if (filler < 0) throw new Error(`A sample video has at least ${headers} bytes`);
	const mdat = Buffer.concat([u32(1), Buffer.from('mdat', 'latin1'), Buffer.alloc(8)]);
	mdat.writeBigUInt64BE(BigInt(filler + 16), 8); // the long form, so that 4 GB fit
	return moovAtEnd
		? { before: Buffer.concat([ftyp, mdat]), filler, after: moov }
		: { before: Buffer.concat([ftyp, moov, mdat]), filler, after: Buffer.alloc(0) };
}

/** A whole sample video. */
export function sampleVideo(options: SampleVideoOptions = {}): Buffer {
	const { before, filler, after } = sampleVideoParts(options);
	const content = Buffer.alloc(filler);
	for (let at = 0; at < filler; at++) content[at] = (at * 31 + (at >> 8)) & 0xff; // no two chunks alike
	return Buffer.concat([before, content, after]);
}
