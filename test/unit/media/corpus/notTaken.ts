import { h264 } from '../ffmpeg';
import { atRate, coded, vpx, type Shape } from './shape';

/** What TikTok's pages do not list: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export const notTaken: Shape[] = [
	{
		name: 'AV1',
		file: 'av1.mp4',
		encoder: 'libaom-av1',
		options: coded(
			['-c:v', 'libaom-av1', '-cpu-used', '8', '-crf', '60', '-threads', '1'],
			's=360x360:r=25:d=0.2',
		),
		refusedFor: /AV1/,
	},
	{
		name: 'AV1 in WebM',
		file: 'av1.webm',
		encoder: 'libaom-av1',
		options: coded(
			['-c:v', 'libaom-av1', '-cpu-used', '8', '-crf', '60', '-threads', '1'],
			's=360x360:r=25:d=0.2',
		),
		refusedFor: /AV1/,
	},
	{
		name: 'ProRes',
		file: 'prores.mov',
		encoder: 'prores',
		options: coded(['-c:v', 'prores']),
		refusedFor: /ProRes/,
	},
	{
		name: 'MPEG-4 Part 2',
		file: 'part2.mp4',
		encoder: 'mpeg4',
		options: coded(['-c:v', 'mpeg4']),
		refusedFor: /MPEG-4 Part 2/,
	},
	{
		name: 'MPEG-2',
		file: 'mpeg2.mp4',
		encoder: 'mpeg2video',
		options: coded(['-c:v', 'mpeg2video']),
		refusedFor: /MPEG-2/,
	},
	{
		name: 'Motion JPEG',
		file: 'mjpeg.mov',
		encoder: 'mjpeg',
		options: coded(['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p']),
		refusedFor: /Motion JPEG/,
	},
	{ name: '10 frames a second', file: 'slow.mp4', options: atRate('10'), refusedFor: /10 frames/ },
	{
		name: '12 frames a second in WebM',
		file: 'slow.webm',
		encoder: 'libvpx',
		options: coded(vpx('libvpx'), 's=360x360:r=12:d=2'),
		refusedFor: /12 frames/,
	},
	{
		name: '120 frames a second',
		file: 'fast.mp4',
		options: atRate('120', 0.2),
		refusedFor: /120 frames/,
	},
	{
		name: 'few pixels',
		file: 'small.mp4',
		options: coded(h264, 's=320x568:r=30:d=0.2'),
		refusedFor: /320 × 568/,
	},
];
