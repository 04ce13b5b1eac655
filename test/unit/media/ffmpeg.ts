/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe } from '@jest/globals';

const hasFfmpeg = ['ffmpeg', 'ffprobe'].every(
	(program) => spawnSync(program, ['-version']).status === 0,
);
if (!hasFfmpeg) {
	process.stderr.write(
		'\nffmpeg and ffprobe are not installed: the comparison of video headers with ffprobe is SKIPPED.\n\n',
	);
}

/** Tests that need ffmpeg; skipped, and said so, only where it is not installed. */
export const describeWithFfmpeg = hasFfmpeg ? describe : describe.skip;

const encoders = hasFfmpeg
	? execFileSync('ffmpeg', ['-hide_banner', '-encoders'], { encoding: 'utf8' })
	: '';

/** Whether this build of ffmpeg can encode so. */
export function hasEncoder(name: string): boolean {
	return new RegExp(`\\s${name}\\s`).test(encoders);
}

const help = hasFfmpeg
	? execFileSync('ffmpeg', ['-hide_banner', '-h', 'long'], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		})
	: '';

/** The frames at times of their own. The option's name depends on the version. */
const atTimes = (times: string) => [
	'-vf',
	`setpts='${times}'`,
	help.includes('-fps_mode') ? '-fps_mode' : '-vsync',
	'vfr',
];

/** 15 frames at 10 a second, then 45 at 30: 20 a second on average. */
export const variableRate = atTimes('if(lt(N,15),N*3,45+(N-15))/30/TB');

/** 29 frames at 30 a second, then a second without; the last of them is held so long. */
export const heldPicture = atTimes('if(lt(N,29),N,60)/30/TB');

/** Short inputs that ffmpeg makes itself. */
export const input = {
	picture: (options: string) => ['-f', 'lavfi', '-i', `testsrc2=${options}`],
	sound: (seconds: number) => ['-f', 'lavfi', '-i', `sine=d=${seconds}`],
};

export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '15'];

/** A folder for made files, gone after the tests. */
export class Workshop {
	readonly folder = mkdtempSync(join(tmpdir(), 'media-'));

	/** @returns the path of the file that ffmpeg has made */
	make(name: string, ...options: string[]): string {
		const path = join(this.folder, name);
		const { status, stderr } = spawnSync(
			'ffmpeg',
			['-v', 'error', '-nostdin', '-y', ...options, path],
			{ encoding: 'utf8' },
		);
		if (status !== 0) throw new Error(`ffmpeg ${options.join(' ')}: ${stderr}`);
		return path;
	}

	/** @returns what ffmpeg writes when it cannot go back in its output */
	pipe(...options: string[]): Buffer {
		return execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...options, '-'], {
			maxBuffer: 64 * 1024 * 1024,
			stdio: ['ignore', 'pipe', 'ignore'],
		});
	}

	close(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}

interface Stream {
	codec_type: string;
	codec_name: string;
	width?: number;
	height?: number;
	avg_frame_rate?: string;
	side_data_list?: Array<{ rotation?: number }>;
}

/** What ffprobe says about a file, in our words. */
export function probe(path: string) {
	const json = execFileSync(
		'ffprobe',
		['-v', 'quiet', '-show_streams', '-show_format', '-of', 'json', path],
		{ encoding: 'utf8' },
	);
	const { streams, format } = JSON.parse(json) as {
		streams: Stream[];
		format: { duration?: string };
	};
	const video = streams.find(({ codec_type }) => codec_type === 'video');
	const rotation =
		video?.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
	const [width, height] =
		rotation % 180 === 0 ? [video?.width, video?.height] : [video?.height, video?.width];
	const [frames, seconds] = (video?.avg_frame_rate ?? '0/0').split('/').map(Number);
	return {
		codec: video?.codec_name,
		width,
		height,
		durationSec: format.duration === undefined ? undefined : Number(format.duration),
		framesPerSecond: seconds > 0 ? frames / seconds : undefined,
	};
}
