import { contentOf } from './contentType';

/** What the beginning of a photo says about it. */
export type PhotoHeader =
	/** Stored pixels. How a viewer turns the picture changes neither the shorter side nor the longer one. */
	| { kind: 'known'; width: number; height: number }
	/** The first `bytes` bytes are needed; a file that has fewer is cut off. */
	| { kind: 'more'; bytes: number }
	/** The header does not say it: TikTok judges. */
	| { kind: 'unknown' };

/**
 * Reads the pixels of a JPEG or WebP.
 *
 * @param beginning bytes from the start of the file: as many as there are, or as were asked for
 */
export function readPhotoHeader(beginning: Buffer): PhotoHeader {
	const content = contentOf(beginning);
	if (content.kind !== 'photo') return { kind: 'unknown' };
	return content.type === 'image/jpeg' ? readJpeg(beginning) : readWebp(beginning);
}

/**
 * Walks the segments (application data of any number and length, such as ICC and EXIF) up to the frame header of any coding:
 * ITU-T T.81, annex B, https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
function readJpeg(bytes: Buffer): PhotoHeader {
	let at = 2;
	while (at + 2 <= bytes.length) {
		const [first, mark] = bytes.subarray(at, at + 2);
		if (first !== 0xff) return { kind: 'unknown' };
		if (mark === 0xff || isAlone(mark)) {
			at += mark === 0xff ? 1 : 2; // a fill byte, or a mark without content
			continue;
		}
		// The picture begins or ends, and there was no frame header before.
		if (mark === 0xda || mark === 0xd9) return { kind: 'unknown' };
		if (at + 9 > bytes.length) return { kind: 'more', bytes: at + 9 };
		if (isFrame(mark)) return pixels(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
		at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
	}
	return { kind: 'more', bytes: at + 2 };
}

function isAlone(mark: number): boolean {
	return mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8);
}

/** SOF0 to SOF15, without the marks between for tables (DHT, DAC) and extensions (JPG). */
function isFrame(mark: number): boolean {
	return mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc;
}

/** Lossy, lossless and extended (animated ones too): https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(bytes: Buffer): PhotoHeader {
	if (bytes.length < 30) return { kind: 'more', bytes: 30 };
	switch (bytes.toString('latin1', 12, 16)) {
		case 'VP8 ':
			return pixels(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
		case 'VP8L': {
			const bits = bytes.readUInt32LE(21);
			return pixels((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
		}
		case 'VP8X':
			return pixels(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
		default:
			return { kind: 'unknown' };
	}
}

/** A height of 0 is told behind the picture (DNL). */
function pixels(width: number, height: number): PhotoHeader {
	return width > 0 && height > 0 ? { kind: 'known', width, height } : { kind: 'unknown' };
}
