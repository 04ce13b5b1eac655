import { BrokenMedia, type VideoFacts } from './verdict';

/** Element ids of EBML and Matroska that matter here. */
const ID = {
	ebml: 0x1a45dfa3,
	docType: 0x4282,
	segment: 0x18538067,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	duration: 0x4489,
	tracks: 0x1654ae6b,
	trackEntry: 0xae,
	trackType: 0x83,
	codecId: 0x86,
	defaultDuration: 0x23e383,
	video: 0xe0,
	pixelWidth: 0xb0,
	pixelHeight: 0xba,
} as const;

interface Element {
	id: number;
	data: Buffer;
}

/** Reads a variable-length number at `at`; ids keep their marker bit. */
function vint(
	data: Buffer,
	at: number,
	keepMarker: boolean,
): { value: number; length: number } | undefined {
	const first = data[at];
	if (first === undefined || first === 0) return undefined;
	const length = Math.clz32(first) - 23;
	if (at + length > data.length) return undefined;
	let value = keepMarker ? first : first & (0xff >> length);
	for (let next = 1; next < length; next++) value = value * 256 + (data[at + next] ?? 0);
	return { value, length };
}

/** The elements inside a payload; one that goes on past the end is cut (only the beginning of a file is at hand). */
function elements(data: Buffer): Element[] {
	const found: Element[] = [];
	let at = 0;
	for (;;) {
		const id = vint(data, at, true);
		const size = id === undefined ? undefined : vint(data, at + id.length, false);
		if (id === undefined || size === undefined) return found;
		const start = at + id.length + size.length;
		const unknown = size.value === 2 ** (7 * size.length) - 1;
		const end = unknown ? data.length : Math.min(data.length, start + size.value);
		found.push({ id: id.value, data: data.subarray(start, end) });
		at = end;
	}
}

const child = (list: Element[], id: number): Buffer | undefined =>
	list.find((element) => element.id === id)?.data;

const unsigned = (data: Buffer | undefined): number | undefined =>
	data === undefined || data.length === 0 || data.length > 6
		? undefined
		: data.readUIntBE(0, data.length);

const float = (data: Buffer | undefined): number | undefined => {
	if (data?.length === 4) return data.readFloatBE(0);
	return data?.length === 8 ? data.readDoubleBE(0) : undefined;
};

const VIDEO_TRACK = 1;

/** What the beginning of a WebM says of its first video track. @throws BrokenMedia if it is no WebM or has no video */
export function readWebm(head: Buffer): VideoFacts {
	const top = elements(head);
	const docType = child(elements(child(top, ID.ebml) ?? Buffer.alloc(0)), ID.docType)
		?.toString('latin1')
		.replace(/\0+$/, '');
	if (docType !== 'webm')
		throw new BrokenMedia(`the document type is ${docType ?? 'missing'}, not webm`);
	const segment = elements(child(top, ID.segment) ?? Buffer.alloc(0));
	const info = elements(child(segment, ID.info) ?? Buffer.alloc(0));
	const track = elements(child(segment, ID.tracks) ?? Buffer.alloc(0))
		.filter((element) => element.id === ID.trackEntry)
		.map((element) => elements(element.data))
		.find((entry) => unsigned(child(entry, ID.trackType)) === VIDEO_TRACK);
	if (track === undefined) throw new BrokenMedia('there is no video track');
	const video = elements(child(track, ID.video) ?? Buffer.alloc(0));
	const ticks = float(child(info, ID.duration));
	const scale = unsigned(child(info, ID.timestampScale)) ?? 1_000_000; // ns for each tick
	const frame = unsigned(child(track, ID.defaultDuration)); // ns for each frame
	return {
		...optional('codec', child(track, ID.codecId)?.toString('latin1')),
		...optional('width', unsigned(child(video, ID.pixelWidth))),
		...optional('height', unsigned(child(video, ID.pixelHeight))),
		...optional('durationSec', ticks === undefined ? undefined : (ticks * scale) / 1e9),
		...optional('framesPerSecond', frame === undefined || frame === 0 ? undefined : 1e9 / frame),
	};
}

const optional = <Key extends keyof VideoFacts>(
	key: Key,
	value: VideoFacts[Key],
): Pick<VideoFacts, Key> | object => (value === undefined ? {} : { [key]: value });
