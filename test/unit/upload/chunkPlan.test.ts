import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
	chunkAt,
	chunkBounds,
	nextChunkAfter,
	planChunks,
	type ChunkPlan,
} from '../../../nodes/TikTok/upload/chunkPlan';

const fourGiB = 4_294_967_296;
/** What a source in n8n's memory asks for: the smallest preference that is allowed. */
const memoryChunk = 10_485_760;

/**
 * Sizes at which a rule for parts begins or ends, in one of the readings of MB.
 * https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
const edges = [
	1,
	2,
	4_999_999,
	5_000_000,
	5_000_001,
	5_242_879,
	5_242_880,
	5_242_881,
	10_485_759,
	10_485_760,
	10_485_761,
	63_999_999,
	64_000_000,
	64_000_001,
	67_108_863,
	67_108_864,
	67_108_865,
	121_000_000,
	127_999_999,
	128_000_000,
	128_000_001,
	134_217_727,
	134_217_728,
	134_217_729,
	158_008_374,
	4_000_000_000,
	fourGiB - 1,
	fourGiB,
];

const anySize = fc.oneof(
	{ weight: 2, arbitrary: fc.integer({ min: 1, max: fourGiB }) },
	fc.integer({ min: 1, max: 200_000_000 }),
	fc.constantFrom(...edges),
);
const anyPreference = fc.oneof(
	fc.constantFrom(memoryChunk, chunkBounds.largest, Number.MAX_SAFE_INTEGER),
	fc.integer({ min: memoryChunk, max: 100_000_000 }),
);

/** The rules for parts that a plan breaks, for one reading of MB. Written from TikTok's page, not from the planner. */
function brokenRules({ videoSize, chunkSize, chunkCount }: ChunkPlan, MB: number): string[] {
	const last = videoSize - (chunkCount - 1) * chunkSize;
	const rules: Record<string, boolean> = {
		'1: the count is floor(video_size / chunk_size)':
			chunkCount === Math.floor(videoSize / chunkSize),
		'2: a chunk has 5 to 64 MB':
			videoSize < 5 * MB || (chunkSize >= 5 * MB && chunkSize <= 64 * MB),
		'2: the last chunk has at most 128 MB': last > 0 && last <= 128 * MB,
		'3: under 5 MB one chunk that is the video':
			videoSize >= 5 * MB || (chunkCount === 1 && chunkSize === videoSize),
		'4: over 64 MB more than one chunk': videoSize <= 64 * MB || chunkCount > 1,
		'5: 1 to 1000 chunks': chunkCount >= 1 && chunkCount <= 1000,
		'6: one chunk means that it is the video': (chunkCount === 1) === (chunkSize === videoSize),
	};
	return Object.keys(rules).filter((rule) => !rules[rule]);
}

function expectLegal(plan: ChunkPlan): void {
	expect({
		plan,
		decimal: brokenRules(plan, 1_000_000),
		binary: brokenRules(plan, 1_048_576),
	}).toEqual({
		plan,
		decimal: [],
		binary: [],
	});
}

describe('the plan', () => {
	test.each(edges)('of %d bytes is legal in both readings of MB', (size) => {
		expectLegal(planChunks(size));
		expectLegal(planChunks(size, memoryChunk));
	});

	test('of any size and preference is legal in both readings of MB, and no chunk but the last exceeds the preference', () => {
		fc.assert(
			fc.property(anySize, anyPreference, (size, preference) => {
				const plan = planChunks(size, preference);
				expectLegal(plan);
				expect(plan.videoSize).toBe(size);
				expect(plan.chunkSize).toBeLessThanOrEqual(preference);
			}),
			{ numRuns: 5_000 },
		);
	});

	test('has as few chunks as the preference allows', () => {
		fc.assert(
			fc.property(anySize, anyPreference, (size, preference) => {
				const { chunkCount } = planChunks(size, preference);
				expect(chunkCount).toBe(Math.ceil(size / Math.min(preference, 64_000_000)));
			}),
		);
	});

	test('covers every byte once, in order', () => {
		fc.assert(
			fc.property(anySize, anyPreference, (size, preference) => {
				const plan = planChunks(size, preference);
				const chunks = Array.from({ length: plan.chunkCount }, (_, index) => chunkAt(plan, index));
				let next = 0;
				for (const [index, { index: own, first, last }] of chunks.entries()) {
					// Plain comparisons: some 400 chunks a run are too many for matchers.
					if (own !== index || first !== next || last < first)
						throw new RangeError(`chunk ${index}: ${first}-${last}`);
					next = last + 1;
				}
				expect(next).toBe(size);
			}),
			{ numRuns: 300 },
		);
	});

	test('of a small file is the file', () => {
		expect(planChunks(1)).toEqual({ videoSize: 1, chunkSize: 1, chunkCount: 1 });
		expect(chunkAt(planChunks(1), 0)).toEqual({ index: 0, first: 0, last: 0 });
	});

	test('of 121 MB has chunks of at most half of it, which TikTok was seen to insist on', () => {
		expect(planChunks(121_000_000)).toEqual({
			videoSize: 121_000_000,
			chunkSize: 60_500_000,
			chunkCount: 2,
		});
	});

	test.each([0, -1, 1.5, Number.NaN, Infinity, fourGiB + 1])(
		'of %d bytes does not exist',
		(size) => {
			expect(() => planChunks(size)).toThrow(RangeError);
		},
	);

	test.each([0, 5_242_880, memoryChunk - 1])(
		'with chunks of %d bytes does not exist',
		(preference) => {
			expect(() => planChunks(100_000_000, preference)).toThrow(RangeError);
		},
	);
});

describe('going on after an interruption', () => {
	const planAndProgress = fc
		.tuple(anySize, anyPreference)
		.chain(([size, preference]) =>
			fc.tuple(fc.constant(planChunks(size, preference)), fc.integer({ min: 0, max: size - 1 })),
		);

	test('begins with the chunk that holds the first missing byte', () => {
		fc.assert(
			fc.property(planAndProgress, ([plan, uploaded]) => {
				const { first, last } = chunkAt(plan, nextChunkAfter(plan, uploaded));
				expect(first).toBeLessThanOrEqual(uploaded);
				expect(last).toBeGreaterThanOrEqual(uploaded);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('takes the next chunk at a boundary, and none when everything is there', () => {
		const plan = planChunks(150_000_000, 64_000_000);
		for (let index = 0; index < plan.chunkCount; index++) {
			expect(nextChunkAfter(plan, chunkAt(plan, index).last + 1)).toBe(index + 1);
			expect(nextChunkAfter(plan, chunkAt(plan, index).last)).toBe(index);
		}
		expect(nextChunkAfter(plan, plan.videoSize + 1)).toBe(plan.chunkCount);
		expect(nextChunkAfter(plan, -1)).toBe(0);
	});
});
