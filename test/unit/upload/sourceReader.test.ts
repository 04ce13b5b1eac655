/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { SourceGoneError, SourceUnavailableError } from '../../../nodes/TikTok/upload/source';
import type { Opening, Origin } from '../../../nodes/TikTok/upload/origin';
import { maxBeginning, SourceReader } from '../../../nodes/TikTok/upload/sourceReader';
import { ParameterError } from '../../../nodes/shared/errors/parameterError';
import { SkippedTime } from '../../harness/skippedTime';

const time = new SkippedTime();
beforeEach(() => time.begin());
afterAll(() => time.restore());

/** How one stream of a source behaves. */
interface StreamCourse {
	/** So many bytes come at most, from where the stream begins. */
	bytes?: number;
	/** What happens then; a whole stream ends. */
	then?: 'end' | 'break' | 'silence';
}

const refusal = (text: string) => new ParameterError('Video', text, '');

/** A source of bytes that come in pieces of given lengths, whose streams take the given courses, and are whole afterwards. */
class Source implements Origin {
	maxSkip = Infinity;

	far = { openings: Infinity, readOver: Infinity };

	readonly buffersPerByte = 1;

	/** Where it was asked to be opened. */
	readonly opened: number[] = [];

	closed = 0;

	/** Bytes taken out of it so far. */
	pulled = 0;

	/** What the next openings are refused with. */
	refusals: Error[] = [];

	/** Whether it can be opened anywhere. */
	ranges = true;

	says?: number;

	/** What it holds from the second opening on, where that is something else. */
	later?: Buffer;

	constructor(
		public bytes: Buffer,
		private readonly pieces: number[] = [65_536],
		private readonly courses: StreamCourse[] = [],
	) {}

	async open(from: number): Promise<Opening> {
		if (this.opened.length > 0) this.bytes = this.later ?? this.bytes;
		this.opened.push(from);
		const refused = this.refusals.shift();
		if (refused) throw refused;
		const position = this.ranges ? from : 0;
		const course = this.courses.shift() ?? {};
		const stream = Readable.from(this.stream(position, course), {
			objectMode: false,
			highWaterMark: 1,
		});
		stream.once('close', () => (this.closed += 1));
		return { stream, position, size: this.says };
	}

	brokeOff(at: number, _size: number, attempts: number): SourceUnavailableError {
		return new SourceUnavailableError('Video', `broke off at ${at}, in ${attempts}`, '');
	}

	endsAt = (at: number) => refusal(`ends at ${at}`);

	goesOn = () => refusal('goes on');

	changed = () => refusal('changed');

	private async *stream(position: number, course: StreamCourse): AsyncGenerator<Buffer> {
		const { bytes: most = Infinity, then = 'end' } = course;
		const end = Math.min(this.bytes.length, position + most);
		for (let at = position, piece = 0; at < end; piece++) {
			const part = this.bytes.subarray(
				at,
				Math.min(end, at + this.pieces[piece % this.pieces.length]),
			);
			at += part.length;
			this.pulled += part.length;
			yield part;
		}
		if (then === 'break') throw new RangeError('ECONNRESET');
		if (then === 'silence') await new Promise(() => {});
	}
}

function readerOf(source: Source): SourceReader {
	const reader = new SourceReader(source);
	reader.size = source.bytes.length;
	return reader;
}

function bytesOf(size: number): Buffer {
	const bytes = Buffer.alloc(size);
	for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8) * 7) & 0xff;
	return bytes;
}

const read = async (reader: SourceReader, first: number, last: number) =>
	await buffer(await reader.read(first, last));

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

