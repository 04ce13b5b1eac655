import type { Readable } from '../../shared/context';

type From = (source: AsyncIterable<Buffer>, options: { objectMode: boolean }) => Readable;

/**
 * A Node.js stream of what a generator gives. `Readable.from` is reached through another stream, since a community node may
 * not import `node:stream`.
 *
 * @param other of any class that Node.js derives from Readable
 */
export function readableFrom(other: Readable, pieces: AsyncIterable<Buffer>): Readable {
	return fromOf(other)(pieces, { objectMode: false });
}

/**
 * The `from` of the class furthest up that has one of its own, which is Readable. That of Duplex, below it, ignores the options
 * and gives a stream of objects (https://nodejs.org/api/stream.html#streamduplexfromsrc).
 */
function fromOf(other: Readable): From {
	let from: From | undefined;
	for (
		let prototype: unknown = Object.getPrototypeOf(other);
		isObject(prototype);
		prototype = Object.getPrototypeOf(prototype)
	) {
		const owner = prototype.constructor as { from?: From };
		if (Object.hasOwn(owner, 'from')) from = owner.from ?? from;
	}
	if (!from) throw new TypeError('The source is no stream of Node.js');
	return from;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
