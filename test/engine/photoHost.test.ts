/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program, not a node */
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { signPhoto } from '../../nodes/shared/photoHost/token';
import { putOnShelf } from '../../nodes/shared/photoHost/shelf';
import { storeBinariesIn } from '../harness/engine';
import type { Received } from '../harness/photoHosting';
import { usePhotoHosting } from '../harness/setUps';
import { jpegOf, webpOf } from '../unit/media/photoBuilder';

const { engine, host } = usePhotoHosting();

const photo = Buffer.concat([jpegOf(1080, 1920, 300_000), Buffer.from('the end')]);
const hour = 3_600_000;

/** n8n's id of a file in its store. */
async function stored(bytes: Buffer): Promise<string> {
	const { binary } = await engine.item(bytes, { fileName: 'a.jpg', mimeType: 'image/jpeg' });
	return binary!.data.id!;
}

const secret = () => engine.app.clientSecret;
const later = () => Date.now() + hour;
const sign = (id: string, expiresAt = later(), by = secret()) => signPhoto(id, expiresAt, by);
const get = async (token: string, method?: string) => await host.ask(`/photo?t=${token}`, method);

/** Nothing but the status says why, no answer is kept, and no execution is made. */
function expectRefused({ status, headers, body }: Received, expected: number): void {
	const texts: Record<number, string> = { 403: 'Forbidden', 404: 'Not Found', 410: 'Gone' };
	expect([status, body.toString()]).toEqual([expected, texts[expected]]);
	expect(headers).toMatchObject({
		'content-type': 'text/plain; charset=utf-8',
		'cache-control': 'no-store',
		'x-tiktok-photo-host': '1',
	});
	expect(host.executions).toBe(0);
}

let id: string;
beforeAll(async () => await storeBinariesIn('file'));
beforeEach(async () => {
	id = await stored(photo);
});

describe('a signed photo', () => {
	const headersOf = (type: string, bytes: Buffer) => ({
		'content-type': type,
		'content-length': String(bytes.length),
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		'x-robots-tag': 'noindex',
		'x-tiktok-photo-host': '1',
	});

	test('is sent whole, as what its bytes say it is', async () => {
		for (const [bytes, type] of [
			[photo, 'image/jpeg'],
			[webpOf(1080, 1080), 'image/webp'],
		] as const) {
			const { status, headers, body } = await get(sign(await stored(bytes)));
			expect(status).toBe(200);
			expect(headers).toMatchObject(headersOf(type, bytes));
			expect(body.equals(bytes)).toBe(true);
		}
		expect(host.executions).toBe(0);
	});

	test('has the same headers for HEAD, and no body', async () => {
		const { status, headers, body } = await get(sign(id), 'HEAD');
		expect(status).toBe(200);
		expect(headers).toMatchObject(headersOf('image/jpeg', photo));
		expect(body).toHaveLength(0);
	});

	test('in memory, of any length', async () => {
		for (const extra of [0, 1, 2, 3]) {
			const bytes = Buffer.concat([photo, Buffer.alloc(extra, 7)]);
			const key = `memory:${createHmac('sha256', 'x').update(String(extra)).digest('base64url')}`;
			expect(putOnShelf(key, bytes.toString('base64'), later())).toBe(true);
			expect((await get(sign(key))).body.equals(bytes)).toBe(true);
		}
	});

	test('to many at once, who share what n8n reads of the credential', async () => {
		const token = sign(id);
		const count = 200;
		// The database answers when all have asked.
		let asked = 0;
		const read = engine.credentials.getDecrypted.bind(engine.credentials);
		const readings = jest
			.spyOn(engine.credentials, 'getDecrypted')
			.mockImplementation(async (...query) => {
				while (asked < count) await new Promise((resolve) => setImmediate(resolve));
				return await read(...query);
			});
		host.inFront = () => {
			asked += 1;
			return false;
		};
		const answers = await Promise.all(Array.from({ length: count }, async () => await get(token)));
		expect(answers.every(({ status, body }) => status === 200 && body.equals(photo))).toBe(true);
		// The last ones may have come when it had just answered.
		expect(readings.mock.calls.length).toBeLessThan(10);
		readings.mockRestore();
		host.inFront = undefined;
	});
});

