/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from '@jest/globals';

import { table } from '../faults/page';
import { none, type Expected } from './expected';
import { keeps } from './outcome';
import { ways, type Row, type Way } from './row';
import type { Outcome } from './stage';

const path = join(__dirname, '../../docs/links.md');

/** Cells as they were found, by row and way. */
export type Found = Map<string, Partial<Record<Way, Outcome>>>;

const introduction = `# Links

What becomes of a post by what the host of its file does. Every cell is run (\`npm run test:links\`) with n8n's own engine and HTTP client, against a host on this machine that behaves as the
row says, and against a simulated TikTok that counts publish ids and posts and hashes what it receives. What is promised stands beside each behaviour in \`test/links/rows\`, by hand; the tests
fail when a cell ends otherwise, and when this page does not say what was found. \`LINK_TABLE=write npm run test:links\` writes it.

Read it so:

- **Sent as**: *link* is the video source *URL, Sent by n8n*; *file* is *Binary File* from a store of n8n's that does the same, as far as a store can; *photo* is a photo by its address, of which n8n looks at the beginning, and which TikTok then
  fetches itself, with one request and without following redirects. A dash: it does not occur, or it is not known what TikTok does.
- **Outcome**: *published* as TikTok says it; *processing* where TikTok still waits for the host when n8n's longest wait is over; or why the node stops.
- **Bytes at TikTok**: compared with the file by hash.
- **GETs**: requests that reached the host, each redirect being one; for a file the streams that were opened; for a photo those of TikTok. They are bounds (≤) where they hang on
  what was under way when a connection broke.
- **Inits**: publish ids that TikTok gave out. One that got no bytes becomes no post.
- **Seconds**: spent in pauses and silences. The pauses are partly random, so these are bounds; what the transfer itself takes is not counted, nor what TikTok takes for a photo.

In all cells: at most one post, no byte at TikTok that is not the file's, no part of an upload sent twice where the host is to blame, no token at the host, no secret in what n8n shows, and each message names a
way out. Files have 0.6 MB, or 12 MB where more is needed than the 8 MiB that n8n may hold of a link.

`;

const head = [
	'The host …',
	'Sent as',
	'Outcome',
	'Bytes at TikTok',
	'GETs',
	'Inits',
	'Posts',
	'Seconds',
];

/** What is shown of a cell: a bound where it is kept. */
function cellsOf(row: Row, way: Way, outcome: Outcome | undefined): string[] {
	const promised = row.expected[way];
	if (promised === none) return [none, '', '', '', '', ''];
	if (!outcome) return ['not played', '', '', '', '', ''];
	const isVerdict = outcome.end.startsWith('published') || outcome.end === 'processing';
	const shown = (found: number, bound: Expected['seconds']) =>
		String(keeps(found, bound) ? (bound ?? '') : found);
	return [
		isVerdict ? `**${outcome.end}**` : `stops: ${outcome.end}`,
		outcome.bytes,
		shown(outcome.gets, promised.gets),
		shown(outcome.inits, promised.inits),
		String(outcome.posts),
		shown(outcome.seconds, promised.seconds),
	];
}

/** One line for all ways that end alike. */
function linesOf(row: Row, found: Found): string[][] {
	const groups = new Map<string, Way[]>();
	for (const way of ways) {
		const key = JSON.stringify(cellsOf(row, way, found.get(row.name)?.[way]));
		groups.set(key, [...(groups.get(key) ?? []), way]);
	}
	return [...groups].map(([key, same]) => [
		row.name,
		same.join(', '),
		...(JSON.parse(key) as string[]),
	]);
}

export const pageOf = (rows: Row[], found: Found): string =>
	introduction +
	table(
		head,
		rows.flatMap((row) => linesOf(row, found)),
	);

/** Expects the page to be there as it is; writes it where that is wanted. */
export function tell(text: string): void {
	if (process.env.LINK_TABLE === 'write') writeFileSync(path, text);
	else expect(readFileSync(path, 'utf8')).toBe(text);
}
