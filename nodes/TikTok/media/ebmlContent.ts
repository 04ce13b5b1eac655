import type { Content } from './content';

const docTypeId = 0x4282;

/**
 * WebM, or Matroska that is none, by the DocType of the EBML header (RFC 8794, §11.2.4):
 * https://www.webmproject.org/docs/container/
 */
export function ebmlContent(beginning: Buffer): Content | undefined {
	if (beginning.length < 5 || beginning.readUInt32BE(0) !== 0x1a45dfa3) return undefined;
	const docType = docTypeOf(beginning);
	if (docType === 'webm') return { kind: 'video', type: 'video/webm' };
	return docType === 'matroska' ? { kind: 'other', name: 'matroska' } : undefined;
}

function docTypeOf(bytes: Buffer): string | undefined {
	let at = 4 + lengthAt(bytes, 4);
	while (at + 2 < bytes.length) {
		const idLength = lengthAt(bytes, at);
		const sizeLength = lengthAt(bytes, at + idLength);
		const body = at + idLength + sizeLength;
		if (idLength > 4 || sizeLength > 8 || body > bytes.length) return undefined;
		const size = bytes
			.subarray(at + idLength + 1, body)
			.reduce((sum, byte) => sum * 256 + byte, bytes[at + idLength] & (0xff >> sizeLength));
		if (bytes.readUIntBE(at, idLength) === docTypeId)
			return bytes.toString('latin1', body, body + Math.min(size, 64)).replace(/\0.*$/s, '');
		at = body + size;
	}
	return undefined;
}

/** Of the number that begins here, in bytes; 9 and more stand for none. */
function lengthAt(bytes: Buffer, at: number): number {
	return at < bytes.length ? Math.clz32(bytes[at]) - 23 : 9;
}
