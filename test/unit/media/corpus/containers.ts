import {
	contentCredentials,
	withBoxInFront,
	withBrand,
	withLargeIndex,
	withLongMediaSize,
	withOpenMediaSize,
	withoutType,
} from '../isoEdit';
import { box, zeros } from '../isoBuilder';
import { copy, type Shape } from './shape';

/** The order, the kinds and the sizes of boxes. */
export const containers: Shape[] = [
	{ name: 'MP4, index at the end', file: 'end.mp4', options: copy() },
	{ name: 'MP4, index in front', file: 'front.mp4', options: copy('-movflags', '+faststart') },
	{
		name: 'M4V',
		file: 'apple.m4v',
		options: copy('-f', 'ipod'),
		change: (bytes) => withBrand(bytes, 'M4V '),
	},
	{ name: '3GP', file: 'phone.3gp', options: copy('-an') },
	{
		name: 'a brand that nobody knows',
		file: 'brand.mp4',
		options: copy(),
		change: (bytes) => withBrand(bytes, 'XAVC'),
	},
	{ name: 'QuickTime', file: 'quicktime.mov', options: copy() },
	{
		name: 'QuickTime, index in front',
		file: 'front.mov',
		options: copy('-movflags', '+faststart'),
	},
	{ name: 'QuickTime without its type', file: 'old.mov', options: copy(), change: withoutType },
	{
		name: 'media data with a size of 64 bits',
		file: 'long.mp4',
		options: copy(),
		change: withLongMediaSize,
	},
	{
		name: 'QuickTime with a size of 64 bits in the place of wide',
		file: 'long.mov',
		options: copy(),
		change: withLongMediaSize,
	},
	{
		name: 'media data up to the end',
		file: 'open.mp4',
		options: copy('-movflags', '+faststart'),
		change: withOpenMediaSize,
	},
	{
		name: 'an index of more than 1 MB',
		file: 'large.mp4',
		options: copy(),
		change: (bytes) => withLargeIndex(bytes, 1_300_000),
	},
	{
		name: 'much room in front',
		file: 'free.mp4',
		options: copy(),
		change: (bytes) => withBoxInFront(bytes, box('free', zeros(300_000))),
	},
	{
		name: 'Content Credentials in front',
		file: 'credentials.mp4',
		options: copy('-movflags', '+faststart'),
		change: (bytes) => withBoxInFront(bytes, contentCredentials),
	},
	{
		name: 'Content Credentials at the end',
		file: 'credentialsLast.mp4',
		options: copy(),
		change: (bytes) => Buffer.concat([bytes, contentCredentials]),
	},
	{
		name: 'zeros behind the end',
		file: 'padded.mp4',
		options: copy(),
		change: (bytes) => Buffer.concat([bytes, zeros(4096)]),
	},
	{
		name: 'fragments, empty index',
		file: 'fragments.mp4',
		options: copy('-movflags', 'frag_keyframe+empty_moov'),
	},
	{
		name: 'fragments after an index with samples',
		file: 'hybrid.mp4',
		options: copy('-movflags', 'frag_keyframe'),
	},
	{
		name: 'fragments of a single frame',
		file: 'frames.mp4',
		options: copy('-an', '-movflags', 'frag_every_frame+empty_moov'),
	},
	{
		name: 'fragments whose frames say nothing',
		file: 'cmaf.mp4',
		options: copy('-an', '-movflags', 'cmaf+frag_keyframe+empty_moov'),
	},
	{
		name: 'fragments with an index of them',
		file: 'indexed.mp4',
		options: copy('-movflags', 'frag_keyframe+empty_moov+global_sidx'),
		// ffprobe looks at the first fragment only.
		differs: ['framesPerSecond'],
	},
	{
		name: 'fragments as DASH has them',
		file: 'dash.mp4',
		options: copy('-an', '-movflags', 'dash+frag_keyframe+empty_moov+default_base_moof'),
	},
];
