import { sampleVideo } from '../simulator';
import {
	cluster,
	float64,
	header,
	ids,
	info,
	openElement,
	tracks,
} from '../unit/media/ebmlBuilder';
import type { FileKind } from './row';

/** The start of a JPEG of 1080 x 1080 pixels: JFIF, frame header, scan. */
const jpegStart = Buffer.from(
	'ffd8ffe000104a46494600010100000100010000ffc0000b080438043801011100ffda0008010100003f00',
	'hex',
);
const jpegEnd = Buffer.from('ffd9', 'hex');

const made = new Map<string, Buffer>();

/** The video of a kind, made once. */
export function videoOf({ size, form }: FileKind): Buffer {
	return once(`${form} ${size}`, () =>
		form === 'WebM'
			? webm(size)
			: sampleVideo({ bytes: size, moovAtEnd: form === 'header at the end' }),
	);
}

export function photoOf({ size }: FileKind): Buffer {
	return once(`photo ${size}`, () => {
		const pixels = Buffer.alloc(size - jpegStart.length - jpegEnd.length);
		for (let at = 0; at < pixels.length; at++) pixels[at] = (at * 31 + (at >> 8)) % 0xff;
		return Buffer.concat([jpegStart, pixels, jpegEnd]);
	});
}

/** What is at the address later: another file of the same size, or a longer one. */
export function replacementOf(file: Buffer, by: 'other bytes' | 'longer'): Buffer {
	return once(`${file.length} ${file.at(-1)} ${by}`, () => {
		const other = Buffer.from(file);
		for (let at = 1_000; at < other.length; at++) other[at] ^= 0x5a;
		return by === 'longer' ? Buffer.concat([other, Buffer.alloc(100_000)]) : other;
	});
}

/** As a live recording has it: nothing in it says how long it is as a file. */
function webm(size: number): Buffer {
	const clusterBytes = 10_000;
	const start = [header(), info(float64(0x4489, 10_000)), tracks()] as const;
	const whole = Math.floor((size - 1_000) / clusterBytes);
	const clusters = Array.from({ length: whole }, (_, index) =>
		cluster(clusterBytes).fill(index & 0xff, 20),
	);
	return Buffer.concat([start[0], openElement(ids.segment, start[1], start[2], ...clusters)]);
}

function once(name: string, make: () => Buffer): Buffer {
	const file = made.get(name) ?? make();
	made.set(name, file);
	return file;
}
