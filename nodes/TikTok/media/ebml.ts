import type { BoundedReader } from './boundedReader';

/** An element of EBML (RFC 8794). Offsets in bytes from the start of the file. */
export interface Element {
	/** With its length marker, as the specifications write it. */
	id: number;
	/** The first byte behind the header. */
	body: number;
	/**
	 * The first byte behind the element, at most the end of what holds it; that end too where the size is not stated, as
	 * in a live recording.
	 */
	end: number;
	/** How many bytes the element claims beyond that end. */
	missing: number;
}

/**
 * The elements between two offsets, one after the other. Ends early where there is no element.
 *
 * @throws BoundReached after too many
 */
export async function* elements(
	reader: BoundedReader,
	from: number,
	to: number,
): AsyncGenerator<Element> {
	let at = from;
	while (to - at >= 2) {
		reader.countBox();
		const header = await reader.head(at, to, 12);
		const idLength = lengthOf(header[0]);
		if (idLength > 4) return;
		const sizeLength = lengthOf(header[idLength]);
		const body = at + idLength + sizeLength;
		if (sizeLength > 8 || body > to) return;
		// The bits behind the length marker; all of them set: unknown.
		const bits = header[idLength] & (0xff >> sizeLength);
		const size = header
			.subarray(idLength + 1, idLength + sizeLength)
			.reduce((sum, byte) => sum * 256 + byte, bits);
		const isSized = size < 2 ** (7 * sizeLength) - 1;
		const end = isSized ? Math.min(body + size, to) : to;
		const missing = isSized ? body + size - end : 0;
		yield { id: header.readUIntBE(0, idLength), body, end, missing };
		at = end;
	}
}

/** Of a number whose first byte is this one, in bytes; 9 and more stand for none. */
function lengthOf(first: number): number {
	return Math.clz32(first) - 23;
}

/** An unsigned integer; 0 when it is empty or longer than 8 bytes. */
export async function unsignedIn(reader: BoundedReader, { body, end }: Element): Promise<number> {
	if (end - body > 8) return 0;
	return (await reader.bytes(body, end - body)).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A floating-point number; 0 when it has no legal length. */
export async function floatIn(reader: BoundedReader, { body, end }: Element): Promise<number> {
	const bytes = await reader.head(body, end, 8);
	if (end - body === 4) return bytes.readFloatBE(0);
	return end - body === 8 ? bytes.readDoubleBE(0) : 0;
}

/** A string of up to 64 characters, without its padding. */
export async function stringIn(reader: BoundedReader, { body, end }: Element): Promise<string> {
	return (await reader.head(body, end, 64)).toString('latin1').replace(/\0.*$/s, '');
}