describe('parts of a source', () => {
	test('in order are the bytes of the whole, from one stream', async () => {
		await fc.assert(
			fc.asyncProperty(
				anyContent,
				fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }),
				async ({ bytes, pieces }, lengths) => {
					const source = new Source(bytes, pieces);
					const reader = readerOf(source);
					let first = 0;
					for (let part = 0; first < bytes.length; part++) {
						const last = Math.min(first + lengths[part % lengths.length], bytes.length) - 1;
						expect(await read(reader, first, last)).toEqual(bytes.subarray(first, last + 1));
						first = last + 1;
					}
					expect([source.opened, source.pulled]).toEqual([[0], bytes.length]);
					expect(reader.defect).toBeUndefined();
					reader.close();
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
			return fc.tuple(fc.constant(content), fc.array(range, { maxLength: 8 }), fc.boolean());
		});
		await fc.assert(
			fc.asyncProperty(anyCase, async ([{ bytes, pieces }, ranges, knowsRanges]) => {
				const source = new Source(bytes, pieces);
				source.ranges = knowsRanges;
				const reader = readerOf(source);
				for (const [first, last] of ranges) {
					expect(await read(reader, first, last)).toEqual(bytes.subarray(first, last + 1));
				}
				reader.close();
			}),
			{ numRuns: 150 },
		);
	});

	test('are whole, whatever the streams do, as long as bytes come; none is handed out twice', async () => {
		const anyCourse = fc.record({
			bytes: fc.integer({ min: 1, max: 900 }),
			then: fc.constantFrom('end' as const, 'break' as const),
		});
		await fc.assert(
			fc.asyncProperty(
				anyContent,
				fc.array(anyCourse, { maxLength: 12 }),
				fc.integer({ min: 1, max: 900 }),
				async ({ bytes, pieces }, courses, length) => {
					const source = new Source(bytes, pieces, courses);
					const reader = readerOf(source);
					for (let first = 0; first < bytes.length; first += length) {
						const last = Math.min(first + length, bytes.length) - 1;
						expect(await read(reader, first, last)).toEqual(bytes.subarray(first, last + 1));
					}
					expect(reader.handedOut).toBe(bytes.length);
					reader.close();
				},
			),
			{ numRuns: 200 },
		);
	});

	test('given up anywhere do no harm to the next', async () => {
		const anyCase = fc.tuple(anyContent, fc.nat(), fc.nat(), fc.boolean());
		await fc.assert(
			fc.asyncProperty(anyCase, async ([{ bytes, pieces }, from, piecesRead, destroys]) => {
				const reader = readerOf(new Source(bytes, pieces));
				const first = from % bytes.length;
				const given = await reader.read(first, bytes.length - 1);
				given.on('error', () => {});
				const iterator = given[Symbol.asyncIterator]();
				for (let count = 0; count < piecesRead % 4; count++) await iterator.next();
				// An HTTP client that has lost its connection does the one or the other.
				if (destroys) given.destroy();
				expect(await read(reader, first, bytes.length - 1)).toEqual(bytes.subarray(first));
				expect(reader.defect).toBeUndefined();
				reader.close();
			}),
			{ numRuns: 150 },
		);
	});

	// A part whose connection broke while it waited for the source: its stream is closed when the next part begins.
	test('given up while the source is slow leave no defect behind', async () => {
		const reader = readerOf(new Source(Buffer.from('abcd'), [2], [{ bytes: 2, then: 'silence' }]));
		const given = await reader.read(0, 3);
		given.on('error', () => {});
		await given[Symbol.asyncIterator]().next();
		await new Promise(setImmediate);
		expect((await read(reader, 0, 3)).toString()).toBe('abcd');
		expect(reader.defect).toBeUndefined();
		reader.close();
	});
});

describe('a source that is opened anew', () => {
	const bytes = bytesOf(40_000);

	test('goes on at the byte reached, with an overlap that is compared', async () => {
		const source = new Source(bytes, [10_000], [{ bytes: 20_000, then: 'break' }]);
		const reader = readerOf(source);
		expect(await read(reader, 0, 39_999)).toEqual(bytes);
		expect(source.opened).toEqual([0, 20_000 - 4_096]);
		// A stream that gave something was worth its request: no pause follows.
		expect(time.asked).toEqual([]);
	});

	test('is read over from its start, where it knows no ranges', async () => {
		const source = new Source(bytes, [10_000], [{ bytes: 20_000, then: 'break' }]);
		source.ranges = false;
		const reader = readerOf(source);
		expect(await read(reader, 0, 39_999)).toEqual(bytes);
		expect(source.pulled).toBe(60_000);
	});

	test('ends where other bytes come, in mid-part and at the beginning of a part', async () => {
		const source = new Source(bytes, [10_000], [{ bytes: 20_000, then: 'break' }]);
		const reader = readerOf(source);
		source.later = bytesOf(40_001).subarray(1);
		expect(await rejection(read(reader, 0, 39_999))).toEqual(source.changed());
		expect(reader.defect).toEqual(source.changed());

		const large = bytesOf(maxBeginning + 40_000);
		const other = new Source(large);
		const parts = readerOf(other);
		await read(parts, 0, 19_999);
		await read(parts, 20_000, 29_999);
		other.later = bytesOf(large.length + 1).subarray(1);
		expect(await rejection(parts.read(20_000, 29_999))).toEqual(other.changed());
	});

	test('ends where it has another size now', async () => {
		const source = new Source(bytes, [10_000], [{ bytes: 20_000, then: 'break' }]);
		const reader = readerOf(source);
		source.says = 39_999;
		expect(await rejection(read(reader, 0, 39_999))).toEqual(source.changed());
	});

	test('moves on though its streams are shorter than an overlap', async () => {
		const courses = [{ bytes: 1_000 }, ...Array.from({ length: 60 }, () => ({ bytes: 100 }))];
		const reader = readerOf(new Source(bytes.subarray(0, 3_000), [100], courses));
		expect(await read(reader, 0, 2_999)).toEqual(bytes.subarray(0, 3_000));
	});
});

