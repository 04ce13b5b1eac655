import type { Readable } from '../../shared/context';
import { ParameterError } from '../../shared/errors/parameterError';
import { chunkBounds } from './chunkPlan';

/** The content types that TikTok takes: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export type VideoMimeType = 'video/mp4' | 'video/quicktime' | 'video/webm';

/** The file cannot be read for a passing reason: what was begun with it can go on later. */
export class SourceUnavailableError extends ParameterError {
	/** @param retryAfterMs how long its host asks to be left alone, in ms */
	constructor(
		parameter: string,
		happened: string,
		wayOut: string,
		readonly retryAfterMs?: number,
	) {
		super(parameter, happened, wayOut);
	}

	/** The same, found in several attempts. */
	after(attempts: number): SourceUnavailableError {
		const happened = inAttempts(this.message, attempts);
		return new SourceUnavailableError(this.parameter, happened, this.wayOut);
	}
}

/** The file is not there. It may come within seconds, where it has just been made. */
export class SourceGoneError extends ParameterError {
	/** The same, found in several attempts. */
	after(attempts: number): SourceGoneError {
		return new SourceGoneError(this.parameter, inAttempts(this.message, attempts), this.wayOut);
	}
}

/** Whether another try cannot help. */
export function isFinal(error: unknown): boolean {
	return (
		error instanceof ParameterError &&
		!(error instanceof SourceUnavailableError) &&
		!(error instanceof SourceGoneError)
	);
}

/** The file is longer than it was said to be. */
export class LongerSourceError extends ParameterError {}

const inAttempts = (happened: string, attempts: number): string =>
	attempts > 1 ? `${happened}, in ${attempts} attempts` : happened;

/**
 * A video that can be read again from any byte, so that a part can be sent anew without being kept in memory. Each kind
 * of source has one implementation.
 */
export interface VideoSource {
	/** In bytes. */
	readonly size: number;
	/**
	 * Reads the file through to learn its size, where what was said of it cannot be right.
	 *
	 * @throws ParameterError when it is empty, over 4 GB or cannot be read; nothing else where the size is sure
	 */
	measure(): Promise<void>;
	/** By labels at first; by the content once that is known. */
	mimeType: VideoMimeType;
	/** The largest chunk that this source can hand out cheaply, in bytes. */
	readonly preferredChunk: number;
	/**
	 * Bytes for the header check, before the upload.
	 *
	 * @returns `length` bytes, or as many as there are; undefined where they cannot be had at a reasonable price
	 * @throws ParameterError when the file cannot be read
	 */
	look(first: number, length: number): Promise<Buffer | undefined>;
	/**
	 * The bytes from `first` to `last`, both inclusive. Cheapest in order; any other start reopens the source.
	 *
	 * @throws ParameterError when the source is gone, or no longer what it was
	 */
	read(first: number, last: number): Promise<Readable | Buffer>;
	/** Bytes handed out so far, without those that were skipped. */
	handedOut(): number;
	/** Whether a body waits for the source just now, which does so for some minutes at most. */
	isWaiting(): boolean;
	/** Why the last body ended early, if it was the source's doing: a ParameterError where the user can mend it. */
	defect(): unknown;
	close(): void;
}

const mimeTypes: Record<string, VideoMimeType> = {
	'video/mp4': 'video/mp4',
	'video/x-m4v': 'video/mp4',
	'application/mp4': 'video/mp4',
	'video/quicktime': 'video/quicktime',
	'video/webm': 'video/webm',
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
};

/**
 * The type to begin with, from labels: they may be wrong or say nothing, so the content decides once it has been looked at.
 *
 * @param declared a content type, with or without parameters
 * @param names file names, or endings with their dot
 * @returns MP4 where no label is one of TikTok's types
 */
export function labelledType(declared: unknown, names: Array<string | undefined>): VideoMimeType {
	const label = typeof declared === 'string' ? declared.split(';')[0].trim().toLowerCase() : '';
	const known = [label, ...names.map(endingOf)].find((one) => Object.hasOwn(mimeTypes, one));
	return known === undefined ? 'video/mp4' : mimeTypes[known];
}

/** `clip.MP4` and `.mp4` give `mp4`; a name without an ending gives nothing. */
function endingOf(name = ''): string {
	return (/\.([a-z0-9]{2,4})$/i.exec(name)?.[1] ?? '').toLowerCase();
}

/**
 * @param size in bytes
 * @param subject what the message calls the file
 * @throws ParameterError for an empty file, and for one over 4 GB
 */
export function requireVideoSize(size: number, parameter: string, subject: string): void {
	if (size === 0) {
		throw new ParameterError(
			parameter,
			`${subject} is empty`,
			'Check the step that makes or downloads the video: its file has 0 bytes.',
		);
	}
	if (size > chunkBounds.largestVideo) {
		throw new ParameterError(
			parameter,
			`${subject} has ${size.toLocaleString('en')} bytes, and TikTok takes at most 4 GB`,
			'Compress or cut the video before this step.',
		);
	}
}
