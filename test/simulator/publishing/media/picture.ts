/** Width and height of a picture; undefined where the beginning of the file does not tell. */
export interface PictureSize {
	width: number;
	height: number;
}

export type PictureKind = 'jpeg' | 'webp';

/** JPEG or WebP, told by content: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export function pictureKind(head: Buffer): PictureKind | undefined {
	if (head.length >= 3 && head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
	const riff =
		head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP';
	return riff ? 'webp' : undefined;
}

export function pictureSize(head: Buffer): PictureSize | undefined {
	try {
		return pictureKind(head) === 'jpeg' ? jpegSize(head) : webpSize(head);
	} catch {
		return undefined; // cut off too early
	}
}

/** Walks the JPEG segments to the frame header (SOF0 to SOF15, without the DHT, JPG and DAC marks). */
function jpegSize(head: Buffer): PictureSize | undefined {
	let at = 2;
	while (head[at] === 0xff) {
		const mark = head.readUInt8(at + 1);
		const frame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
		if (frame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
		at += mark === 0xff ? 1 : 2 + head.readUInt16BE(at + 2);
	}
	return undefined;
}

/** The three kinds of WebP: lossy, lossless, extended. */
function webpSize(head: Buffer): PictureSize | undefined {
	switch (head.toString('latin1', 12, 16)) {
		case 'VP8 ':
			return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
		case 'VP8L': {
			const bits = head.readUInt32LE(21);
			return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
		}
		case 'VP8X':
			return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
		default:
			return undefined;
	}
}
