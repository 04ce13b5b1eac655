/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { StreamSlices } from '../../../nodes/TikTok/upload/streamSlices';

/** What n8n's stores are played by: bytes that come in pieces of these lengths, over and over. */
class Store {
	opened = 0;

	closed = 0;

	/** Bytes taken out of the store so far. */
	pulled = 0;

	constructor(
		private readonly bytes: Buffer,
		private readonly pieces: number[] = [65_536],
	) {}

	readonly open = async (): Promise<Readable> => {
		this.opened += 1;
		const stream = Readable.from(this.read(), { objectMode: false, highWaterMark: 1 });
		stream.once('close', () => (this.closed += 1));
		return stream;
	};

	private async *read(): AsyncGenerator<Buffer> {
		let at = 0;
		for (let piece = 0; at < this.bytes.length; piece++) {
			const part = this.bytes.subarray(at, at + this.pieces[piece % this.pieces.length]);
			at += part.length;
			this.pulled += part.length;
			yield part;
		}
	}
}

const tooShort = (position: number) => new RangeError(`ended after ${position}`);
const slicesOf = (store: Store) => slicesFrom(store.open);

/** From a source that can be opened at its first byte only. */
const slicesFrom = (open: () => Promise<Readable>) =>
	new StreamSlices(async () => ({ stream: await open(), position: 0 }), tooShort);

function bytesOf(size: number): Buffer {
	const bytes = Buffer.alloc(size);
	for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8) * 7) & 0xff;
	return bytes;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
	return await promise.then(
		() => undefined,
		(error: unknown) => error,
	);
}

const anyContent = fc.record({
	bytes: fc.uint8Array({ minLength: 1, maxLength: 2_000 }).map((array) => Buffer.from(array)),
	pieces: fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }),
});

describe('parts of a stream', () => {
	test('in order are the bytes of the whole, read from the store once', async () => {
		await fc.assert(
			fc.asyncProperty(
				anyContent,
				fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }),
				async ({ bytes, pieces }, lengths) => {
					const store = new Store(bytes, pieces);
					const slices = slicesOf(store);
					let first = 0;
					for (let part = 0; first < bytes.length; part++) {
						const last = Math.min(first + lengths[part % lengths.length], bytes.length) - 1;
						expect(await buffer(await slices.slice(first, last))).toEqual(
							bytes.subarray(first, last + 1),
						);
						first = last + 1;
					}
					expect([store.opened, store.pulled]).toEqual([1, bytes.length]);
					expect(slices.defect).toBeUndefined();
					slices.close();
				},
			),
			{ numRuns: 150 },
		);
	});

	test('in any order are the same as those of a buffer', async () => {
		const anyCase = anyContent.chain((content) => {
			const end = content.bytes.length - 1;
			const range = fc
				.tuple(fc.integer({ min: 0, max: end }), fc.integer({ min: 0, max: end }))
				.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
			return fc.tuple(fc.constant(content), fc.array(range, { maxLength: 8 }));
		});
		await fc.assert(
			fc.asyncProperty(anyCase, async ([{ bytes, pieces }, ranges]) => {
				const store = new Store(bytes, pieces);
				const slices = slicesOf(store);
				for (const [first, last] of ranges) {
					expect(await buffer(await slices.slice(first, last))).toEqual(
						bytes.subarray(first, last + 1),
					);
				}
				slices.close();
			}),
			{ numRuns: 150 },
		);
	});

	test('given up anywhere do no harm to the next', async () => {
		const anyCase = fc.tuple(anyContent, fc.nat(), fc.nat(), fc.boolean());
		await fc.assert(
			fc.asyncProperty(anyCase, async ([{ bytes, pieces }, from, piecesRead, destroys]) => {
				const store = new Store(bytes, pieces);
				const slices = slicesOf(store);
				const first = from % bytes.length;
				const given = await slices.slice(first, bytes.length - 1);
				given.on('error', () => {});
				const reader = given[Symbol.asyncIterator]();
				for (let read = 0; read < piecesRead % 4; read++) await reader.next();
				// An HTTP client that has lost its connection does the one or the other.
				if (destroys) given.destroy();
				expect(await buffer(await slices.slice(first, bytes.length - 1))).toEqual(
					bytes.subarray(first),
				);
				expect(slices.defect).toBeUndefined();
				slices.close();
			}),
			{ numRuns: 150 },
		);
	});

	// A part whose connection broke while it waited for the store: its stream is closed when the next part begins.
	test('given up while the store is slow leave no defect behind', async () => {
		const slow = new Readable({ read() {} });
		slow.push('ab');
		const streams = [slow, Readable.from([Buffer.from('abcd')], { objectMode: false })];
		const slices = slicesFrom(async () => streams.shift() ?? Readable.from([]));
		const given = await slices.slice(0, 3);
		given.on('error', () => {});
		await given[Symbol.asyncIterator]().next();
		await new Promise(setImmediate);
		expect((await buffer(await slices.slice(0, 3))).toString()).toBe('abcd');
		expect(slices.defect).toBeUndefined();
		slices.close();
	});
});

