import type { BoundedReader } from './boundedReader';

/** A box of ISO/IEC 14496-12, §4.2, or an atom of QuickTime. Offsets in bytes from the start of the file. */
export interface Box {
	type: string;
	/** The first byte behind the header. */
	body: number;
	/** The first byte behind the box, at most the end of what holds it. */
	end: number;
	/** How many bytes the box claims beyond that end. */
	missing: number;
}

/**
 * The boxes between two offsets, one after the other. Ends early at one whose size is impossible, as ffmpeg does.
 *
 * @throws BoundReached after too many
 */
export async function* boxes(reader: BoundedReader, from: number, to: number): AsyncGenerator<Box> {
	let at = from;
	while (to - at >= 8) {
		reader.countBox();
		const header = await reader.head(at, to, 16);
		const small = header.readUInt32BE(0);
		const headerSize = small === 1 ? 16 : 8;
		const size = small === 0 ? to - at : small === 1 ? Number(header.readBigUInt64BE(8)) : small;
		if (size < headerSize) return;
		const end = Math.min(at + size, to);
		yield {
			type: header.toString('latin1', 4, 8),
			body: at + headerSize,
			end,
			missing: at + size - end,
		};
		at = end;
	}
}

/** A 64-bit number, or a 32-bit one in version 0 of a box. All bits set mean that it is not known: 0. */
export function longOrShort(bytes: Buffer, offset: number, isLong: boolean): number {
	const value = isLong ? Number(bytes.readBigUInt64BE(offset)) : bytes.readUInt32BE(offset);
	return value === (isLong ? 2 ** 64 : 0xffffffff) ? 0 : value;
}
