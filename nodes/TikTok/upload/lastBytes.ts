import type { Readable } from '../../shared/context';
import { readableFrom } from './readableFrom';

/**
 * The largest piece that is handed out, in bytes. n8n's store in the database gives a file as one piece: as such it would all be
 * handed to the HTTP client at once, long before it goes.
 */
const maxPiece = 262_144;

/**
 * The same bytes, of which the last piece is handed out only after something else: TikTok begins with a video when its last byte
 * has come, and with none before.
 *
 * @param beforeLast rejects when the last bytes must not go; the stream ends with its error then
 */
export function holdingBackTheEnd(body: Readable, beforeLast: () => Promise<void>): Readable {
	return readableFrom(body, heldBack(body, beforeLast));
}

async function* heldBack(
	pieces: AsyncIterable<Buffer>,
	beforeLast: () => Promise<void>,
): AsyncGenerator<Buffer> {
	let held: Buffer | undefined;
	for await (const piece of pieces) {
		for (let start = 0; start < piece.length; start += maxPiece) {
			if (held) yield held;
			held = piece.subarray(start, start + maxPiece);
		}
	}
	await beforeLast();
	if (held) yield held;
}
