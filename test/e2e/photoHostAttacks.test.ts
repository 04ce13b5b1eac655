/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { lifetimeMs, signPhoto } from '../../nodes/shared/photoHost/token';
import { until } from '../harness/until';
import { N8nInstance, readFiles } from '../rig';
import { residentMemory, resetPeak } from '../rig/processStatus';
import { jpegOf } from '../unit/media/photoBuilder';
import { PageTable } from './photoHostPage';
import { PhotoHosting } from './photoHosting';
import { isOlderLine, Stage } from './stage';

// What strangers, and users of the same n8n, can ask the photo host of a running n8n for.
let stage: Stage;
let hosting: PhotoHosting;
let photo: Stored;
let page: Stored;

interface Stored {
	id: string;
	bytes: Buffer;
}

const attacks = new PageTable('attacks');
const loads = new PageTable('loads', [isOlderLine ? '1.123.81' : '2.41.1']);

beforeAll(async () => {
	const env = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
	stage = await Stage.start({}, async (options) =>
		N8nInstance.start({ ...options, env: { ...options.env, ...env } }),
	);
	hosting = await PhotoHosting.start(stage);
	photo = await stored('photo.jpg', jpegOf(1080, 1920, 600_000));
	page = await stored('page.jpg', Buffer.from('<script>alert(1)</script>'.repeat(100)));
}, 1_500_000);
afterAll(async () => await stage?.stop());

/** Has n8n keep a file, as any workflow does. */
async function stored(name: string, bytes: Buffer): Promise<Stored> {
	const { path } = await stage.file(name, bytes);
	const execution = await stage.run(name, [readFiles(path)]);
	return { id: execution.items('Read Files')[0].binary?.data.id ?? '', bytes };
}

const agent = new Agent({ maxSockets: Infinity });

/** Asks as a program that sends the path as it is. */
async function open(address: string, method = 'GET'): Promise<IncomingMessage> {
	const { hostname, port, origin } = new URL(address);
	const path = address.slice(origin.length);
	const asking = request({ agent, hostname, port, method, path }).end();
	const [answer] = (await once(asking, 'response')) as [IncomingMessage];
	return answer;
}

const secret = () => stage.webApp.clientSecret;
const soon = () => Date.now() + lifetimeMs / 2;
const signed = (id: string, expiresAt = soon(), by = secret()) => signPhoto(id, expiresAt, by);
const photoPath = (token: string) => `/photo?t=${token}`;

/** One character of a text changed. */
const changed = (text: string, at: number) =>
	text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

const payload = (token: string) => token.split('.')[0];
const signature = (token: string) => token.split('.')[1];

/** What n8n logs meanwhile. Its lines arrive late, so a webhook that it does not know is asked for behind: that one it does log. */
async function loggedDuring(work: () => Promise<void>): Promise<string> {
	const { log, url } = stage.n8n;
	const before = log.text.length;
	await work();
	const mark = `mark-${before}`;
	await fetch(`${url}/webhook/${mark}`);
	await until(() => new RegExp(`${mark}.*\n`).test(log.text));
	const lines = log.text.slice(before).split('\n');
	return lines.filter((line) => line.trim() !== '' && !line.includes(mark)).join('\n');
}

