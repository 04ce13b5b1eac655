import { ParameterError } from '../../shared/errors/parameterError';
import type { MediaFacts } from './mediaFacts';

/** What TikTok takes (reference T§7.4). */
const limits = {
	codecs: ['h264', 'hevc', 'vp8', 'vp9'],
	/** A side, in pixels. */
	pixels: { least: 360, most: 4096 },
	framesPerSecond: { least: 23, most: 60 },
} as const;

/** Headers round: a rate is refused only when it does not round into the range, such as 59.94 or 60.02. */
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
 * Holds a video against TikTok's limits. What is not known is not judged.
 *
 * @param maxDurationSec the creator's own maximum (`max_video_post_duration_sec`, T§3)
 * @param parameter label of the parameter that the video comes from
 * @returns the first limit that the video surely breaks
 */
export function checkMedia(
	facts: MediaFacts,
	maxDurationSec?: number,
	parameter = 'Video Source',
): ParameterError | undefined {
	const { codec, durationSec, framesPerSecond } = facts;
	const video = `The video of ‘${parameter}’`;
	if (codec !== undefined && !limits.codecs.some((known) => known === codec)) {
		return new ParameterError(
			parameter,
			`${video} is coded as ${codecNames[codec] ?? codec}, and TikTok takes H.264, H.265, VP8 and VP9`,
			'Convert the video to H.264 in an MP4 file before this step.',
		);
	}
	if (isTooSmallOrLarge(facts)) {
		return new ParameterError(
			parameter,
			`${video} has ${facts.width} × ${facts.height} pixels, and TikTok takes ${limits.pixels.least} to ${limits.pixels.most} on each side`,
			'Render or scale the video to another size before this step; 1080 × 1920 is a safe choice.',
		);
	}
	const { least, most } = limits.framesPerSecond;
	if (
		framesPerSecond !== undefined &&
		(framesPerSecond < least - rateTolerance || framesPerSecond >= most + rateTolerance)
	) {
		return new ParameterError(
			parameter,
			`${video} has ${shown(framesPerSecond)} frames a second, and TikTok takes ${least} to ${most}`,
			'Render or convert the video with another frame rate before this step; 30 is a safe choice.',
		);
	}
	if (
		durationSec !== undefined &&
		maxDurationSec !== undefined &&
		durationSec > maxDurationSec + durationTolerance
	) {
		return new ParameterError(
			parameter,
			`${video} lasts ${shown(durationSec)} seconds, and this TikTok account may post at most ${maxDurationSec}`,
			'Cut the video before this step. Creator → Get Info shows the longest duration for the account (max_video_post_duration_sec).',
		);
	}
	return undefined;
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

/** Where the stored size and the one to show differ, it is open which of them counts: both must break the limit. */
function isTooSmallOrLarge({ width, height, displayWidth, displayHeight }: MediaFacts): boolean {
	const breaks = (side: number | undefined) =>
		side !== undefined && (side < limits.pixels.least || side > limits.pixels.most);
	const stored = breaks(width) || breaks(height);
	return stored && (displayWidth === undefined || breaks(displayWidth) || breaks(displayHeight));
}

/** With at most two decimals. */
function shown(value: number): string {
	return String(Math.round(value * 100) / 100);
}
