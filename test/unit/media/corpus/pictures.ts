import { h264 } from '../ffmpeg';
import { withMatrix } from '../isoEdit';
import { coded, copy, type Shape } from './shape';

/** Of the track header, by the angle that players turn. */
const turns: Array<[angle: number, matrix: number[]]> = [
	[90, [0, 1, -1, 0]],
	[180, [-1, 0, 0, -1]],
	[270, [0, -1, 1, 0]],
];

/** Sizes and turns. */
export const pictures: Shape[] = [
	...turns.map(
		([angle, matrix]): Shape => ({
			name: `turned by ${angle} degrees`,
			file: `turned${angle}.mp4`,
			options: copy(),
			change: (bytes) => withMatrix(bytes, matrix),
		}),
	),
	{ name: 'the smallest size', file: 'smallest.mp4', options: coded(h264, 's=360x360:r=30:d=0.2') },
	{ name: 'the widest size', file: 'widest.mp4', options: coded(h264, 's=4096x360:r=30:d=0.1') },
	{ name: 'the highest size', file: 'highest.mp4', options: coded(h264, 's=360x4096:r=30:d=0.1') },
	{
		name: 'a size that is no multiple of 16',
		file: 'crop.mp4',
		options: coded(h264, 's=1080x1350:r=30:d=0.1'),
	},
	{
		name: 'odd sizes',
		file: 'odd.mov',
		options: coded(
			['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'],
			's=361x479:r=30:d=0.5',
		),
	},
	{
		name: 'stretched pixels',
		file: 'stretched.mp4',
		options: coded(['-vf', 'setsar=2', ...h264], 's=360x640:r=30:d=0.3'),
	},
	{
		name: 'few stored pixels that are shown as enough',
		file: 'anamorphic.mp4',
		options: coded(['-vf', 'setsar=2', ...h264], 's=240x480:r=30:d=0.3'),
	},
];
