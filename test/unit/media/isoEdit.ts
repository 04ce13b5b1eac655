import { box, u32, u64, zeros } from './isoBuilder';

/** Where a box at the top of a file begins; its size is one of 32 bits. */
function topBox(file: Buffer, type: string): number {
	let at = 0;
	while (file.toString('latin1', at + 4, at + 8) !== type) at += file.readUInt32BE(at);
	return at;
}

/** The same file with other offsets in its chunk tables: where the media data have moved. */
function moved(file: Buffer, by: number): Buffer {
	const copy = Buffer.from(file);
	for (let at = copy.indexOf('stco'); at >= 0; at = copy.indexOf('stco', at + 4)) {
		const count = copy.readUInt32BE(at + 8);
		for (let n = 0; n < count; n++) {
			const offset = at + 12 + n * 4;
			copy.writeUInt32BE(copy.readUInt32BE(offset) + by, offset);
		}
	}
	return copy;
}

/** A box put behind `ftyp`. */
export function withBoxInFront(file: Buffer, added: Buffer): Buffer {
	const at = file.readUInt32BE(0);
	const rest = moved(file, added.length);
	return Buffer.concat([rest.subarray(0, at), added, rest.subarray(at)]);
}

/** Without `ftyp`, as QuickTime of old writes it. */
export function withoutType(file: Buffer): Buffer {
	const length = file.readUInt32BE(0);
	return moved(file, -length).subarray(length);
}

/** With room inside `moov`, which stands at the end. */
export function withLargeIndex(file: Buffer, bytes: number): Buffer {
	const at = topBox(file, 'moov');
	const content = file.subarray(at + 8, at + file.readUInt32BE(at));
	return Buffer.concat([
		file.subarray(0, at),
		box('moov', content, box('udta', box('abcd', zeros(bytes)))),
	]);
}

/** With a size of 64 bits for the media data, in the room of 8 bytes that stands before them. */
export function withLongMediaSize(file: Buffer): Buffer {
	const at = topBox(file, 'mdat');
	const size = file.readUInt32BE(at);
	const head = Buffer.concat([u32(1), Buffer.from('mdat'), u64(size + 8)]);
	return Buffer.concat([file.subarray(0, at - 8), head, file.subarray(at + 8)]);
}

/** The size of the media data as “up to the end”; they stand there. */
export function withOpenMediaSize(file: Buffer): Buffer {
	const copy = Buffer.from(file);
	copy.writeUInt32BE(0, topBox(copy, 'mdat'));
	return copy;
}

/** With another matrix in the first track header: ffmpeg's own options for it change between versions. */
export function withMatrix(file: Buffer, [a, b, c, d]: number[]): Buffer {
	const copy = Buffer.from(file);
	const matrix = copy.indexOf('tkhd') + 4 + 40;
	[a, b, 0, c, d].forEach((value, index) => copy.writeInt32BE(value * 65_536, matrix + index * 4));
	return copy;
}

/** With another major brand, of four letters. */
export function withBrand(file: Buffer, brand: string): Buffer {
	const copy = Buffer.from(file);
	copy.write(brand, 8, 'latin1');
	return copy;
}

/**
 * A box of Content Credentials, as generators add it: an id, a purpose, what is signed.
 * https://spec.c2pa.org/specifications/specifications/2.1/specs/C2PA_Specification.html#_embedding_manifests_into_bmff_based_assets
 */
export const contentCredentials = box(
	'uuid',
	Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex'),
	u32(0),
	Buffer.from('manifest\0', 'latin1'),
	u64(0),
	box('jumb', box('jumd', Buffer.from('c2pa\0\x11\0\x10'), zeros(40)), zeros(14_000)),
);