describe('a stream that has fewer bytes than it should', () => {
	test('ends the part with its defect, which names the place', async () => {
		await fc.assert(
			fc.asyncProperty(
				anyContent,
				fc.integer({ min: 1, max: 1_000 }),
				fc.nat(),
				async ({ bytes, pieces }, missing, from) => {
					const slices = slicesOf(new Store(bytes, pieces));
					const first = from % bytes.length;
					const error = await rejection(
						buffer(await slices.slice(first, bytes.length - 1 + missing)),
					);
					expect(error).toEqual(tooShort(bytes.length));
					expect(slices.defect).toBe(error);
				},
			),
			{ numRuns: 100 },
		);
	});

	test('before a part even begins refuses the part', async () => {
		const slices = slicesOf(new Store(bytesOf(100)));
		const error = await rejection(slices.slice(101, 200));
		expect(error).toEqual(tooShort(100));
		expect(slices.defect).toBe(error);
	});

	test('does not spoil a part that is there', async () => {
		const bytes = bytesOf(100);
		const slices = slicesOf(new Store(bytes, [7]));
		await rejection(buffer(await slices.slice(50, 150)));
		expect(await buffer(await slices.slice(50, 99))).toEqual(bytes.subarray(50));
		expect(slices.defect).toBeUndefined();
	});
});

describe('a stream that breaks', () => {
	const broken = () => {
		const pieces = async function* () {
			yield Buffer.from('abc');
			return await Promise.reject(new RangeError('EIO'));
		};
		return Readable.from(pieces(), { objectMode: false });
	};

	test('ends the part with its own error as the defect', async () => {
		const slices = slicesFrom(async () => broken());
		const error = await rejection(buffer(await slices.slice(0, 9)));
		expect(error).toEqual(new RangeError('EIO'));
		expect(slices.defect).toBe(error);
	});

	test('between two parts ends nothing but the next', async () => {
		const slices = slicesFrom(async () => broken());
		expect((await buffer(await slices.slice(0, 2))).toString()).toBe('abc');
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
		expect(await rejection(buffer(await slices.slice(3, 9)))).toEqual(new RangeError('EIO'));
	});

	// A file that is gone is noticed when Node opens it: maybe before the HTTP client begins to read.
	test('before anyone reads ends nothing but the part', async () => {
		const gone = new Readable({ read() {} });
		const slices = slicesFrom(async () => gone);
		const part = await slices.slice(0, 9);
		gone.destroy(new RangeError('ENOENT'));
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
		expect(await rejection(buffer(part))).toEqual(new RangeError('ENOENT'));
		expect(slices.defect).toEqual(new RangeError('ENOENT'));
	});

	test('at its opening refuses the part', async () => {
		const slices = slicesFrom(async () => await Promise.reject<Readable>(new RangeError('ENOENT')));
		expect(await rejection(slices.slice(0, 9))).toEqual(new RangeError('ENOENT'));
	});
});

describe('memory', () => {
	const size = 64 * 1024 * 1024;
	const piece = 1024 * 1024;
	/** Streams read one piece ahead of their reader; there are two of them. */
	const ahead = 4 * piece;

	test('holds a few pieces at a time, however slow the reader', async () => {
		const store = new Store(Buffer.alloc(size, 1), [piece]);
		const slices = slicesOf(store);
		let read = 0;
		let held = 0;
		for (const [first, last] of [
			[0, size / 2 - 1],
			[size / 2, size - 1],
		]) {
			for await (const part of await slices.slice(first, last)) {
				read += (part as Buffer).length;
				await new Promise(setImmediate);
				held = Math.max(held, store.pulled - read);
			}
		}
		expect(read).toBe(size);
		expect(held).toBeLessThanOrEqual(ahead);
	});

	test('holds nothing of what is skipped', async () => {
		const store = new Store(Buffer.alloc(size, 1), [piece]);
		const slices = slicesOf(store);
		const { length } = await buffer(await slices.slice(size - 10, size - 1));
		expect([length, store.pulled]).toEqual([10, size]);
	});

	test('gives the stream of a part that was given up back to the store', async () => {
		const store = new Store(bytesOf(1_000_000), [1_000]);
		const given = await slicesOf(store).slice(0, 999_999);
		given.on('error', () => {});
		await given[Symbol.asyncIterator]().next();
		given.destroy();
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
		expect([store.opened, store.closed]).toEqual([1, 1]);
	});

	test('reads over a gap instead of opening anew, unless it is too far', async () => {
		const bytes = bytesOf(10_000);
		const near = new Store(bytes, [100]);
		const reading = slicesOf(near);
		await buffer(await reading.slice(0, 99));
		expect(await buffer(await reading.slice(9_000, 9_099))).toEqual(bytes.subarray(9_000, 9_100));
		expect(near.opened).toBe(1);
		const far = new Store(bytes, [100]);
		const reopening = new StreamSlices(
			async () => ({ stream: await far.open(), position: 0 }),
			tooShort,
			1_000,
		);
		await buffer(await reopening.slice(0, 99));
		expect(await buffer(await reopening.slice(9_000, 9_099))).toEqual(bytes.subarray(9_000, 9_100));
		expect(far.opened).toBe(2);
	});

	test('gives the streams back to the store', async () => {
		const store = new Store(bytesOf(10_000), [100]);
		const slices = slicesOf(store);
		await buffer(await slices.slice(500, 599));
		await buffer(await slices.slice(0, 99));
		slices.close();
		await new Promise(setImmediate);
		expect([store.opened, store.closed]).toEqual([2, 2]);
	});
});
