import { h264, heldPicture, input, variableRate } from '../ffmpeg';
import { atRate, base, coded, copy, type Shape } from './shape';

/** Edits, rates and lengths. */
export const times: Shape[] = [
	{
		name: 'a negative start',
		file: 'negative.mp4',
		options: copy('-movflags', 'negative_cts_offsets'),
	},
	{
		name: 'a beginning cut off by an edit',
		file: 'edit.mp4',
		options: ['-ss', '0.7', '-i', base, '-c', 'copy'],
	},
	{
		name: 'sound that begins later',
		file: 'late.mp4',
		options: [
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
	},
	{
		name: 'a picture that begins later',
		file: 'latePicture.mp4',
		options: [
			'-i',
			base,
			'-itsoffset',
			'0.5',
			'-i',
			base,
			'-map',
			'1:v',
			'-map',
			'0:a',
			'-c',
			'copy',
		],
	},
	{
		name: 'sound much longer than the picture',
		file: 'sound.mp4',
		options: [...input.picture('s=360x360:r=30:d=0.5'), ...input.sound(9), ...h264, '-c:a', 'aac'],
	},
	...['24000/1001', '24', '25', '30000/1001', '30', '50', '60000/1001', '60'].map(
		(rate): Shape => ({
			name: `${rate} frames a second`,
			file: `rate${rate.replace('/', '-')}.mp4`,
			options: atRate(rate),
		}),
	),
	{ name: '23 frames a second', file: 'rate23.mov', options: atRate('23') },
	{
		name: 'a variable rate that averages 20',
		file: 'variable.mp4',
		options: coded([...variableRate, ...h264], 's=360x360:r=30:d=2'),
	},
	{
		name: 'a variable rate in fragments',
		file: 'variableFragments.mp4',
		options: coded(
			[...variableRate, ...h264, '-movflags', 'frag_keyframe+empty_moov'],
			's=360x360:r=30:d=2',
		),
	},
	{
		name: 'a variable rate in fragments with an index of them',
		file: 'variableIndexed.mp4',
		options: coded(
			[...variableRate, ...h264, '-movflags', 'frag_keyframe+empty_moov+global_sidx'],
			's=360x360:r=30:d=2',
		),
		differs: ['durationSec', 'framesPerSecond'],
	},
	{
		name: 'a picture that is held',
		file: 'held.mp4',
		options: coded([...heldPicture, ...h264], 's=360x360:r=30:d=1'),
	},
	{
		name: 'one frame',
		file: 'one.mp4',
		options: coded([...h264, '-frames:v', '1'], 's=360x640:r=30:d=1'),
	},
	{
		name: 'one frame of two seconds',
		file: 'still.mp4',
		options: coded([...h264, '-r', '0.5', '-frames:v', '1'], 's=360x640:r=0.5:d=2'),
	},
	{
		name: 'two frames',
		file: 'two.mp4',
		options: coded([...h264, '-frames:v', '2'], 's=360x640:r=30:d=1'),
	},
];
