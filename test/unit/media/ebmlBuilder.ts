/** An element of EBML: its id, its size in 8 bytes, what it holds. */
export function element(id: number, ...content: Array<Buffer | number[]>): Buffer {
	const body = Buffer.concat(content.map((part) => Buffer.from(part)));
	return Buffer.concat([idBytes(id), sizeBytes(body.length), body]);
}

/** An element whose size is not stated, as in a live recording. */
export function openElement(id: number, ...content: Buffer[]): Buffer {
	return Buffer.concat([
		idBytes(id),
		Buffer.from([0x01, 255, 255, 255, 255, 255, 255, 255]),
		...content,
	]);
}

/** The head of an element that claims a size of its own. */
export function head(id: number, size: number): Buffer {
	return Buffer.concat([idBytes(id), sizeBytes(size)]);
}

function idBytes(id: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(id);
	return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

function sizeBytes(size: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(size));
	bytes[0] = 0x01;
	return bytes;
}

export const unsigned = (id: number, value: number): Buffer => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value));
	return element(id, bytes.subarray(Math.min(7, bytes.findIndex((byte) => byte !== 0) & 7)));
};

export const float64 = (id: number, value: number): Buffer => {
	const bytes = Buffer.alloc(8);
	bytes.writeDoubleBE(value);
	return element(id, bytes);
};

export const float32 = (id: number, value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeFloatBE(value);
	return element(id, bytes);
};

export const text = (id: number, value: string): Buffer => element(id, Buffer.from(value));

/** Of the Matroska specification (RFC 9559). */
export const ids = {
	segment: 0x18538067,
	seekHead: 0x114d9b74,
	info: 0x1549a966,
	tracks: 0x1654ae6b,
	cluster: 0x1f43b675,
	void: 0xec,
};

export const header = (docType = 'webm'): Buffer =>
	element(0x1a45dfa3, unsigned(0x4286, 1), text(0x4282, docType));

/** @param duration in ticks of a millisecond */
export const info = (duration: Buffer = float64(0x4489, 2000)): Buffer =>
	element(ids.info, unsigned(0x2ad7b1, 1_000_000), text(0x4d80, 'muxer'), duration);

export interface EntryParts {
	type?: number;
	codec?: string;
	frameNs?: number;
	width?: number;
	height?: number;
	isEnabled?: boolean;
	/** More of the element Video. */
	inVideo?: Buffer[];
}

export function entry({
	type = 1,
	codec = 'V_VP9',
	frameNs = 33_333_333,
	width = 1080,
	height = 1920,
	isEnabled = true,
	inVideo = [],
}: EntryParts = {}): Buffer {
	return element(
		0xae,
		unsigned(0xd7, 1),
		unsigned(0x83, type),
		...(isEnabled ? [] : [unsigned(0xb9, 0)]),
		text(0x86, codec),
		unsigned(0x23e383, frameNs),
		element(0xe0, unsigned(0xb0, width), unsigned(0xba, height), ...inVideo),
	);
}

export const tracks = (...entries: Buffer[]): Buffer =>
	element(ids.tracks, ...(entries.length > 0 ? entries : [entry()]));

export const cluster = (size = 50): Buffer => element(ids.cluster, Buffer.alloc(size));

/** Where an element begins, from the start of the Segment’s content. */
export const seek = (id: number, position: number): Buffer =>
	element(0x4dbb, element(0x53ab, idBytes(id)), unsigned(0x53ac, position));
