import {
	maxLateRequests,
	none,
	photoNotFetched,
	photoPublished,
	published,
	stops,
	withLatePauses,
	type Expected,
} from '../expected';
import type { HostBehaviour } from '../behaviour';
import { large, middle, small, type Row } from '../row';

const forms = [
	['in chunks', 'chunked'],
	['up to the end of the connection', 'connection'],
] as const;

const noLength: Row[] = forms.flatMap(([name, length]): Row[] => [
	{
		name: `gives no length (${name}), and knows ranges`,
		file: large,
		host: { length },
		expected: { file: none, link: published(2), photo: photoPublished },
	},
	{
		name: `gives no length (${name}), knows no ranges, and has a file of up to 8 MiB`,
		file: small,
		host: { length, ranges: 'ignored' },
		expected: { file: none, link: published('≤ 3'), photo: photoPublished },
	},
	{
		name: `gives no length (${name}), knows no ranges, and has a larger file`,
		file: large,
		host: { length, ranges: 'ignored' },
		expected: { file: none, link: published('≤ 4'), photo: photoPublished },
	},
]);

const furtherNoLength: Row[] = [
	{
		name: 'gives no length, and breaks off once in the middle',
		file: large,
		host: { length: 'chunked' },
		alsoForLinks: { breaks: { how: 'close', at: middle } },
		expected: { file: none, link: published('≤ 4'), photo: photoPublished },
	},
	{
		name: 'gives no length, and has another file once it is asked again',
		file: large,
		host: { length: 'chunked', ranges: 'ignored' },
		alsoForLinks: { replaced: { from: 2, by: 'longer' } },
		expected: {
			file: none,
			link: stops(['the file changed', 'the size is not what was announced'], '≤ 4'),
			photo: photoPublished,
		},
	},
	{
		name: 'gives no length, and names 1,000 bytes too few in Content-Range',
		file: small,
		host: { length: 'chunked', total: -1_000 },
		expected: {
			file: none,
			link: published('≤ 5'),
			photo: photoPublished,
		},
	},
	{
		name: 'gives no length, and names 1,000 bytes too many in Content-Range',
		file: small,
		host: { length: 'chunked', total: 1_000 },
		expected: {
			file: none,
			link: stops(['the size is not what was announced', 'the host breaks off'], '≤ 14'),
			photo: photoPublished,
		},
	},
];

const wrongLength: Row[] = [
	{
		name: 'announces 1,000 bytes more than it has',
		file: small,
		host: { length: 1_000 },
		store: { size: 1_000 },
		expected: {
			file: stops(['the size is not what was announced', 'n8n’s store does not have it'], '≤ 8'),
			link: stops(
				['the size is not what was announced', 'the host breaks off'],
				`≤ ${maxLateRequests}`,
				withLatePauses,
			),
			photo: photoNotFetched,
		},
	},
	{
		name: 'announces 1,000 bytes fewer than it has',
		file: small,
		host: { length: -1_000 },
		store: { size: -1_000 },
		expected: {
			file: stops(['the size is not what was announced', 'the file is broken'], '≤ 8'),
			link: stops(['the size is not what was announced', 'the file is broken'], '≤ 14'),
			photo: none,
		},
	},
];

/** What TikTok does with a packed photo is not known. */
const packedRow = (name: string, host: HostBehaviour, row: Partial<Row>, link: Expected): Row => ({
	name,
	file: small,
	host,
	...row,
	expected: { file: none, link, photo: none },
});

const packed: Row[] = [
	...(['gzip', 'deflate', 'br'] as const).flatMap((encoding) => [
		packedRow(
			`packs the file (${encoding}), though asked not to, and gives the packed length`,
			{ packed: { encoding, hasLength: true } },
			{},
			published('≤ 3'),
		),
		packedRow(
			`packs the file (${encoding}), though asked not to, and gives no length`,
			{ packed: { encoding, hasLength: false } },
			{},
			published('≤ 3'),
		),
	]),
	packedRow(
		'packs a WebM (gzip), and gives the packed length',
		{ packed: { encoding: 'gzip', hasLength: true } },
		{ file: { ...small, form: 'WebM' } },
		published('≤ 3'),
	),
	packedRow(
		'packs a file of more than 8 MiB (gzip), and gives the packed length',
		{ packed: { encoding: 'gzip', hasLength: true } },
		{ file: large },
		published('≤ 4'),
	),
	packedRow(
		'packs the whole file (gzip), and answers a Range without packing',
		{ packed: { encoding: 'gzip', hasLength: true, wholeOnly: true } },
		{ file: large },
		published(2),
	),
	packedRow(
		'packs the file (gzip), and breaks off once',
		{ packed: { encoding: 'gzip', hasLength: true }, breaks: { how: 'close', at: 500 } },
		{},
		published('≤ 5', { seconds: '≤ 20' }),
	),
];

export const lengths: Row[] = [...noLength, ...furtherNoLength, ...wrongLength, ...packed];
