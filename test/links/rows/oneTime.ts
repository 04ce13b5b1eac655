import { maxLateRequests, none, photoNotFetched, published, stops, withPauses } from '../expected';
import type { Refusal } from '../behaviour';
import { large, middle, small, type Row } from '../row';

const goneForAll = (status: number): Refusal => ({
	how: status,
	from: 1,
	times: Infinity,
	isForAll: true,
});

/** n8n has looked at the photo, and TikTok is the second to ask. */
const usedUp = photoNotFetched;

/** Links that work for a while only. */
export const oneTime: Row[] = [
	...[410, 404, 403].map(
		(status): Row => ({
			name: `works only once, and answers ${status} then`,
			file: small,
			host: { refusals: goneForAll(status) },
			expected: { file: none, link: published(1), photo: usedUp },
		}),
	),
	...[410, 404, 403].map(
		(status): Row => ({
			name: `works only once, and has a large file with its header at the end (${status} then)`,
			file: { ...large, form: 'header at the end' },
			host: { refusals: goneForAll(status) },
			expected: {
				file: none,
				link: published(`≤ ${maxLateRequests + 1}`, {
					ends: ['published, header not checked'],
					...withPauses,
				}),
				photo: none,
			},
		}),
	),
	{
		name: 'works only once, and gives no length for a file of up to 8 MiB',
		file: small,
		host: { length: 'chunked', refusals: goneForAll(410) },
		expected: { file: none, link: published('≤ 3'), photo: usedUp },
	},
	{
		name: 'expires while the file is being sent (403 then), and does not break off',
		file: large,
		host: { refusals: goneForAll(403) },
		expected: { file: none, link: published(1), photo: usedUp },
	},
	{
		name: 'expires while the file is being sent (403 then), and breaks off',
		file: large,
		host: { refusals: goneForAll(403), breaks: { how: 'close', at: middle } },
		store: { replaced: { from: 1, by: 'nothing' }, breaks: { how: 'reset', at: middle } },
		expected: {
			file: stops(['n8n’s store does not have it', 'the host breaks off'], '≤ 16'),
			link: stops('the host answers 403', `≤ ${maxLateRequests + 1}`, { inits: 1 }),
			photo: none,
		},
	},
];
