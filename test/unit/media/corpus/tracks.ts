import { input } from '../ffmpeg';
import { base, beside, copy, type Shape } from './shape';

/** What a file holds beside its picture. */
export const tracks: Shape[] = [
	{ name: 'no sound', file: 'silent.mp4', options: copy('-an') },
	{ name: 'sound first', file: 'soundFirst.mp4', options: copy('-map', '0:a', '-map', '0:v') },
	{
		name: 'several sounds',
		file: 'sounds.mp4',
		options: copy('-map', '0:v', '-map', '0:a', '-map', '0:a', '-map', '0:a'),
	},
	{ name: 'a timecode track', file: 'timecode.mov', options: copy('-timecode', '01:00:00:00') },
	{
		name: 'a timecode track in MP4',
		file: 'timecode.mp4',
		options: copy('-timecode', '01:00:00:00', '-write_tmcd', '1'),
	},
	{
		name: 'chapters, as a track of text',
		file: 'chapters.mp4',
		options: ['-i', base, '-i', beside, '-map_metadata', '1', '-map', '0', '-c', 'copy'],
		beside: {
			file: 'chapters.txt',
			text: [
				';FFMETADATA1',
				...['0', '1000'].map(
					(start) =>
						`[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${Number(start) + 1000}\ntitle=Part`,
				),
			].join('\n'),
		},
	},
	{
		name: 'subtitles',
		file: 'subtitles.mp4',
		options: ['-i', base, '-i', beside, '-map', '0', '-map', '1', '-c', 'copy', '-c:s', 'mov_text'],
		beside: { file: 'subtitles.srt', text: '1\n00:00:00,000 --> 00:00:01,000\nHello\n' },
	},
	{
		name: 'a cover picture',
		file: 'cover.mp4',
		options: [
			'-i',
			base,
			...input.picture('s=160x120:d=0.1:r=10'),
			'-map',
			'0',
			'-map',
			'1',
			'-c',
			'copy',
			'-c:v:1',
			'mjpeg',
			'-pix_fmt:v:1',
			'yuvj420p',
			'-frames:v:1',
			'1',
			'-disposition:v:1',
			'attached_pic',
		],
	},
	{
		name: 'metadata',
		file: 'metadata.mp4',
		options: copy(
			'-metadata',
			`comment=${'made by a generator '.repeat(500)}`,
			'-movflags',
			'use_metadata_tags',
		),
	},
];
