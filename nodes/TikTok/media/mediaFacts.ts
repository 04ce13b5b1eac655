import { rethrow } from '../../shared/errors/rethrow';

/** Random access to a file of known size. */
export interface MediaReader {
	/** In bytes. */
	readonly size: number;
	/**
	 * @param first offset of the first byte
	 * @param length at most 64 KiB; `first + length` never exceeds the size
	 * @returns these bytes; fewer only when the file turns out shorter than its size; undefined where they cannot be had at a reasonable price
	 */
	read(first: number, length: number): Promise<Buffer | undefined>;
}

export interface Size {
	width: number;
	height: number;
}

/** What a header tells. A value that could not be established is absent, which is never a reason to refuse. */
export interface MediaFacts {
	container: 'mp4' | 'mov' | 'webm' | 'matroska';
	/** As ffprobe names it: `h264`, `hevc`, `vp8`, `vp9`, `av1`, `prores`, … Absent unless it is certain. */
	codec?: string;
	/** Of the longest track, in seconds. */
	durationSec?: number;
	/** Stored pixels, as the video is turned for the viewer. */
	width?: number;
	height?: number;
	/** The size that the file asks players to show, where that differs from the stored one. */
	displayWidth?: number;
	displayHeight?: number;
	/** The average over the whole video; for WebM and Matroska the rate that the file declares. */
	framesPerSecond?: number;
	/** What other readings of the same file say, where they differ. Not for the output. */
	also?: OtherReadings;
}

/** An undefined entry stands for a reading that leaves the value open. */
export interface OtherReadings {
	codec?: Array<string | undefined>;
	size?: Size[];
	framesPerSecond?: Array<number | undefined>;
	durationSec?: number[];
}

export type Inspection =
	| { kind: 'known'; facts: MediaFacts }
	| { kind: 'unknown container' }
	/** `what` continues “The file is broken: …”. */
	| { kind: 'broken'; what: string };

/** The file cannot be played, whatever TikTok's limits are. The message is the `what` of a broken inspection. */
export class MediaDefect extends Error {}

/** @param missing how many bytes the file claims to have beyond its end */
export function cutOff(size: number, missing: number): MediaDefect {
	return new MediaDefect(`it is cut off: it has ${size} bytes, and ${missing} more belong to it`);
}

/** The file asks for more reading than is sensible before an upload. */
export class BoundReached extends Error {}

/** @returns whether the reading came to its end, rather than to a bound */
export async function withinBounds(reading: Promise<void>): Promise<boolean> {
	return await reading.then(
		() => true,
		async (error: Error) => (error instanceof BoundReached ? false : rethrow(error)),
	);
}

/** @returns the value when it is a number above zero: a zero in a header means unknown */
export function positive(value: number | undefined): number | undefined {
	return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Leaves out what is undefined, so that facts can be shown and compared as they are. */
export function withoutAbsent(facts: MediaFacts): MediaFacts {
	return Object.fromEntries(
		Object.entries(facts).filter(([, value]) => value !== undefined),
	) as unknown as MediaFacts;
}

/**
 * The facts with those of the other readings that say something else; numbers that are none are left out.
 *
 * @param others as many as there are, repeated ones too
 */
export function withOthers(facts: MediaFacts, others: Required<OtherReadings>): MediaFacts {
	const { width, height, displayWidth, displayHeight } = facts;
	const isNumber = (value: number | undefined) =>
		value === undefined || positive(value) !== undefined;
	const also: Required<OtherReadings> = {
		codec: others.codec.filter((codec) => codec !== facts.codec),
		size: others.size.filter(
			(size) =>
				size.width > 0 &&
				size.height > 0 &&
				!(size.width === width && size.height === height) &&
				!(size.width === displayWidth && size.height === displayHeight),
		),
		framesPerSecond: others.framesPerSecond.filter(
			(rate) => isNumber(rate) && !isNear(rate, facts.framesPerSecond),
		),
		durationSec: others.durationSec.filter(
			(seconds) => isNumber(seconds) && !isNear(seconds, facts.durationSec),
		),
	};
	const found = Object.entries(also).filter(([, values]) => values.length > 0);
	return found.length > 0 ? { ...facts, also: Object.fromEntries(found) as OtherReadings } : facts;
}

/** Whether two values are the same but for rounding. */
function isNear(one: number | undefined, other: number | undefined): boolean {
	if (one === undefined || other === undefined) return one === other;
	return Math.abs(one - other) <= 1e-6 * Math.abs(other);
}
