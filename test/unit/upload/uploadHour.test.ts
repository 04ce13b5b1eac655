import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { cannotFinish } from '../../../nodes/TikTok/upload/uploadHour';

const minutes = (count: number) => count * 60_000;
const gigabyte = 1_000_000_000;

test.each([
	[
		'a fast line',
		{ sentBytes: gigabyte, elapsedMs: minutes(6), leftBytes: gigabyte, leftMs: minutes(54) },
		false,
	],
	[
		'one that would have to be 1.9 times as fast',
		{ sentBytes: gigabyte, elapsedMs: minutes(20), leftBytes: 3.8 * gigabyte, leftMs: minutes(40) },
		false,
	],
	[
		'one that would have to be 2.1 times as fast',
		{ sentBytes: gigabyte, elapsedMs: minutes(20), leftBytes: 4.2 * gigabyte, leftMs: minutes(40) },
		true,
	],
	[
		'nothing sent yet, but not long ago',
		{ sentBytes: 0, elapsedMs: minutes(4), leftBytes: gigabyte, leftMs: minutes(56) },
		false,
	],
	[
		'nothing sent in five minutes',
		{ sentBytes: 0, elapsedMs: minutes(5), leftBytes: gigabyte, leftMs: minutes(55) },
		true,
	],
	[
		'everything sent',
		{ sentBytes: 1, elapsedMs: minutes(59), leftBytes: 0, leftMs: minutes(1) },
		false,
	],
])('%s', (_name, pace, expected) => {
	expect(cannotFinish(pace)).toBe(expected);
});

test('a line that keeps its speed and is through in time is never given up', () => {
	const speeds = {
		bytesPerMs: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
		elapsedMs: fc.integer({ min: 1, max: minutes(59) }),
		spare: fc.double({ min: 0, max: 1, noNaN: true }),
	};
	fc.assert(
		fc.property(fc.record(speeds), ({ bytesPerMs, elapsedMs, spare }) => {
			const leftMs = minutes(60) - elapsedMs;
			return !cannotFinish({
				sentBytes: bytesPerMs * elapsedMs,
				elapsedMs,
				leftBytes: bytesPerMs * leftMs * spare,
				leftMs,
			});
		}),
	);
});
