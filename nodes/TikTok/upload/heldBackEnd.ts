import { readableFrom } from './readableFrom';
import type { VideoSource } from './source';

/**
 * Longest piece that is handed out, in bytes. n8n's store in the database gives a file as one piece: as such it would all be
 * handed to the HTTP client at once, and its end be asked for long before it goes.
 */
const maxPiece = 262_144;

/**
 * The same source, whose last bytes are handed out only once they may be sent: TikTok begins with a video when its last
 * byte has come, and with none before. From a stream its last piece is held back, from n8n's memory its last part.
 *
 * @param mayEnd rejects when the end must not be sent
 */
export function withHeldBackEnd(source: VideoSource, mayEnd: () => Promise<void>): VideoSource {
	let refusal: Error | undefined;
	const ask = async () =>
		await mayEnd().catch(async (error: Error) => {
			refusal = error;
			return await Promise.reject(error);
		});
	async function* heldBack(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		let held: Buffer | undefined;
		for await (const piece of pieces) {
			for (let start = 0; start < piece.length; start += maxPiece) {
				if (held) yield held;
				held = piece.subarray(start, start + maxPiece);
			}
		}
		await ask();
		if (held) yield held;
	}
	return {
		...source,
		async read(first, last) {
			const body = await source.read(first, last);
			if (last < source.size - 1) return body;
			if (!Buffer.isBuffer(body)) return readableFrom(body, heldBack(body));
			await ask();
			return body;
		},
		// A stream's own error reaches the HTTP client only.
		defect: () => (refusal ? { error: refusal, isPassing: false } : source.defect()),
	};
}
