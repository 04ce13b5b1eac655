/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { MediaFacts } from '../../../nodes/TikTok/media/inspect';
import {
	describeWithFfmpeg,
	h264,
	hasEncoder,
	input,
	probe,
	variableRate,
	Workshop,
} from './ffmpeg';
import { inspectBytes, inspectFile } from './recordedReader';

describeWithFfmpeg('Beside ffprobe', () => {
	let workshop: Workshop;
	/** H.264 with sound that lasts a little longer; most kinds are made of it without encoding again. */
	let base: string;

	beforeAll(() => {
		workshop = new Workshop();
		base = workshop.make(
			'base.mp4',
			...input.picture('s=360x640:r=30:d=2'),
			...input.sound(2.3),
			...h264,
			'-c:a',
			'aac',
		);
	}, 30_000);
	afterAll(() => workshop.close());

	async function compare(path: string): Promise<MediaFacts> {
		const { inspection } = await inspectFile(path);
		if (inspection.kind !== 'known') throw new Error(JSON.stringify(inspection));
		const { facts } = inspection;
		const said = probe(path);
		expect({ codec: facts.codec, width: facts.width, height: facts.height }).toEqual({
			codec: said.codec,
			width: said.width,
			height: said.height,
		});
		if (said.durationSec === undefined) expect(facts.durationSec).toBeUndefined();
		else expect(facts.durationSec).toBeCloseTo(said.durationSec, 2);
		if (said.framesPerSecond === undefined) expect(facts.framesPerSecond).toBeUndefined();
		else expect(facts.framesPerSecond).toBeCloseTo(said.framesPerSecond, 2);
		return facts;
	}

	const copy =
		(...options: string[]) =>
		() => ['-i', base, '-c', 'copy', ...options];

	const repacked: Array<[name: string, file: string, options: () => string[]]> = [
		['index in front', 'front.mp4', copy('-movflags', '+faststart')],
		['index at the end', 'end.mp4', copy()],
		['QuickTime', 'quicktime.mov', copy()],
		['QuickTime with a timecode track', 'timecode.mov', copy('-timecode', '01:00:00:00')],
		['fragments, empty index', 'fragments.mp4', copy('-movflags', 'frag_keyframe+empty_moov')],
		['fragments after an index with samples', 'hybrid.mp4', copy('-movflags', 'frag_keyframe')],
		[
			'fragments of a single frame',
			'frames.mp4',
			copy('-an', '-movflags', 'frag_every_frame+empty_moov'),
		],
		[
			'fragments whose frames say nothing',
			'cmaf.mp4',
			copy('-an', '-movflags', 'cmaf+frag_keyframe+empty_moov'),
		],
		['a negative start', 'negative.mp4', copy('-movflags', 'negative_cts_offsets')],
		['a beginning cut off by an edit', 'edit.mp4', () => ['-ss', '0.7', '-i', base, '-c', 'copy']],
		[
			'sound that begins later',
			'late.mp4',
			() => [
				'-i',
				base,
				'-itsoffset',
				'0.5',
				'-i',
				base,
				'-map',
				'0:v',
				'-map',
				'1:a',
				'-c',
				'copy',
			],
		],
		['sound first', 'soundFirst.mp4', copy('-map', '0:a', '-map', '0:v')],
		['no sound', 'silent.mp4', copy('-an')],
		['3GP', 'phone.3gp', copy('-an')],
		['Matroska', 'other.mkv', copy()],
	];
	test.each(repacked)('%s', async (_name, file, options) => {
		await compare(workshop.make(file, ...options()));
	});

	const encoded: Array<[name: string, file: string, encoder: string, options: string[]]> = [
		[
			'23.976 frames a second',
			'film.mp4',
			'libx264',
			[...input.picture('s=360x360:r=24000/1001:d=1'), ...h264],
		],
		[
			'59.94 frames a second',
			'ntsc.mp4',
			'libx264',
			[...input.picture('s=360x360:r=60000/1001:d=1'), ...h264],
		],
		[
			'B-frames',
			'bFrames.mp4',
			'libx264',
			[
				...input.picture('s=360x360:r=30:d=1'),
				'-c:v',
				'libx264',
				'-preset',
				'veryfast',
				'-pix_fmt',
				'yuv420p',
			],
		],
		[
			'variable frame rate',
			'variable.mp4',
			'libx264',
			[...input.picture('s=360x360:r=30:d=2'), ...variableRate, ...h264],
		],
		[
			'variable frame rate in fragments',
			'variableFragments.mp4',
			'libx264',
			[
				...input.picture('s=360x360:r=30:d=2'),
				...variableRate,
				...h264,
				'-movflags',
				'frag_keyframe+empty_moov',
			],
		],
		[
			'odd sizes',
			'odd.mov',
			'libx264',
			[
				...input.picture('s=361x479:r=30:d=0.5'),
				'-c:v',
				'libx264',
				'-preset',
				'ultrafast',
				'-pix_fmt',
				'yuv444p',
			],
		],
		[
			'sound much longer than the picture',
			'long.mp4',
			'libx264',
			[...input.picture('s=360x360:r=30:d=0.5'), ...input.sound(9), ...h264, '-c:a', 'aac'],
		],
		[
			'HEVC',
			'hevc.mp4',
			'libx265',
			[
				...input.picture('s=360x360:r=25:d=0.5'),
				'-c:v',
				'libx265',
				'-preset',
				'ultrafast',
				'-x265-params',
				'log-level=none',
				'-tag:v',
				'hvc1',
			],
		],
		[
			'AV1',
			'av1.mp4',
			'libaom-av1',
			[
				...input.picture('s=360x360:r=10:d=0.4'),
				'-c:v',
				'libaom-av1',
				'-cpu-used',
				'8',
				'-crf',
				'60',
			],
		],
		[
			'AV1 in WebM',
			'av1.webm',
			'libaom-av1',
			[
				...input.picture('s=360x360:r=10:d=0.4'),
				'-c:v',
				'libaom-av1',
				'-cpu-used',
				'8',
				'-crf',
				'60',
			],
		],
		[
			'ProRes',
			'prores.mov',
			'prores',
			[...input.picture('s=360x360:r=25:d=0.4'), '-c:v', 'prores'],
		],
		[
			'MPEG-4 Part 2',
			'part2.mp4',
			'mpeg4',
			[...input.picture('s=360x360:r=25:d=0.4'), '-c:v', 'mpeg4'],
		],
		[
			'MPEG-2',
			'mpeg2.mp4',
			'mpeg2video',
			[...input.picture('s=360x360:r=25:d=0.4'), '-c:v', 'mpeg2video'],
		],
		[
			'Motion JPEG',
			'mjpeg.mov',
			'mjpeg',
			[...input.picture('s=360x360:r=25:d=0.4'), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'],
		],
		[
			'VP8',
			'vp8.webm',
			'libvpx',
			[
				...input.picture('s=360x360:r=25:d=1'),
				...input.sound(1.2),
				'-c:v',
				'libvpx',
				'-deadline',
				'realtime',
				'-cpu-used',
				'8',
				'-c:a',
				'libopus',
			],
		],
		[
			'VP9',
			'vp9.webm',
			'libvpx-vp9',
			[
				...input.picture('s=360x360:r=60000/1001:d=0.5'),
				'-c:v',
				'libvpx-vp9',
				'-deadline',
				'realtime',
				'-cpu-used',
				'8',
			],
		],
		[
			'VP9 in MP4',
			'vp9.mp4',
			'libvpx-vp9',
			[
				...input.picture('s=360x360:r=25:d=0.5'),
				'-c:v',
				'libvpx-vp9',
				'-deadline',
				'realtime',
				'-cpu-used',
				'8',
			],
		],
	];
	for (const [name, file, encoder, options] of encoded) {
		(hasEncoder(encoder) ? test : test.skip)(name, async () => {
			const { framesPerSecond } = await compare(workshop.make(file, ...options));
			if (name.startsWith('variable')) expect(framesPerSecond).toBeCloseTo(20, 5);
		});
	}

	test('stretched pixels', async () => {
		const picture = [...input.picture('s=360x640:r=30:d=0.3'), '-vf', 'setsar=2', ...h264];
		const { width, displayWidth } = await compare(workshop.make('stretched.mp4', ...picture));
		expect({ width, displayWidth }).toEqual({ width: 360, displayWidth: 720 });
	});

	// The matrix of the track header, by the angle that players turn; ffmpeg's own options for it change between versions.
	test.each([
		[90, [0, 1, -1, 0]],
		[180, [-1, 0, 0, -1]],
		[270, [0, -1, 1, 0]],
	])('turned by %i degrees', async (angle, [a, b, c, d]) => {
		const bytes = readFileSync(base);
		const matrix = bytes.indexOf('tkhd') + 4 + 40;
		for (const [offset, value] of [
			[0, a],
			[4, b],
			[12, c],
			[16, d],
		])
			bytes.writeInt32BE(value * 65_536, matrix + offset);
		const path = join(workshop.folder, `turned${angle}.mp4`);
		writeFileSync(path, bytes);
		const { width, height } = await compare(path);
		expect({ width, height }).toEqual(
			angle === 180 ? { width: 360, height: 640 } : { width: 640, height: 360 },
		);
	});

	test('fragments with an index of them: the rate of the whole, where ffprobe looks at the first only', async () => {
		const path = workshop.make(
			'variableIndexed.mp4',
			...input.picture('s=360x360:r=30:d=2'),
			...variableRate,
			...h264,
			'-movflags',
			'frag_keyframe+empty_moov+global_sidx',
		);
		const { inspection } = await inspectFile(path);
		expect(inspection).toMatchObject({
			kind: 'known',
			facts: { durationSec: 3, framesPerSecond: 20 },
		});
	});

	test('a live WebM knows no length', async () => {
		const live = workshop.pipe(
			...input.picture('s=360x360:r=25:d=0.5'),
			'-c:v',
			'libvpx',
			'-deadline',
			'realtime',
			'-cpu-used',
			'8',
			'-f',
			'webm',
		);
		const path = join(workshop.folder, 'live.webm');
		writeFileSync(path, live);
		expect((await compare(path)).container).toBe('webm');
	});

	test.each([
		['sound.mp4', ['-c:a', 'aac']],
		['sound.webm', ['-c:a', 'libopus']],
	])('%s has nothing to see', async (file, codec) => {
		const { inspection } = await inspectFile(workshop.make(file, ...input.sound(1), ...codec));
		expect(inspection).toEqual({ kind: 'broken', what: 'it holds no picture, only sound or text' });
	});

	for (const [file, encoder, options] of [
		['picture.avif', 'libaom-av1', ['-still-picture', '1', '-cpu-used', '8']],
		['song.mp3', 'libmp3lame', []],
		['old.avi', 'mpeg4', []],
	] as const) {
		(hasEncoder(encoder) ? test : test.skip)(`${file} is none of ours`, async () => {
			const source = file.endsWith('mp3') ? input.sound(0.3) : input.picture('s=360x360:r=1:d=1');
			const { inspection } = await inspectFile(
				workshop.make(file, ...source, '-c', encoder, ...options),
			);
			expect(inspection).toEqual({ kind: 'unknown container' });
		});
	}

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
