import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { none, type Expected } from '../links/expected';
import { videoOf } from '../links/files';
import { LinkHost } from '../links/host';
import { bytesUploaded, departuresOf, endOf } from '../links/outcome';
import type { Row } from '../links/row';
import { rows } from '../links/rows';
import type { Outcome } from '../links/stage';
import type { Credential } from '../rig';
import { Stage } from './stage';

// The behaviours of the link table (test/links/rows) that n8n's own HTTP client has a part in, with the same promises, in a running
// n8n. Those that last for a minute of real time, such as silence, are played there only.
const names = [
	'gives the whole file',
	'has a larger file with its header at the end',
	'answers a Range with at most 1 MB, and breaks off what is longer after 2 MB',
	'answers 206 with 1 MB, though no Range was asked for',
	'resets the connection after each 2 MB',
	'closes the connection after each 2 MB',
	'knows no ranges, and breaks off once in the middle',
	'refuses each Range with 416, and breaks off once in the middle',
	'gives no length (in chunks), and knows ranges',
	'gives no length (in chunks), knows no ranges, and has a larger file',
	'gives no length (up to the end of the connection), knows no ranges, and has a larger file',
	'packs the file (gzip), though asked not to, and gives the packed length',
	'packs the file (br), though asked not to, and gives the packed length',
	'packs a file of more than 8 MiB (gzip), and gives the packed length',
	'answers 404 twice, and has the file then',
	'resets the connection twice, and has the file then',
	'closes the connection twice, and has the file then',
	'works only once, and answers 410 then',
	'works only once, and has a large file with its header at the end (410 then)',
	'redirects with 302',
	'redirects to another host',
	'redirects to a new signed address each time, which works once, and breaks off once in the middle',
	'redirects to itself',
];

const host = new LinkHost();
let stage: Stage;
let credential: Credential;

beforeAll(async () => {
	await host.start();
	stage = await Stage.start({ 'media.example.com': host.origin, 'files.example.com': host.origin });
	stage.simulator.processingMs = 0;
}, 1_500_000);
afterAll(async () => {
	await stage.stop();
	await host.stop();
});
beforeEach(() => stage.nextMinute());

const played = names.map((name): [string, Row, Expected] => {
	const row = rows.find((each) => each.name === name);
	if (!row || row.expected.link === none) throw new Error(`No such row for links: ${name}`);
	return [name, row, row.expected.link];
});

/** What one account posts in a minute. */
const perAccount = 6;
const groups = Array.from({ length: Math.ceil(played.length / perAccount) }, (_, index) =>
	played.slice(index * perAccount, (index + 1) * perAccount),
);

/** The simulated Internet is behind a proxy; an address on this machine is reached directly. */
describe.each([
	['over TLS and through a proxy', () => 'https://media.example.com'],
	['over plain HTTP', () => host.origin],
])('%s', (_, origin) => {
	describe.each(groups.map((group) => [group]))('a host that', (group) => {
		beforeAll(async () => {
			const first = names.indexOf(group[0][0]);
			credential = await stage.newAccount(`links.${first}.${origin().split(':')[0]}`);
		});

		test.each(group)('%s', async (_name, row, promised) => {
			const outcome = await run(row, `${origin()}/renders/clip.mp4?signature=abc`);
			// Real time includes what a busy machine takes.
			expect(departuresOf(outcome, { ...promised, seconds: undefined }, 1)).toEqual([]);
		});
	});
});

/** @throws Error when a secret came out, or a token went to the host */
async function run(row: Row, videoUrl: string): Promise<Outcome> {
	const file = videoOf(row.file);
	await host.begin({ ...row.host, ...row.alsoForLinks }, file, 'video/mp4');
	const { simulator } = stage;
	const before = {
		inits: simulator.tasks.length,
		posts: simulator.posts.length,
		uploads: simulator.uploads.length,
	};
	const execution = await stage.tikTok(credential, {
		resource: 'video',
		operation: 'directPost',
		privacyLevel: 'PUBLIC_TO_EVERYONE',
		videoSource: 'sendFromUrl',
		videoUrl,
	});
	const error = execution.error();
	const json = error ? [] : execution.json('TikTok');
	const shown = JSON.stringify([error, json]);
	expect([...simulator.secrets].filter((secret) => shown.includes(secret))).toEqual([]);
	expect(host.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
	const begun = simulator.uploads.slice(before.uploads);
	return {
		end: endOf({ error, json }, new URL(videoUrl).origin),
		bytes: bytesUploaded(begun, file),
		gets: host.requests.length,
		inits: simulator.tasks.length - before.inits,
		posts: simulator.posts.length - before.posts,
		parts: begun.reduce((sum, { attempts }) => sum + attempts, 0),
		seconds: 0,
	};
}
