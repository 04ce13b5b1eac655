import {
	beforeInit,
	maxAttempts,
	none,
	photoNotFetched,
	published,
	stops,
	withPauses,
	type End,
} from '../expected';
import type { Refusal } from '../behaviour';
import { small, type Row } from '../row';

/** How often is “at first”. */
const twice = 2;

const busy = 'the store is busy (503 SlowDown)';

/** Refusals that another request may not meet. */
const passing: Array<[string, Omit<Refusal, 'from' | 'times'>, End, number?]> = [
	['answers 404', { how: 404 }, 'the host answers 404'],
	['answers 403', { how: 403 }, 'the host answers 403'],
	['answers 408', { how: 408 }, 'the host answers 408'],
	['answers 425', { how: 425 }, 'the host answers 425'],
	['answers 429', { how: 429 }, 'the host answers 429'],
	[
		'answers 429 with Retry-After, 20 seconds',
		{ how: 429, retryAfter: { seconds: 20, form: 'seconds' } },
		'the host answers 429',
		20,
	],
	[
		'answers 429 with Retry-After, a date 20 seconds away',
		{ how: 429, retryAfter: { seconds: 20, form: 'date' } },
		'the host answers 429',
		20,
	],
	['answers 500', { how: 500 }, 'the host answers 500'],
	['answers 503', { how: 503 }, 'the host answers 503'],
	['resets the connection', { how: 'reset' }, 'the host is not reached'],
	['closes the connection', { how: 'close' }, 'the host is not reached'],
];

const atFirst: Row[] = passing.map(([name, refusal, , retryAfter = 0]): Row => {
	// A date has whole seconds, so that the last of them may be over already.
	const seconds = retryAfter === 0 ? '≤ 10' : (`${twice * (retryAfter - 1)} to 60` as const);
	return {
		name: `${name} twice, and has the file then`,
		file: small,
		host: { refusals: { ...refusal, from: 0, times: twice } },
		expected: {
			file: none,
			link: published(twice + 1, { seconds }),
			photo: photoNotFetched,
		},
	};
});

const always: Row[] = passing
	.filter(([, { retryAfter }]) => !retryAfter)
	.map(
		([name, refusal, end]): Row => ({
			name: `${name} each time`,
			file: small,
			host: { refusals: { ...refusal, from: 0, times: Infinity } },
			expected: {
				file: none,
				link: stops(end, `≤ ${maxAttempts}`, beforeInit),
				photo: photoNotFetched,
			},
		}),
	);

const furtherRefusals: Row[] = [
	...[401, 410].map(
		(status): Row => ({
			name: `answers ${status}`,
			file: small,
			host: { refusals: { how: status, from: 0, times: Infinity } },
			expected: {
				file: none,
				link: stops(`the host answers ${status}`, 1, { ...beforeInit, seconds: '≤ 5' }),
				photo: photoNotFetched,
			},
		}),
	),
	{
		name: 'answers 429 with Retry-After, an hour',
		file: small,
		host: {
			refusals: {
				how: 429,
				from: 0,
				times: Infinity,
				retryAfter: { seconds: 3_600, form: 'seconds' },
			},
		},
		expected: {
			file: none,
			link: stops('the host answers 429', `≤ ${maxAttempts}`, { ...beforeInit, seconds: '≤ 720' }),
			photo: photoNotFetched,
		},
	},
	{
		name: 'shows a web page in place of the file',
		file: small,
		host: {
			refusals: {
				how: 200,
				from: 0,
				times: Infinity,
				page: '<!doctype html><html><body>This link has expired</body></html>',
			},
		},
		expected: {
			file: none,
			link: stops('it is something else', 1, { ...beforeInit, seconds: '≤ 5' }),
			photo: stops(['TikTok cannot use it', 'it is something else'], '≤ 1', {
				seconds: undefined,
			}),
		},
	},
	{
		name: 'accepts no connection at first',
		file: small,
		host: { away: 'at first' },
		// TikTok asks once, and when it does is its own affair.
		expected: { file: none, link: published(1, { seconds: '≤ 10' }), photo: none },
	},
	{
		name: 'accepts no connection',
		file: small,
		host: { away: 'always' },
		expected: {
			file: none,
			link: stops('the host is not reached', 0, beforeInit),
			photo: { ...photoNotFetched, gets: 0 },
		},
	},
];

/** n8n's own store. */
const stores: Row[] = (
	[
		['cannot say how large the file is', 'description'],
		['cannot open the file', 'opening'],
	] as const
).flatMap(([name, at]): Row[] => [
	{
		name: `${name} twice, and can then`,
		file: small,
		host: {},
		store: { fails: { at, times: twice, message: busy } },
		expected: { file: published('≤ 5', withPauses), link: none, photo: none },
	},
	{
		name: `${name}, each time`,
		file: small,
		host: {},
		store: { fails: { at, times: Infinity, message: busy } },
		expected: {
			file: stops('n8n’s store does not have it', '≤ 16', beforeInit),
			link: none,
			photo: none,
		},
	},
]);

export const refusals: Row[] = [...atFirst, ...always, ...furtherRefusals, ...stores];
