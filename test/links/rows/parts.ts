import { none, photoNotFetched, photoPublished, published, withPauses } from '../expected';
import { inTwoParts, large, MB, middle, small, type Row } from '../row';

/** The whole file at once, and in pieces. */
export const parts: Row[] = [
	{
		name: 'gives the whole file',
		file: small,
		host: {},
		store: {},
		expected: { file: published('≤ 2'), link: published(1), photo: photoPublished },
	},
	{
		name: 'gives a file that TikTok gets in two parts',
		file: inTwoParts,
		host: {},
		store: {},
		expected: { file: published('≤ 2'), link: published(1), photo: none },
	},
	{
		name: 'has a file of up to 8 MiB with its header at the end',
		file: { ...small, form: 'header at the end' },
		host: {},
		store: {},
		expected: { file: published('≤ 3'), link: published(1), photo: none },
	},
	{
		name: 'has a larger file with its header at the end',
		file: { ...large, form: 'header at the end' },
		host: {},
		store: {},
		expected: { file: published('≤ 3'), link: published(2), photo: none },
	},
	{
		name: 'answers a Range with at most 1 MB',
		file: large,
		host: { maxPart: MB },
		store: { piece: MB },
		expected: { file: published('≤ 2'), link: published(1), photo: photoPublished },
	},
	{
		name: 'answers a Range with at most 1 MB, and breaks off what is longer after 2 MB',
		file: large,
		host: { maxPart: MB, breaks: { how: 'close', every: 2 * MB, times: Infinity } },
		expected: { file: none, link: published('≤ 20'), photo: photoNotFetched },
	},
	{
		name: 'answers a Range with at most 16 KB, and breaks off what is longer once, after 200 KB',
		file: small,
		host: { maxPart: 16_384, breaks: { how: 'close', at: 200_000 } },
		store: { piece: 16_384, breaks: { how: 'close', at: 200_000 } },
		expected: { file: published('≤ 3'), link: published('≤ 50'), photo: photoNotFetched },
	},
	{
		name: 'answers a Range with at most 1 MB of an unknown whole (`bytes a-b/*`), and breaks off what is longer after 2 MB',
		file: large,
		host: { maxPart: MB, total: '*', breaks: { how: 'close', every: 2 * MB, times: Infinity } },
		expected: { file: none, link: published('≤ 20'), photo: photoNotFetched },
	},
	{
		name: 'answers 206 with the whole file, though no Range was asked for',
		file: small,
		host: { partsUnasked: true },
		expected: { file: none, link: published(1), photo: none },
	},
	{
		name: 'answers 206 with 1 MB, though no Range was asked for',
		file: large,
		host: { partsUnasked: true, maxPart: MB },
		expected: { file: none, link: published('≤ 20'), photo: none },
	},
	{
		name: 'answers a Range from 100 KB before it on',
		file: large,
		host: { shift: -100_000 },
		alsoForLinks: { breaks: { how: 'close', at: middle } },
		expected: { file: none, link: published(2), photo: photoPublished },
	},
	{
		name: 'answers a Range from 1 KB behind its beginning on',
		file: large,
		host: { shift: 1_000 },
		alsoForLinks: { breaks: { how: 'close', at: middle } },
		expected: {
			file: none,
			link: published('≤ 8', { seconds: '≤ 45' }),
			photo: photoPublished,
		},
	},
	{
		name: 'answers a Range without saying which bytes it sends (no Content-Range)',
		file: large,
		host: { total: 'no header' },
		alsoForLinks: { breaks: { how: 'close', at: middle } },
		expected: { file: none, link: published(2), photo: photoPublished },
	},
	{
		name: 'answers a Range with other bytes than it says: those of the beginning',
		file: large,
		host: { sendsFromStart: true },
		alsoForLinks: { breaks: { how: 'close', at: middle } },
		expected: {
			file: none,
			link: published(3, withPauses),
			photo: photoPublished,
		},
	},
];