describe('what is asked', () => {
	const rows: Array<{ what: string; status: number; path: () => string; method?: string }> = [
		{ what: 'the signed address', status: 200, path: () => photoPath(signed(photo.id)) },
		{
			what: 'the same with `HEAD`',
			status: 200,
			path: () => photoPath(signed(photo.id)),
			method: 'HEAD',
		},
		{
			what: 'a signature with one character changed',
			status: 403,
			path: () => photoPath(changed(signed(photo.id), signed(photo.id).length - 9)),
		},
		{
			what: 'a time that was put off',
			status: 403,
			path: () =>
				photoPath(
					`${payload(signed(photo.id, soon() + 60_000))}.${signature(signed(photo.id, soon()))}`,
				),
		},
		{
			what: 'the signature of another file',
			status: 403,
			path: () => photoPath(`${payload(signed(page.id))}.${signature(signed(photo.id))}`),
		},
		{
			what: 'a time that is over',
			status: 403,
			path: () => photoPath(signed(photo.id, Date.now() - 1_000)),
		},
		{
			what: 'a time further ahead than any is signed for',
			status: 403,
			path: () => photoPath(signed(photo.id, Date.now() + 2 * lifetimeMs)),
		},
		{
			what: 'signed with another app’s secret',
			status: 403,
			path: () => photoPath(signed(photo.id, soon(), 'another secret')),
		},
		{
			what: 'signed with an empty secret',
			status: 403,
			path: () => photoPath(signed(photo.id, soon(), '')),
		},
		{
			what: 'the parts of a token the other way round',
			status: 404,
			path: () => photoPath(signed(photo.id).split('.').reverse().join('.')),
		},
		{
			what: '`t` twice',
			status: 404,
			path: () => `${photoPath(signed(photo.id))}&t=${signed(photo.id)}`,
		},
		{ what: 'no `t`', status: 404, path: () => '/photo' },
		{ what: '5,000 characters', status: 404, path: () => photoPath('x'.repeat(5_000)) },
		{
			what: 'an id with `..`, genuinely signed',
			status: 404,
			path: () => photoPath(signed('filesystem-v2:workflows/../../../etc/passwd')),
		},
		{
			what: 'an id that n8n does not make, genuinely signed',
			status: 404,
			path: () => photoPath(signed('filesystem-v2:/etc/passwd')),
		},
		{
			what: 'a file that is no picture, genuinely signed',
			status: 404,
			path: () => photoPath(signed(page.id)),
		},
		{
			what: 'a file that is gone, genuinely signed',
			status: 410,
			path: () => photoPath(signed(changed(photo.id, photo.id.length - 1).toLowerCase())),
		},
		...['POST', 'PUT', 'DELETE', 'OPTIONS'].map((method) => ({
			what: `the signed address with \`${method}\``,
			status: method === 'OPTIONS' ? 204 : 404,
			path: () => photoPath(signed(photo.id)),
			method,
		})),
		{ what: '`/../../etc/passwd` under the address', status: 404, path: () => '/../../etc/passwd' },
		{ what: '`/..%2f..%2fetc%2fpasswd`', status: 404, path: () => '/..%2f..%2fetc%2fpasswd' },
		{ what: 'another path under the address', status: 404, path: () => '/other' },
	];

	/** The whole text of an answer that is no photo; each is one that says nothing. */
	function disclosed(status: number, isHosts: boolean, body: Buffer): string {
		const text = body.toString();
		if (status === 200) return body.equals(photo.bytes) ? 'the photo' : text || 'nothing';
		if (isHosts) {
			expect(text).toBe({ 403: 'Forbidden', 404: 'Not Found', 410: 'Gone' }[status]);
			return 'nothing';
		}
		expect(text).not.toContain(photo.id);
		return 'nothing (n8n’s own answer)';
	}

	test.each(rows)('$what: $status', async ({ what, status, path, method }) => {
		let answered = '';
		const log = await loggedDuring(async () => {
			const answer = await open(hosting.local(path()), method);
			const body = await buffer(answer);
			expect(answer.statusCode).toBe(status);
			answered = disclosed(status, answer.headers['x-tiktok-photo-host'] === '1', body);
		});
		expect(log).not.toMatch(/binary_data|photo\?t=/);
		if (log !== '') expect(log).toMatch(/^Received request for unknown webhook/);
		const logged = log === '' ? 'nothing' : 'that n8n has no such webhook';
		attacks.enter([what, String(status), answered, logged]);
	});

	test('another id is not served: one host knows no files of another', async () => {
		const answer = await fetch(`${stage.n8n.url}/webhook/none${photoPath(signed(photo.id))}`);
		expect(answer.status).toBe(404);
	});

	test('no execution is made of any of it', async () => {
		expect(await hosting.executions()).toBe(0);
	});

	test('the page tells the same', () => attacks.tell());
});

