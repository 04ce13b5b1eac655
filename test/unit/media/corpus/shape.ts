/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { h264, hasEncoder, input, type Workshop } from '../ffmpeg';

/** How a video file can be made, that people may have. */
export interface Shape {
	name: string;
	/** The ending is the container. */
	file: string;
	/** What ffmpeg is given before the file; `base` stands for the path of a video to copy from. */
	options: string[];
	/** Another file that is needed beside, as text. */
	beside?: { file: string; text: string };
	/** What is changed in the bytes that ffmpeg has written. */
	change?: (bytes: Buffer) => Buffer;
	/** What ffmpeg must be able to encode. */
	encoder?: string;
	/** Why TikTok does not take it; otherwise it is legal. */
	refusedFor?: RegExp;
	/** What the header reader says otherwise than ffprobe, on purpose. */
	differs?: Array<'durationSec' | 'framesPerSecond'>;
}

/** Stands for the path of the file that most shapes are copied from without encoding again. */
export const base = 'base';

/** Stands for the path of the other file. */
export const beside = 'beside';

/** H.264 with sound that lasts a little longer. */
export const baseOptions = [
	...input.picture('s=360x640:r=30:d=2'),
	...input.sound(2.3),
	...h264,
	'-c:a',
	'aac',
];

export const copy = (...options: string[]) => ['-i', base, '-c', 'copy', ...options];

/** A short video of one codec. */
export const coded = (codec: string[], picture = 's=360x360:r=25:d=0.4') => [
	...input.picture(picture),
	...codec,
];

export const atRate = (rate: string, seconds = 0.5) =>
	coded(h264, `s=360x360:r=${rate}:d=${seconds}`);

export const vpx = (codec: string, ...options: string[]) => [
	'-c:v',
	codec,
	'-deadline',
	'realtime',
	'-cpu-used',
	'8',
	'-threads', // several wait for each other in a spin
	'1',
	...options,
];

/** Whether this build of ffmpeg can make it. */
export function canMake({ encoder }: Shape): boolean {
	return encoder === undefined || hasEncoder(encoder);
}

/**
 * Makes the file of a shape.
 *
 * @param basePath a file made with {@link baseOptions}
 * @returns its path
 */
export function makeShape(workshop: Workshop, basePath: string, shape: Shape): string {
	const { file, options, change, beside: other } = shape;
	const places: Record<string, string> = { [base]: basePath };
	if (other) {
		places[beside] = join(workshop.folder, other.file);
		writeFileSync(places[beside], other.text);
	}
	const path = workshop.make(file, ...options.map((option) => places[option] ?? option));
	if (change) writeFileSync(path, change(readFileSync(path)));
	return path;
}
