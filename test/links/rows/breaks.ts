import {
	beforeInit,
	maxAttempts,
	maxLateRequests,
	none,
	photoNotFetched,
	photoPublished,
	published,
	stops,
	withLatePauses,
	withPauses,
} from '../expected';
import type { Delivery } from '../delivery';
import { large, MB, middle, type Row } from '../row';

const breakInTheMiddle: Delivery = { breaks: { how: 'close', at: middle } };

const hows = [
	['resets the connection', 'reset'],
	['closes the connection', 'close'],
] as const;

const brokenFile = stops(
	['the host breaks off', 'n8n’s store does not have it', 'the size is not what was announced'],
	'≤ 16',
);

/** Connections that end early. */
const early: Row[] = hows.flatMap(([name, how]): Row[] => [
	{
		name: `${name} once in the middle`,
		file: large,
		host: { breaks: { how, at: middle } },
		store: { breaks: { how, at: middle } },
		expected: { file: published('≤ 3', withPauses), link: published(2), photo: photoNotFetched },
	},
	{
		name: `${name} after each 2 MB`,
		file: large,
		host: { breaks: { how, every: 2 * MB, times: Infinity } },
		store: { breaks: { how, every: 2 * MB, times: Infinity } },
		expected: {
			// A store always begins at the first byte: one that never gives more cannot give the file.
			file: { ...brokenFile, ...withLatePauses },
			link: published('≤ 20'),
			photo: photoNotFetched,
		},
	},
	{
		name: `${name} once in the header of the video`,
		file: large,
		host: { breaks: { how, at: 100 } },
		store: { breaks: { how, at: 100 } },
		expected: {
			file: published('≤ 3', withPauses),
			link: published('≤ 3', withPauses),
			photo: photoNotFetched,
		},
	},
	{
		name: `${name} once before the last byte`,
		file: large,
		host: { breaks: { how, at: large.size - 1 } },
		store: { breaks: { how, at: large.size - 1 } },
		expected: {
			file: published('≤ 3', withPauses),
			link: published('≤ 3', withPauses),
			photo: photoNotFetched,
		},
	},
	{
		name: `${name} in the header of the video, each time`,
		file: large,
		host: { breaks: { how, at: 100, times: Infinity } },
		store: { breaks: { how, at: 100, times: Infinity } },
		expected: {
			file: { ...brokenFile, ...beforeInit },
			link: stops('the host breaks off', `≤ ${maxAttempts + 1}`, beforeInit),
			photo: photoNotFetched,
		},
	},
	{
		name: `${name} in the middle, each time`,
		file: large,
		host: { breaks: { how, at: middle, times: Infinity } },
		store: { breaks: { how, at: middle, times: Infinity } },
		expected: {
			file: { ...brokenFile, ...withLatePauses, inits: 1 },
			link: stops('the host breaks off', `≤ ${maxLateRequests}`, { ...withLatePauses, inits: 1 }),
			photo: photoNotFetched,
		},
	},
]);

/** Hosts that give no part. */
const withoutRanges: Row[] = [
	{
		name: 'knows no ranges, and breaks off once in the middle',
		file: large,
		host: { ranges: 'ignored' },
		alsoForLinks: breakInTheMiddle,
		expected: { file: none, link: published(2), photo: photoPublished },
	},
	{
		name: 'says that it knows no ranges (`Accept-Ranges: none`), and breaks off once in the middle',
		file: large,
		host: { ranges: 'ignored', headers: { 'accept-ranges': ['none'] } },
		alsoForLinks: breakInTheMiddle,
		expected: { file: none, link: published(2), photo: photoPublished },
	},
	{
		name: 'knows no ranges, and has a large file with its header at the end',
		file: { ...large, form: 'header at the end' },
		host: { ranges: 'ignored' },
		expected: { file: none, link: published('≤ 3'), photo: none },
	},
	{
		name: 'knows no ranges, and breaks off after each 2 MB',
		file: large,
		host: { ranges: 'ignored', breaks: { how: 'close', every: 2 * MB, times: Infinity } },
		expected: {
			file: none,
			link: stops('the host breaks off', `≤ ${maxLateRequests}`, withLatePauses),
			photo: photoNotFetched,
		},
	},
	...[416, 400, 403, 405, 501].map(
		(status): Row => ({
			name: `refuses each Range with ${status}, and breaks off once in the middle`,
			file: large,
			host: { ranges: status },
			alsoForLinks: breakInTheMiddle,
			expected: { file: none, link: published(3), photo: photoPublished },
		}),
	),
	{
		name: 'refuses each Range with 403, and has a large file with its header at the end',
		file: { ...large, form: 'header at the end' },
		host: { ranges: 403 },
		expected: { file: none, link: published('≤ 4'), photo: none },
	},
];

/** What hosts say of the version of their file. */
const validators: Row[] = (
	[
		['gives another ETag in each answer', { headers: { etag: ['"a"', '"b"', '"c"'] } }],
		['gives the ETag in its strong and its weak form', { headers: { etag: ['"a"', 'W/"a"'] } }],
		['gives an ETag in its first answer only', { headers: { etag: ['"a"', ''] } }],
		['says in each answer that the file was changed just now', { lastModifiedNow: true }],
	] as const
).map(
	([name, host]): Row => ({
		name: `${name}, and breaks off once in the middle`,
		file: large,
		host: 'headers' in host ? { headers: { etag: [...host.headers.etag] } } : host,
		alsoForLinks: breakInTheMiddle,
		expected: { file: none, link: published(2), photo: photoPublished },
	}),
);

const replaced: Row[] = (
	[
		['with other bytes of the same size', 'other bytes'],
		['with a longer one', 'longer'],
	] as const
).map(
	([name, by]): Row => ({
		name: `has its file replaced ${name} while it is being sent, and breaks off`,
		file: large,
		host: { ...breakInTheMiddle, replaced: { from: 1, by } },
		store: { ...breakInTheMiddle, replaced: { from: 1, by } },
		expected: {
			file: stops('the file changed', '≤ 3'),
			link: stops('the file changed', '≤ 3', { inits: 1 }),
			photo: none,
		},
	}),
);

export const breaks: Row[] = [...early, ...withoutRanges, ...validators, ...replaced];