describe('a source from which nothing comes', () => {
	const away = () => new SourceUnavailableError('Video', 'HTTP 503', '', 9_000);

	test('is asked four times at first, with growing pauses or those that it asks for; the text counts them', async () => {
		const source = new Source(bytesOf(10));
		source.refusals = Array.from({ length: 9 }, away);
		expect(await rejection(readerOf(source).begin())).toMatchObject({
			message: 'HTTP 503, in 4 attempts',
		});
		expect(source.opened).toHaveLength(4);
		expect(time.asked.filter((ms) => ms >= 9_000)).toHaveLength(3);
	});

	test('has time for minutes once bytes have come', async () => {
		const source = new Source(bytesOf(10_000), [1_000], [{ bytes: 5_000, then: 'break' }]);
		const reader = readerOf(source);
		await reader.begin();
		source.refusals = Array.from({ length: 10 }, () => new SourceUnavailableError('Video', '', ''));
		expect(await read(reader, 0, 9_999)).toEqual(bytesOf(10_000));
		expect(source.opened).toHaveLength(12);
	});

	test('has not, where the file itself is gone', async () => {
		const source = new Source(bytesOf(10_000), [1_000], [{ bytes: 5_000, then: 'break' }]);
		const reader = readerOf(source);
		await reader.begin();
		source.refusals = Array.from({ length: 9 }, () => new SourceGoneError('Video', 'HTTP 404', ''));
		expect(await rejection(read(reader, 0, 9_999))).toMatchObject({
			message: 'HTTP 404, in 4 attempts',
		});
	});

	test('is not asked again where that cannot help', async () => {
		const source = new Source(bytesOf(10));
		source.refusals = [refusal('HTTP 401')];
		expect(await rejection(readerOf(source).begin())).toEqual(refusal('HTTP 401'));
		expect(source.opened).toEqual([0]);
	});

	test('is opened anew after a minute of silence, and given up after some', async () => {
		const silent = () => ({ bytes: 0, then: 'silence' as const });
		const source = new Source(
			bytesOf(10),
			[5],
			[{ bytes: 5, then: 'silence' }, silent(), silent()],
		);
		const reader = readerOf(source);
		const passing = setInterval(() => time.pass(61_000), 50);
		expect(await read(reader, 0, 9)).toEqual(bytesOf(10));
		const dead = new Source(bytesOf(10), [5], Array.from({ length: 9 }, silent));
		expect(await rejection(read(readerOf(dead), 0, 9))).toEqual(dead.brokeOff(0, 10, 2));
		clearInterval(passing);
	});
});

describe('the end of a source', () => {
	test('that comes three times at the same place too early is its end', async () => {
		await fc.assert(
			fc.asyncProperty(
				anyContent,
				fc.integer({ min: 1, max: 1_000 }),
				fc.nat(),
				async ({ bytes, pieces }, missing, from) => {
					const source = new Source(bytes, pieces);
					const reader = new SourceReader(source);
					reader.size = bytes.length + missing;
					const first = from % bytes.length;
					const error = await rejection(read(reader, first, reader.size - 1));
					expect(error).toEqual(source.endsAt(bytes.length));
					expect(reader.defect).toBe(error);
					expect(source.opened).toHaveLength(3);
				},
			),
			{ numRuns: 100 },
		);
	});

	test('that does not come lets the last bytes not go', async () => {
		const source = new Source(bytesOf(1_000), [100]);
		const reader = new SourceReader(source);
		reader.size = 950;
		const given: Buffer[] = [];
		const error = await rejection(
			(async () => {
				for await (const piece of await reader.read(0, 949)) given.push(piece as Buffer);
			})(),
		);
		expect(error).toEqual(source.goesOn());
		expect(Buffer.concat(given).length).toBeLessThan(950);
	});

	test('that breaks is an end all the same: everything has come', async () => {
		const reader = readerOf(new Source(bytesOf(100), [50], [{ bytes: 100, then: 'break' }]));
		expect(await read(reader, 0, 99)).toEqual(bytesOf(100));
	});

	test('is counted where nobody knows it; a small file is not fetched again', async () => {
		const source = new Source(bytesOf(100_000), [999], [{ bytes: 40_000, then: 'break' }]);
		const reader = new SourceReader(source);
		expect(await reader.count(1_000_000)).toBe(100_000);
		const { length } = source.opened;
		expect(await read(reader, 0, 99_999)).toEqual(bytesOf(100_000));
		expect(source.opened).toHaveLength(length);
	});
});