describe('many at once', () => {
	const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;

	/** How far n8n's memory rises at most while something is done. */
	async function growth(work: () => Promise<void>): Promise<number> {
		const pid = await stage.n8n.pid();
		await resetPeak(pid);
		const { now } = await residentMemory(pid);
		await work();
		return (await residentMemory(pid)).peak - now;
	}

	/**
	 * Asks many times at once, and for n8n's settings in the midst of it.
	 *
	 * @returns how many had the status, and the seconds of all
	 */
	async function flood(many: number, url: string, status: number, bytes?: Buffer) {
		const begun = Date.now();
		let left = many;
		let asExpected = 0;
		const whole = bytes && createHash('sha256').update(bytes).digest('hex');
		const asked = Array.from({ length: many }, async () => {
			const answer = await open(url);
			const hash = createHash('sha256');
			for await (const chunk of answer) hash.update(chunk as Buffer);
			left -= 1;
			if (answer.statusCode === status) asExpected += 1;
			else expect(answer.statusCode).toBeGreaterThanOrEqual(500);
			// What is not the whole photo must not look like one.
			if (answer.statusCode === 200 && whole) expect(hash.digest('hex')).toBe(whole);
		});
		await until(() => left < many);
		expect((await fetch(`${stage.n8n.url}/healthz`)).status).toBe(200);
		await Promise.all(asked);
		await untilCalm();
		return { asExpected, seconds: ((Date.now() - begun) / 1000).toFixed(0) };
	}

	/** n8n 2.x answers everything with 503 while its database does not keep up. */
	async function untilCalm(): Promise<void> {
		const settings = async () =>
			await fetch(`${stage.n8n.url}/rest/settings`).catch(() => undefined);
		await until(async () => (await settings())?.status === 200);
	}

	/** @returns how far n8n's memory rose at most, in bytes, and how many had the status */
	async function floodOf(
		many: number,
		what: string,
		status: number,
		token: string,
		bytes?: Buffer,
	) {
		let flooded = { asExpected: 0, seconds: '' };
		const grown = await growth(async () => {
			flooded = await flood(many, hosting.local(photoPath(token)), status, bytes);
		});
		const { asExpected, seconds } = flooded;
		loads.enter(
			[`${many} at once: ${what}`, String(status)],
			[String(asExpected), seconds, megabytes(grown)],
		);
		return { grown, asExpected };
	}

	// For each request to a webhook of another node than its own, n8n makes a V8 isolate for expressions before the node is asked (by
	// reading `live-webhooks.js` of 2.41.1): what that costs is n8n's, and 1,000 would take all of the machine from the tests beside.
	test('as n8n is: each answer is right or none', async () => {
		await floodOf(200, 'a photo of 600 kB', 200, signed(photo.id), photo.bytes);
		expect(await hosting.executions()).toBe(0);
	}, 400_000);

	test('without n8n’s isolates: all are answered, and memory is flat', async () => {
		await stage.n8n.restart({ env: { N8N_EXPRESSION_ENGINE: 'legacy' } });
		await hosting.untilServed();
		const large = await stored('flood.jpg', jpegOf(1080, 1920, 3_000_000));
		const many = 1_000;
		for (const [what, status, token, bytes] of [
			['a forged token', 403, signed(large.id, soon(), 'x'), undefined],
			['a photo of 3 MB', 200, signed(large.id), large.bytes],
		] as const) {
			const { grown, asExpected } = await floodOf(
				many,
				`${what}, no isolates`,
				status,
				token,
				bytes,
			);
			expect(asExpected).toBe(many);
			// The connections alone cost n8n some hundred megabytes; 1,000 such photos would be 3 GB.
			expect(grown).toBeLessThan((many * large.bytes.length) / 3);
		}
	}, 400_000);

	test('readers that are slow, and some that hang up: a photo of 19 MB each', async () => {
		const large = await stored('large.jpg', jpegOf(1080, 1920, 19_000_000));
		const readers: IncomingMessage[] = [];
		const count = 40;
		const grown = await growth(async () => {
			for (let number = 0; number < count; number++)
				readers.push(await open(hosting.local(photoPath(signed(large.id)))));
			for (const reader of readers) await once(reader, 'readable');
			readers.slice(0, count / 2).forEach((reader) => reader.destroy());
			const quick = await buffer(await open(hosting.local(photoPath(signed(photo.id)))));
			expect(quick.equals(photo.bytes)).toBe(true);
			// The slow ones get all of it, once they read on.
			for (const reader of readers.slice(count / 2, count / 2 + 3))
				expect((await buffer(reader)).length).toBe(large.bytes.length);
			readers.forEach((reader) => reader.destroy());
		});
		expect(grown).toBeLessThan((count * large.bytes.length) / 4);
		loads.enter(
			['40 that read slowly or hang up: a photo of 19 MB', '200'],
			['40', '', megabytes(grown)],
		);
	});

	test('no execution is made, and nothing is logged of a photo', async () => {
		expect(await hosting.executions()).toBe(0);
		expect(stage.n8n.log.text).not.toMatch(/binary_data|photo\?t=/);
	});

	test('the page tells the same', () => loads.tell());
});
