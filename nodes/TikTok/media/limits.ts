import { ParameterError } from '../../shared/errors/parameterError';
import { checkLimits, type LimitCheck, type MediaCheck } from './mediaCheck';
import type { MediaFacts, Size } from './mediaFacts';

/** What TikTok takes: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
const limits = {
	codecs: ['h264', 'hevc', 'vp8', 'vp9'],
	/** A side, in pixels. */
	pixels: { min: 360, max: 4096 },
	framesPerSecond: { min: 23, max: 60 },
} as const;

/** Headers round: a rate is too low or too high only when it does not round into the range, such as 59.94 or 60.02. */
const rateTolerance = 0.5;

/** Sound often outlasts the picture a little, and tools round; in seconds. */
const durationTolerance = 1;

const codecNames: Record<string, string> = {
	av1: 'AV1',
	vvc: 'H.266',
	prores: 'ProRes',
	mpeg4: 'MPEG-4 Part 2',
	mpeg2video: 'MPEG-2',
	mpeg1video: 'MPEG-1',
	mjpeg: 'Motion JPEG',
	theora: 'Theora',
};

/**
 * Holds a video against TikTok's limits, in every way in which its header can be read. What is not known is not judged.
 *
 * @param maxDurationSec the creator's own maximum, `max_video_post_duration_sec` of
 * https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 * @param parameter label of the parameter that the video comes from
 */
export function checkMedia(
	facts: MediaFacts,
	maxDurationSec?: number,
	parameter = 'Video Source',
): MediaCheck {
	return checkLimits(
		[codecCheck(facts), sizeCheck(facts), rateCheck(facts), durationCheck(facts, maxDurationSec)],
		parameter,
		`The video of ‘${parameter}’`,
	);
}

/**
 * A file that cannot be played.
 *
 * @param what from a broken inspection
 * @param parameter label of the parameter that the video comes from
 */
export function brokenMedia(what: string, parameter = 'Video Source'): ParameterError {
	return new ParameterError(
		parameter,
		`The video of ‘${parameter}’ is broken: ${what}`,
		'Make or download the file again, and check that the step before waits until it is complete.',
	);
}

/** Whether a rate is one that TikTok takes. */
export function rateKeepsLimit(framesPerSecond: number): boolean {
	return !isTooSlow(framesPerSecond) && !isTooFast(framesPerSecond);
}

function isTooSlow(framesPerSecond: number): boolean {
	return framesPerSecond < limits.framesPerSecond.min - rateTolerance;
}

function isTooFast(framesPerSecond: number): boolean {
	return framesPerSecond >= limits.framesPerSecond.max + rateTolerance;
}

function codecCheck({ codec, also }: MediaFacts): LimitCheck {
	return {
		readings: [codec, ...(also?.codec ?? [])].map((one) =>
			one === undefined || limits.codecs.some((known) => known === one)
				? undefined
				: `is coded as ${codecNames[one] ?? one}`,
		),
		rule: 'TikTok takes H.264, H.265, VP8 and VP9',
		wayOut: 'Convert the video to H.264 in an MP4 file before this step.',
	};
}

/** Where sizes differ, such as the stored one and the one to show, it is open which of them counts. */
function sizeCheck({ width, height, displayWidth, displayHeight, also }: MediaFacts): LimitCheck {
	const { min, max } = limits.pixels;
	const sizes: Array<Partial<Size>> = [{ width, height }, ...(also?.size ?? [])];
	if (displayWidth !== undefined) sizes.push({ width: displayWidth, height: displayHeight });
	const breaks = (side: number | undefined) => side !== undefined && (side < min || side > max);
	return {
		readings: sizes.map((size) =>
			breaks(size.width) || breaks(size.height)
				? `has ${size.width} × ${size.height} pixels`
				: undefined,
		),
		rule: `TikTok takes ${min} to ${max} on each side`,
		wayOut:
			'Render or scale the video to another size before this step; 1080 × 1920 is a safe choice.',
	};
}

/** Rates on both sides of the range leave open what is between. */
function rateCheck({ framesPerSecond, also }: MediaFacts): LimitCheck {
	const { min, max } = limits.framesPerSecond;
	const rates = [framesPerSecond, ...(also?.framesPerSecond ?? [])];
	const known = rates.filter((rate) => rate !== undefined);
	const isOpen = known.some(isTooSlow) && known.some(isTooFast);
	return {
		readings: [
			...rates.map((rate) =>
				rate === undefined || rateKeepsLimit(rate)
					? undefined
					: `has ${shown(rate)} ${rate === 1 ? 'frame' : 'frames'} a second`,
			),
			...(isOpen ? [undefined] : []),
		],
		rule: `TikTok takes ${min} to ${max}`,
		wayOut:
			'Render or convert the video with another frame rate before this step; 30 is a safe choice.',
	};
}

function durationCheck(
	{ durationSec, also }: MediaFacts,
	maxDurationSec: number | undefined,
): LimitCheck {
	return {
		readings: [durationSec, ...(also?.durationSec ?? [])].map((seconds) =>
			seconds !== undefined &&
			maxDurationSec !== undefined &&
			seconds > maxDurationSec + durationTolerance
				? `lasts ${shown(seconds)} seconds`
				: undefined,
		),
		rule: `this TikTok account may post at most ${maxDurationSec}`,
		wayOut:
			'Cut the video before this step. Creator → Get shows the longest duration for the account (max_video_post_duration_sec).',
	};
}

/** With at most two decimals. */
function shown(value: number): string {
	return String(Math.round(value * 100) / 100);
}
