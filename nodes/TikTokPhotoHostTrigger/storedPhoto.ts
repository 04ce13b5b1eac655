import type { IWebhookFunctions } from 'n8n-workflow';

import { isShelfId } from '../shared/photoHost/photoId';
import { takeFromShelf } from '../shared/photoHost/shelf';
import { photoTypeBytes, photoTypeOf, type PhotoType } from '../shared/photoType';

/** How much of a photo is decoded or read ahead at a time, in bytes; a multiple of three, as base64 wants it. */
const pieceBytes = 48 * 1024;

/** A photo that is open. */
export interface StoredPhoto {
	type: PhotoType;
	/** In bytes. */
	size: number;
	/** What was read to tell the type. */
	beginning: Buffer;
	/** The rest; its `return` closes the store's stream. */
	rest: AsyncIterator<Buffer>;
}

/**
 * Opens a photo by its id and looks at its first bytes: no label decides what is served.
 *
 * @returns `gone` where this process has no such file, `no photo` for a file that is something else
 */
export async function openPhoto(
	context: IWebhookFunctions,
	id: string,
): Promise<StoredPhoto | 'gone' | 'no photo'> {
	let rest: AsyncIterator<Buffer> | undefined;
	try {
		const { size, pieces } = isShelfId(id) ? shelved(id) : await stored(context, id);
		rest = pieces;
		let beginning = Buffer.alloc(0);
		while (beginning.length < photoTypeBytes) {
			const { done, value } = await rest.next();
			if (done) break;
			beginning = Buffer.concat([beginning, value]);
		}
		const type = photoTypeOf(beginning);
		if (type) return { type, size, beginning, rest };
		await rest.return?.();
		return 'no photo';
	} catch {
		// The stores' errors name the paths of files, so none is passed on.
		await rest?.return?.();
		return 'gone';
	}
}

/** @throws Error where it does not lie there */
function shelved(id: string): { size: number; pieces: AsyncIterator<Buffer> } {
	const photo = takeFromShelf(id);
	if (!photo) throw new RangeError('Not on the shelf');
	return { size: photo.size, pieces: decoded(photo.base64) };
}

/** Piece by piece: many may ask at once. */
async function* decoded(base64: string): AsyncGenerator<Buffer> {
	const length = (pieceBytes / 3) * 4;
	for (let at = 0; at < base64.length; at += length)
		yield Buffer.from(base64.slice(at, at + length), 'base64');
}

/** @throws what n8n's store throws where it does not have it */
async function stored({ helpers }: IWebhookFunctions, id: string) {
	const { fileSize } = await helpers.getBinaryMetadata(id);
	const stream = await helpers.getBinaryStream(id, pieceBytes);
	// Without a listener, an error while nobody reads would end n8n's process; whoever reads is told all the same.
	stream.on('error', () => {});
	return { size: fileSize, pieces: stream[Symbol.asyncIterator]() as AsyncIterator<Buffer> };
}
