import { beforeInit, none, photoNotFetched, published, stops } from '../expected';
import { large, middle, small, type Row } from '../row';

/** TikTok follows no redirect: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide#pull_from_url */
const photo = photoNotFetched;

/** Redirects in a row that HTTP clients follow before they take them for a loop. */
const maxHops = 22;

export const redirects: Row[] = [
	...[301, 302, 303, 307, 308].map(
		(status): Row => ({
			name: `redirects with ${status}`,
			file: small,
			host: { redirect: { status, to: 'same host' } },
			expected: { file: none, link: published(2), photo },
		}),
	),
	{
		name: 'redirects to a relative address',
		file: small,
		host: { redirect: { status: 302, to: 'relative' } },
		expected: { file: none, link: published(2), photo },
	},
	{
		name: 'redirects to another host',
		file: small,
		host: { redirect: { status: 302, to: 'another host' } },
		expected: { file: none, link: published(2), photo },
	},
	{
		name: 'redirects five times in a row',
		file: small,
		host: { redirect: { status: 302, to: 'same host', hops: 5 } },
		expected: { file: none, link: published(6), photo },
	},
	{
		name: 'redirects to a new signed address each time, which works once, and breaks off once in the middle',
		file: large,
		host: { redirect: { status: 302, to: 'signed address' } },
		alsoForLinks: { breaks: { how: 'close', at: middle } },
		expected: { file: none, link: published(4), photo },
	},
	{
		name: 'redirects to itself',
		file: small,
		host: { redirect: { status: 302, to: 'itself' } },
		expected: {
			file: none,
			link: stops('the host is not reached', `≤ ${maxHops}`, beforeInit),
			photo,
		},
	},
];