describe('refused', () => {
	const part = (token: string, index: 0 | 1) => token.split('.')[index];
	const swapped = (text: string, at: number) =>
		text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

	test.each<[string, number, () => string | Promise<string>]>([
		['a signature that was changed', 403, () => swapped(sign(id), sign(id).length - 5)],
		[
			'a payload that was changed',
			403,
			() => {
				const other = Buffer.from(JSON.stringify([id, Math.floor(later() / 1000) + 1]));
				return `${other.toString('base64url')}.${part(sign(id), 1)}`;
			},
		],
		[
			'the parts of two tokens',
			403,
			async () => `${part(sign(await stored(photo)), 0)}.${part(sign(id), 1)}`,
		],
		[
			'a signature written otherwise',
			403,
			() => {
				const token = sign(id);
				// The last character of 43 has two bits that say nothing.
				const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
				return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) ^ 1];
			},
		],
		['a time that is over', 403, () => sign(id, Date.now() - 1_000)],
		['a time that is too far away', 403, () => sign(id, Date.now() + 3 * hour)],
		['the secret of another app', 403, () => sign(id, later(), 'another secret')],
		['an empty secret', 403, () => sign(id, later(), '')],
		[
			'a signature of TikTok’s webhooks',
			403,
			() => {
				const payload = part(sign(id), 0);
				const mac = createHmac('sha256', secret()).update(payload).digest('base64url');
				return `${payload}.${mac}`;
			},
		],
		['the parts the other way round', 404, () => sign(id).split('.').reverse().join('.')],
		['a parameter that comes twice', 404, () => `${sign(id)}&t=${sign(id)}`],
		['a parameter with a name in it', 404, () => `x&t[a]=${sign(id)}`],
		['nothing', 404, () => ''],
		['anything', 404, () => 'x'.repeat(5_000)],
		['no picture', 404, async () => sign(await stored(Buffer.from('<html>a page</html>')))],
		['no picture, called one', 404, async () => sign(await stored(Buffer.from('GIF89a….')))],
		['an empty file', 404, async () => sign(await stored(Buffer.alloc(0)))],
		['a file that is gone', 410, () => sign(id.replace(/[^/]+$/, randomUUID()))],
		['a file of a store that this n8n does not have', 410, () => sign(`database:${randomUUID()}`)],
		['a file of another process’s memory', 410, () => sign(`memory:${'x'.repeat(43)}`)],
	])('%s', async (_what, status, token) => {
		expectRefused(await get(await token()), status);
		expectRefused(await get(await token()), status);
	});

	test.each([
		'filesystem-v2:workflows/../../../etc/passwd',
		'filesystem-v2:workflows/../x/executions/1/binary_data/1b3fb47e-8a1b-4e41-8ec1-c5d5a6b32f51',
		'filesystem-v2:/etc/binary_data/1b3fb47e-8a1b-4e41-8ec1-c5d5a6b32f51',
		'filesystem-v2:a/%2e%2e/binary_data/1b3fb47e-8a1b-4e41-8ec1-c5d5a6b32f51',
		'filesystem-v2:workflows/x/executions/1/binary_data/1b3fb47e-8a1b-4e41-8ec1-c5d5a6b32f51.metadata',
		'database:config',
		'memory:x',
		'',
	])('an id that is none of n8n’s, though it is signed: %s', async (strange) => {
		expectRefused(await get(sign(strange)), 404);
	});

	test('without the credential being asked for, what has the wrong shape or is over', async () => {
		host.credential = 'there is none';
		expectRefused(await get('x'), 404);
		expectRefused(await get(sign(id, Date.now() - 1_000)), 403);
		const { status, body } = await get(sign(id));
		expect([status, body.toString()]).toEqual([503, 'Service Unavailable']);
		expect(host.executions).toBe(0);
	});

	test('all, where the credential has no secret', async () => {
		engine.store({ appSecret: '' }, 'empty');
		host.credential = 'empty';
		expectRefused(await get(sign(id, later(), '')), 403);
		expectRefused(await get(sign(id)), 403);
	});

	test('by n8n itself: other methods and paths', async () => {
		for (const [path, method] of [
			['/photo', 'POST'],
			['/photo', 'PUT'],
			['/photo', 'OPTIONS'],
			['/photo/', 'GET'],
			['/..%2f..%2fetc%2fpasswd', 'GET'],
			['/../../etc/passwd', 'GET'],
			['/other', 'GET'],
		]) {
			const { status, headers } = await host.ask(`${path}?t=${sign(id)}`, method);
			expect([path, status]).toEqual([path, 404]);
			expect(headers).not.toHaveProperty('x-tiktok-photo-host');
		}
		expect(host.executions).toBe(0);
	});
});

describe('a reader', () => {
	/** Larger than all buffers on the way. */
	const large = Buffer.concat([jpegOf(1080, 1920), Buffer.alloc(30_000_000, 7)]);

	async function begin(): Promise<IncomingMessage> {
		const asking = request(`${host.local}/photo?t=${sign(await stored(large))}`).end();
		const [answer] = (await once(asking, 'response')) as [IncomingMessage];
		return answer;
	}

	test('that hangs up ends it', async () => {
		const answer = await begin();
		await once(answer, 'readable');
		answer.destroy();
		while (host.answered.length === 0) await new Promise((resolve) => setImmediate(resolve));
		expect((await get(sign(id))).status).toBe(200);
		expect(host.executions).toBe(0);
	});

	test('that is slow keeps nobody waiting, and gets all of it', async () => {
		const slow = await begin();
		expect((await get(sign(id))).body.equals(photo)).toBe(true);
		let length = 0;
		for await (const piece of slow) length += (piece as Buffer).length;
		expect(length).toBe(large.length);
	});
});

describe('TikTok’s verification file', () => {
	const name = 'tiktokAbCdEf123456.txt';
	const line = 'tiktok-developers-site-verification=AbCdEf123456';

	test.each([
		['the name and the line', name, line],
		['white space around', ` ${name}\n`, `\n${line} `],
		['its address', `https://n8n.example.com/webhook/x/${name}`, line],
		['the code alone', name, 'AbCdEf123456'],
	])('is served with %s', async (_how, verificationFile, verificationContent) => {
		host.parameters = { verificationFile, verificationContent };
		for (const method of ['GET', 'HEAD']) {
			const { status, headers, body } = await host.ask(`/${name}`, method);
			expect([status, body.toString()]).toEqual([200, method === 'GET' ? line : '']);
			expect(headers).toMatchObject({
				'content-type': 'text/plain; charset=utf-8',
				'content-length': String(line.length),
			});
		}
		expect(host.executions).toBe(0);
	});

	test('is not there before it is entered', async () => {
		expect((await host.ask(`/${name}`)).status).toBe(404);
		expectRefused(await host.ask('/not-set.txt'), 404);
	});

	test('the address itself says only that the host is on', async () => {
		const { status, body } = await host.ask('');
		expect([status, body.toString()]).toEqual([200, 'The photo host is on.']);
		expect(host.executions).toBe(0);
	});
});
