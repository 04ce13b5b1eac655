import type { Readable } from '../../shared/context';
import { contentBytes } from '../media/contentType';
import { readPhotoHeader } from '../media/photoHeader';

/** Of one photo, in bytes: a thumbnail, colour profiles and notes of a camera may stand before the picture. */
export const maxBeginning = 1024 * 1024;

/** @returns as much as tells the size of the picture, within bounds; the stream is closed then */
export async function beginningOf(stream: Readable, onPiece = () => {}): Promise<Buffer> {
	let beginning = Buffer.alloc(0);
	let wanted = contentBytes;
	for await (const piece of stream) {
		onPiece();
		beginning = Buffer.concat([beginning, piece as Buffer]);
		if (beginning.length < wanted) continue;
		const header = readPhotoHeader(beginning);
		if (header.kind !== 'more' || header.bytes > maxBeginning) break;
		wanted = header.bytes;
	}
	return beginning;
}
