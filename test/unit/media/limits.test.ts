import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { MediaFacts } from '../../../nodes/TikTok/media/inspect';
import { brokenMedia, checkMedia } from '../../../nodes/TikTok/media/limits';

const legal: MediaFacts = {
	container: 'mp4',
	codec: 'h264',
	durationSec: 60,
	width: 1080,
	height: 1920,
	framesPerSecond: 30,
};

describe('checkMedia', () => {
	test.each<[string, Partial<MediaFacts>]>([
		['23.976 frames a second', { framesPerSecond: 24000 / 1001 }],
		['23 frames a second', { framesPerSecond: 23 }],
		['a little less than 23', { framesPerSecond: 22.9 }],
		['59.94 frames a second', { framesPerSecond: 60000 / 1001 }],
		['60 frames a second, as WebM rounds it', { framesPerSecond: 1e9 / 16_666_666 }],
		['a little more than 60', { framesPerSecond: 60.1 }],
		['360 pixels', { width: 360, height: 360 }],
		['4096 pixels', { width: 4096, height: 4096 }],
		[
			'few pixels, shown as enough',
			{ width: 352, height: 480, displayWidth: 704, displayHeight: 480 },
		],
		['exactly the longest duration', { durationSec: 600 }],
		['a last sound that is longer', { durationSec: 600.9 }],
		['a blink', { durationSec: 0.04 }],
		['H.265', { codec: 'hevc' }],
		['VP8', { codec: 'vp8' }],
		['VP9', { codec: 'vp9' }],
		['Matroska, whose fate TikTok decides', { container: 'matroska' }],
	])('takes %s', (_name, facts) => {
		expect(checkMedia({ ...legal, ...facts }, 600)).toBeUndefined();
	});

	test.each<[string, Partial<MediaFacts>, string]>([
		['a codec', { codec: 'av1' }, 'is coded as AV1, and TikTok takes H.264, H.265, VP8 and VP9'],
		[
			'a codec without a name',
			{ codec: 'cfhd' },
			'is coded as cfhd, and TikTok takes H.264, H.265, VP8 and VP9',
		],
		[
			'few pixels',
			{ width: 359, height: 640 },
			'has 359 × 640 pixels, and TikTok takes 360 to 4096 on each side',
		],
		[
			'many pixels',
			{ height: 4097 },
			'has 1080 × 4097 pixels, and TikTok takes 360 to 4096 on each side',
		],
		[
			'few pixels, shown as few',
			{ width: 300, displayWidth: 350, displayHeight: 1920 },
			'has 300 × 1920 pixels, and TikTok takes 360 to 4096 on each side',
		],
		['few frames', { framesPerSecond: 15 }, 'has 15 frames a second, and TikTok takes 23 to 60'],
		[
			'many frames',
			{ framesPerSecond: 119.88012 },
			'has 119.88 frames a second, and TikTok takes 23 to 60',
		],
		[
			'length',
			{ durationSec: 665.256 },
			'lasts 665.26 seconds, and this TikTok account may post at most 600',
		],
	])('refuses %s', (_name, facts, found) => {
		const issue = checkMedia({ ...legal, ...facts }, 600, 'Input Binary Field');
		expect(issue?.message).toBe(`The video of ‘Input Binary Field’ ${found}`);
		expect(issue?.parameter).toBe('Input Binary Field');
		expect(issue?.wayOut).toMatch(/before this step/);
	});

	test('judges nothing that is not known', () => {
		const fact = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
		const legalOrUnknown = fc.record({
			container: fc.constantFrom('mp4' as const, 'mov' as const, 'webm' as const),
			codec: fact(fc.constantFrom('h264', 'hevc', 'vp8', 'vp9')),
			durationSec: fact(fc.double({ min: 0, max: 600, noNaN: true })),
			width: fact(fc.integer({ min: 360, max: 4096 })),
			height: fact(fc.integer({ min: 360, max: 4096 })),
			framesPerSecond: fact(fc.double({ min: 23, max: 60, noNaN: true })),
		});
		fc.assert(fc.property(legalOrUnknown, (facts) => checkMedia(facts, 600) === undefined));
		expect(checkMedia({ ...legal, durationSec: 90_000 })).toBeUndefined();
	});
});

test('brokenMedia says what is wrong', () => {
	const issue = brokenMedia(
		'it is cut off: it has 5 bytes, and 6 more belong to it',
		'Input Binary Field',
	);
	expect(issue.message).toBe(
		'The video of ‘Input Binary Field’ is broken: it is cut off: it has 5 bytes, and 6 more belong to it',
	);
});
