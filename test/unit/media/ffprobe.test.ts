/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { contentBytes, contentOf, notAVideo } from '../../../nodes/TikTok/media/contentType';
import { inspectMedia, type MediaFacts } from '../../../nodes/TikTok/media/inspect';
import { checkMedia } from '../../../nodes/TikTok/media/limits';
import { baseOptions, canMake, makeShape, shapes, type Shape } from './corpus';
import { describeWithFfmpeg, hasEncoder, input, probe, Workshop } from './ffmpeg';
import { inspectBytes, inspectFile } from './recordedReader';

const types = { mp4: 'video/mp4', mov: 'video/quicktime', webm: 'video/webm' } as const;

test('the corpus has at least 40 legal shapes', () => {
	expect(shapes.filter(({ refusedFor }) => !refusedFor).length).toBeGreaterThanOrEqual(40);
	expect(new Set(shapes.map(({ file }) => file)).size).toBe(shapes.length);
});

describeWithFfmpeg('Beside ffprobe', () => {
	let workshop: Workshop;
	let base: string;

	beforeAll(() => {
		workshop = new Workshop();
		base = workshop.make('base.mp4', ...baseOptions);
	}, 30_000);
	afterAll(() => workshop.close());

	async function knownFacts(path: string): Promise<MediaFacts> {
		const { inspection } = await inspectFile(path);
		if (inspection.kind !== 'known') throw new Error(JSON.stringify(inspection));
		return inspection.facts;
	}

	/** What the header reader says agrees with ffprobe. */
	function compare(facts: MediaFacts, path: string, differs: Shape['differs'] = []): void {
		const said = probe(path);
		expect({ codec: facts.codec, width: facts.width, height: facts.height }).toEqual({
			codec: said.codec,
			width: said.width,
			height: said.height,
		});
		for (const name of ['durationSec', 'framesPerSecond'] as const) {
			if (differs.includes(name)) continue;
			if (said[name] === undefined) expect(facts[name]).toBeUndefined();
			else expect(facts[name]).toBeCloseTo(said[name], 2);
		}
	}

	for (const shape of shapes) {
		const { name, refusedFor } = shape;
		const verdict = refusedFor ? 'is refused' : 'is taken';
		(canMake(shape) ? test : test.skip)(`${name} (${shape.file}) ${verdict}`, async () => {
			const path = makeShape(workshop, base, shape);
			const facts = await knownFacts(path);
			compare(facts, path, shape.differs);
			const content = contentOf(readFileSync(path).subarray(0, contentBytes));
			expect(content).toEqual({
				kind: 'video',
				type: types[facts.container as keyof typeof types],
			});
			const check = checkMedia(facts, 600, 'Video URL');
			if (!refusedFor) expect(check).toMatchObject({ kind: 'passed' });
			else expect(check).toMatchObject({ refusal: { message: expect.stringMatching(refusedFor) } });
		});
	}

	test.each<[file: string, facts: Partial<MediaFacts>]>([
		['variable.mp4', { framesPerSecond: expect.closeTo(20, 5) as unknown as number }],
		['variableFragments.mp4', { framesPerSecond: expect.closeTo(20, 5) as unknown as number }],
		// ffprobe looks at the first fragment only.
		['variableIndexed.mp4', { durationSec: 3, framesPerSecond: 20 }],
		['stretched.mp4', { width: 360, displayWidth: 720 }],
		['turned90.mp4', { width: 640, height: 360 }],
		['turned180.mp4', { width: 360, height: 640 }],
		['quicktime.mov', { container: 'mov' }],
		['declared.webm', { framesPerSecond: expect.closeTo(120, 3) as unknown as number }],
	])('%s: %p', async (file, facts) => {
		expect(await knownFacts(join(workshop.folder, file))).toMatchObject(facts);
	});

	test.each([
		['variable.mp4', /has 20 frames/],
		['declared.webm', /has 120 frames/],
		['held.mp4', /has 14\.75 frames/],
		['still.mp4', /has 0\.5 frames/],
		['anamorphic.mp4', /has 240 × 480 pixels/],
	])('%s is left to TikTok, and the output says so', async (file, warning) => {
		const check = checkMedia(await knownFacts(join(workshop.folder, file)), 600);
		expect(check).toEqual({ kind: 'passed', warnings: [expect.stringMatching(warning)] });
	});

	test('nothing is said about a file that keeps every limit by every reading', async () => {
		for (const file of ['end.mp4', 'quicktime.mov', 'fragments.mp4', 'vp8.webm', 'rate30.mp4'])
			expect(checkMedia(await knownFacts(join(workshop.folder, file)), 600)).toEqual({
				kind: 'passed',
				warnings: [],
			});
	});

	test.each([
		'front.mp4',
		'end.mp4',
		'fragments.mp4',
		'chapters.mp4',
		'old.mov',
		'vp8.webm',
		'declared.webm',
	])('the beginning of %s alone never makes it broken, nor another content', async (file) => {
		const bytes = readFileSync(join(workshop.folder, file));
		const whole = contentOf(bytes);
		const step = Math.ceil(bytes.length / 120);
		for (let farthest = 0; farthest <= bytes.length; farthest += farthest < 80 ? 1 : step) {
			const inspection = await inspectMedia({
				size: bytes.length,
				read: async (first, length) =>
					first + length > farthest ? undefined : bytes.subarray(first, first + length),
			});
			expect(inspection.kind).not.toBe('broken');
			if (inspection.kind === 'known')
				expect(checkMedia(inspection.facts, 600).kind).toBe('passed');
			const content = contentOf(bytes.subarray(0, Math.min(farthest, contentBytes)));
			if (content.kind !== 'unknown') expect(content).toEqual(whole);
		}
	});

	for (const [file, encoder, options] of [
		['other.mkv', 'libx264', []],
		['stream.ts', 'libx264', []],
		['program.mpg', 'mpeg2video', []],
		['old.avi', 'mpeg4', []],
		['flash.flv', 'flv', []],
		['windows.wmv', 'wmv2', []],
		['theora.ogv', 'libtheora', []],
		['bare.h264', 'libx264', ['-bsf:v', 'h264_mp4toannexb']],
		['bare.y4m', 'wrapped_avframe', []],
		['picture.avif', 'libaom-av1', ['-still-picture', '1', '-cpu-used', '8', '-threads', '1']],
		['picture.jpg', 'mjpeg', ['-pix_fmt', 'yuvj420p', '-frames:v', '1']],
		['picture.png', 'png', ['-frames:v', '1']],
		['moving.gif', 'gif', []],
		['song.mp3', 'libmp3lame', ['-id3v2_version', '0']],
		['song.aac', 'aac', []],
		['song.wav', 'pcm_s16le', []],
		['song.flac', 'flac', []],
	] as const) {
		(hasEncoder(encoder) ? test : test.skip)(`${file} costs nothing but a message`, () => {
			const source = file.startsWith('song')
				? input.sound(0.5)
				: input.picture('s=128x128:r=25:d=0.2');
			const path = workshop.make(file, ...source, '-c', encoder, ...options);
			const content = contentOf(readFileSync(path).subarray(0, contentBytes));
			expect(notAVideo(content, 'Video URL')?.message).toMatch(/^The file of ‘Video URL’ is an? /);
		});
	}

	test.each([
		['sound.mp4', ['-c:a', 'aac']],
		['sound.webm', ['-c:a', 'libopus']],
	])('%s has nothing to see', async (file, codec) => {
		const { inspection } = await inspectFile(workshop.make(file, ...input.sound(1), ...codec));
		expect(inspection).toEqual({ kind: 'broken', what: 'it holds no picture, only sound or text' });
	});

	test.each([
		['index in front', 'front.mp4'],
		['index at the end', 'end.mp4'],
		['fragments', 'fragments.mp4'],
		['QuickTime', 'quicktime.mov'],
		['WebM', 'vp8.webm'],
	])(
		'%s, cut off anywhere: broken, and never other facts than the whole file’s',
		async (_name, file) => {
			const whole = readFileSync(join(workshop.folder, file));
			const { inspection: facts } = await inspectBytes(whole);
			const lengths = [
				...Array.from({ length: 80 }, (_, n) => 40 + n * 61),
				...Array.from({ length: 60 }, (_, n) => Math.floor((whole.length * (n + 1)) / 61)),
				whole.length - 9,
				whole.length - 1,
			];
			for (const length of lengths.filter((one) => one < whole.length)) {
				const { inspection } = await inspectBytes(whole.subarray(0, length));
				if (inspection.kind === 'broken')
					expect(inspection.what).toMatch(/cut off|missing|cannot be read/);
				// What is cut off behind the last frame, such as ffmpeg’s own list of fragments, harms nobody.
				else
					expect({ inspection, length: length > whole.length - 400 }).toEqual({
						inspection: facts,
						length: true,
					});
			}
		},
	);

	test.each([
		['front.mp4', 1, 16_384],
		['end.mp4', 2, 24_576],
		['vp8.webm', 1, 16_384],
		['fragments.mp4', 6, 40_960],
	])('%s costs %i reads and %i bytes at most, in order', async (file, reads, bytes) => {
		const { cost } = await inspectFile(join(workshop.folder, file));
		expect(cost.reads.length).toBeLessThanOrEqual(reads);
		expect(cost.bytes).toBeLessThanOrEqual(bytes);
		expect(cost.isInOrder).toBe(true);
	});
});
