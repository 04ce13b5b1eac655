const hex = (text: string) => Buffer.from(text, 'hex');

/** A segment of a JPEG: its mark, its length, what it holds. */
export function segment(mark: number, content: Buffer): Buffer {
	const head = Buffer.from([0xff, mark, 0, 0]);
	head.writeUInt16BE(content.length + 2, 2);
	return Buffer.concat([head, content]);
}

/** The frame header of a JPEG. */
export function frame(mark: number, width: number, height: number): Buffer {
	const content = Buffer.alloc(15);
	content[0] = 8;
	content.writeUInt16BE(height, 1);
	content.writeUInt16BE(width, 3);
	return segment(mark, content);
}

/** A JPEG up to its picture. */
export const jpeg = (...segments: Buffer[]) => Buffer.concat([hex('ffd8'), ...segments]);

export const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));

/** A piece of a colour profile, as large as a segment can be. */
export const icc = segment(0xe2, Buffer.alloc(65_533, 0xff));

/** A WebP with one chunk of a kind. */
export function webp(kind: string, content: Buffer): Buffer {
	const bytes = Buffer.alloc(20);
	bytes.write('RIFF', 0, 'latin1');
	bytes.write(`WEBP${kind}`, 8, 'latin1');
	bytes.writeUInt32LE(content.length, 16);
	return Buffer.concat([bytes, content, Buffer.alloc(10)]);
}

/** A whole JPEG, as far as anyone looks who does not decode it. @param bytes of what follows the frame header */
export const jpegOf = (width: number, height: number, bytes = 100) =>
	jpeg(jfif, frame(0xc0, width, height), hex('ffda000c'), Buffer.alloc(bytes), hex('ffd9'));

/** The same as an extended WebP. */
export function webpOf(width: number, height: number): Buffer {
	const content = Buffer.alloc(10);
	content.writeUIntLE(width - 1, 4, 3);
	content.writeUIntLE(height - 1, 7, 3);
	return webp('VP8X', content);
}