describe('a look at the header', () => {
	const size = maxBeginning + 1_000_000;
	const bytes = Buffer.alloc(size, 'n8n-nodes-tiktok-publisher');

	test('near the beginning is had from the stream that is then uploaded', async () => {
		const source = new Source(bytes);
		const reader = readerOf(source);
		expect(await reader.look(0, 16_384)).toEqual(bytes.subarray(0, 16_384));
		expect(await reader.look(5_000_000, 1_000)).toEqual(bytes.subarray(5_000_000, 5_001_000));
		expect(await reader.look(70, 10)).toEqual(bytes.subarray(70, 80));
		expect((await read(reader, 0, size - 1)).equals(bytes)).toBe(true);
		expect(source.opened).toEqual([0]);
		expect(source.pulled).toBe(size);
	});

	test('far from it costs one opening more', async () => {
		const source = new Source(bytes);
		const reader = readerOf(source);
		await reader.look(0, 16_384);
		expect(await reader.look(size - 1_000, 1_000)).toEqual(bytes.subarray(size - 1_000));
		expect((await read(reader, 0, size - 1)).equals(bytes)).toBe(true);
		expect(source.opened).toEqual([0, size - 1_000]);
	});

	test('far from it is left, where it cannot be had: that is no reason to stop', async () => {
		const source = new Source(bytes);
		const reader = readerOf(source);
		await reader.look(0, 16_384);
		source.refusals = [new SourceGoneError('Video', 'used up', '')];
		expect(await reader.look(size - 1_000, 1_000)).toBeUndefined();
		expect((await read(reader, 0, size - 1)).equals(bytes)).toBe(true);
		expect(source.opened).toEqual([0, size - 1_000]);
	});

	test('far from it is left, where too much had to be read over, or it had to be opened too often', async () => {
		const whole = new Source(bytes);
		whole.ranges = false;
		whole.far = { openings: 9, readOver: maxBeginning };
		expect(await readerOf(whole).look(size - 1_000, 1_000)).toBeUndefined();

		const parts = new Source(bytes);
		parts.maxSkip = 100;
		parts.far = { openings: 2, readOver: 0 };
		const reader = readerOf(parts);
		const looks = [900_000, 900_500, 901_500, 903_000].map((at) => maxBeginning + at);
		const seen: boolean[] = [];
		for (const at of looks) seen.push((await reader.look(at, 500)) !== undefined);
		expect(seen).toEqual([true, true, true, false]);
		expect(parts.opened).toEqual([looks[0], looks[2]]);
	});
});

describe('memory', () => {
	const size = 64 * 1024 * 1024;
	const piece = 1024 * 1024;
	/** Streams read one piece ahead of their reader; there are two of them. The reader keeps the last one. */
	const ahead = 5 * piece;

	test('holds a few pieces at a time, however slow the reader', async () => {
		const source = new Source(Buffer.alloc(size, 1), [piece]);
		const reader = readerOf(source);
		let came = 0;
		let held = 0;
		for (const [first, last] of [
			[0, size / 2 - 1],
			[size / 2, size - 1],
		]) {
			for await (const part of await reader.read(first, last)) {
				came += (part as Buffer).length;
				await new Promise(setImmediate);
				held = Math.max(held, source.pulled - came);
			}
		}
		expect(came).toBe(size);
		expect(held).toBeLessThanOrEqual(ahead);
	});

	test('holds nothing of what is skipped', async () => {
		const source = new Source(Buffer.alloc(size, 1), [piece]);
		const { length } = await read(readerOf(source), size - 10, size - 1);
		expect(length).toBe(10);
	});

	test('gives the stream of a part that was given up back to the source', async () => {
		const source = new Source(Buffer.alloc(maxBeginning + 1));
		const given = await readerOf(source).read(0, maxBeginning);
		given.on('error', () => {});
		await given[Symbol.asyncIterator]().next();
		given.destroy();
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
		expect([source.opened.length, source.closed]).toEqual([1, 1]);
	});

	test('gives the streams back to the source', async () => {
		const source = new Source(bytesOf(10_000), [100]);
		const reader = readerOf(source);
		await read(reader, 500, 599);
		await read(reader, 0, 99);
		reader.close();
		await new Promise(setImmediate);
		expect([source.opened.length, source.closed]).toEqual([2, 2]);
	});
});
