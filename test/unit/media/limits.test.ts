import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { MediaFacts } from '../../../nodes/TikTok/media/inspect';
import type { ParameterError } from '../../../nodes/shared/errors/parameterError';
import { brokenMedia, checkMedia } from '../../../nodes/TikTok/media/limits';

const legal: MediaFacts = {
	container: 'mp4',
	codec: 'h264',
	durationSec: 60,
	width: 1080,
	height: 1920,
	framesPerSecond: 30,
};

const passed = { kind: 'passed', warnings: [] };

function refusalOf(facts: MediaFacts): ParameterError | undefined {
	const check = checkMedia(facts, 600, 'Input Binary Field');
	return check.kind === 'refused' ? check.refusal : undefined;
}

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
		['exactly the longest duration', { durationSec: 600 }],
		['a last sound that is longer', { durationSec: 600.9 }],
		['a blink', { durationSec: 0.04 }],
		['H.265', { codec: 'hevc' }],
		['VP8', { codec: 'vp8' }],
		['VP9', { codec: 'vp9' }],
	])('takes %s', (_name, facts) => {
		expect(checkMedia({ ...legal, ...facts }, 600)).toEqual(passed);
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
		const issue = refusalOf({ ...legal, ...facts });
		expect(issue?.message).toBe(`The video of ‘Input Binary Field’ ${found}`);
		expect(issue?.parameter).toBe('Input Binary Field');
		expect(issue?.wayOut).toMatch(/before this step/);
	});

	test.each<[string, Partial<MediaFacts>, string]>([
		[
			'an average below the limit, where most frames keep it',
			{ framesPerSecond: 15, also: { framesPerSecond: [16, 30] } },
			'has 15 frames a second, and TikTok takes 23 to 60',
		],
		[
			'a declared rate that nothing confirms',
			{ framesPerSecond: 120, also: { framesPerSecond: [undefined] } },
			'has 120 frames a second, and TikTok takes 23 to 60',
		],
		[
			'rates below and above the limit',
			{ framesPerSecond: 15, also: { framesPerSecond: [240] } },
			'has 15 frames a second, and TikTok takes 23 to 60',
		],
		[
			'a single frame',
			{ framesPerSecond: 1, also: { framesPerSecond: [undefined] } },
			'has 1 frame a second, and TikTok takes 23 to 60',
		],
		[
			'another variant of the codec',
			{ codec: 'prores', also: { codec: ['h264'] } },
			'is coded as ProRes, and TikTok takes H.264, H.265, VP8 and VP9',
		],
		[
			'few pixels, shown as enough',
			{ width: 352, height: 480, displayWidth: 704, displayHeight: 480 },
			'has 352 × 480 pixels, and TikTok takes 360 to 4096 on each side',
		],
		[
			'a size that is legal only when cropped',
			{ width: 1920, height: 4100, also: { size: [{ width: 1920, height: 4096 }] } },
			'has 1920 × 4100 pixels, and TikTok takes 360 to 4096 on each side',
		],
		[
			'a sound that lasts longer than the picture',
			{ durationSec: 700, also: { durationSec: [599] } },
			'lasts 700 seconds, and this TikTok account may post at most 600',
		],
		[
			'a movie header that says more',
			{ durationSec: 599, also: { durationSec: [700] } },
			'lasts 700 seconds, and this TikTok account may post at most 600',
		],
	])('leaves to TikTok, and says so: %s', (_name, facts, found) => {
		expect(checkMedia({ ...legal, ...facts }, 600, 'Video URL')).toEqual({
			kind: 'passed',
			warnings: [
				`By one reading, the video of ‘Video URL’ ${found}. TikTok decides whether that counts.`,
			],
		});
	});

	test.each<[string, Partial<MediaFacts>]>([
		['too slow by every reading', { framesPerSecond: 12, also: { framesPerSecond: [12.5, 10] } }],
		['too fast by every reading', { framesPerSecond: 120, also: { framesPerSecond: [119.8] } }],
		['every codec', { codec: 'prores', also: { codec: ['mjpeg'] } }],
		['every size', { width: 320, height: 240, also: { size: [{ width: 300, height: 240 }] } }],
		['every duration', { durationSec: 700, also: { durationSec: [650, 701] } }],
	])('refuses what breaks a limit by every reading: %s', (_name, facts) => {
		expect(refusalOf({ ...legal, ...facts })).toBeDefined();
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
		fc.assert(
			fc.property(legalOrUnknown, (facts) => expect(checkMedia(facts, 600)).toEqual(passed)),
		);
		expect(checkMedia({ ...legal, durationSec: 90_000 })).toEqual(passed);
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
