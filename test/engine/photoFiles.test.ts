/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program, not a node */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { beforeAll, describe, expect, test } from '@jest/globals';
import { DataDeduplicationService } from 'n8n-core';
import type { IBinaryKeyData, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { ListStore } from '../harness/deduplication';
import { storeBinariesIn, type BinaryStore } from '../harness/engine';
import { usePhotoHosting, useSkippedTime } from '../harness/setUps';
import { jpegOf } from '../unit/media/photoBuilder';

const { engine, host } = usePhotoHosting();
const time = useSkippedTime();
beforeAll(async () => await DataDeduplicationService.init(new ListStore()));

const directPost = {
	resource: 'photo',
	operation: 'directPost',
	privacyLevel: 'SELF_ONLY',
	photoSource: 'files',
};
const draft = { resource: 'photo', operation: 'uploadDraft', photoSource: 'files' };
const all = '={{ Object.keys($binary).join(",") }}';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A photo unlike the others. */
const photo = (number: number) =>
	Buffer.concat([jpegOf(1080, 1920, 100 + number), Buffer.from(`photo ${number}`)]);

/** One item with files in `data`, `data_1`, … as n8n's Aggregate makes it. */
async function item(...photos: Buffer[]): Promise<INodeExecutionData> {
	const binary: IBinaryKeyData = {};
	for (const [index, bytes] of photos.entries()) {
		const field = index === 0 ? 'data' : `data_${index}`;
		const fileName = `picture-${index + 1}.jpg`;
		const made = await engine.item(bytes, { mimeType: 'image/jpeg', fileName, field });
		binary[field] = made.binary![field];
	}
	return { json: {}, binary };
}

const lastTask = () => engine.simulator.tasks.at(-1)!;
const pulled = () => lastTask().downloads.map(({ sha256 }) => sha256);

/** What nobody may see: the part of an address that opens a photo. */
const token = /[\w-]{20,}\.[\w-]{43}/;

describe.each<BinaryStore>(['memory', 'file', 'database'])('n8n keeps files in: %s', (store) => {
	beforeAll(async () => await storeBinariesIn(store));

	test.each<[string, INodeParameters, string]>([
		['direct post', directPost, 'published'],
		['draft', draft, 'in_inbox'],
	])('a carousel of 35 in its order, as %s', async (_name, parameters, verdict) => {
		const photos = Array.from({ length: 35 }, (_, index) => photo(index));
		const { json, error, stored } = await engine.run(
			{ ...parameters, photoBinaryFields: all },
			{ items: [await item(...photos)] },
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict });
		expect(json[0]).not.toHaveProperty('warnings');
		expect(json[0].requested).toMatchObject({
			photos: photos.map((_, index) => `picture-${index + 1}.jpg`),
		});
		expect(pulled()).toEqual(photos.map(sha256));
		expect(new Set(pulled()).size).toBe(35);
		expect(stored()).not.toMatch(token);
		expect(host.executions).toBe(0);
		// One look of n8n's at the first photo, and each photo once.
		expect(host.answered.map(({ method }) => method)).toEqual(['HEAD', ...photos.map(() => 'GET')]);
	});

	test('once where Retry On Fail runs the node again', async () => {
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_params', message: 'Not now', log_id: '1' },
		});
		const before = engine.simulator.tasks.length;
		const { json, error } = await engine.run(
			{ ...directPost, photoBinaryFields: 'data_1, data' },
			{ items: [await item(photo(1), photo(2))], retryOnFail: { maxTries: 3 } },
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict: 'published' });
		expect(engine.simulator.tasks.length).toBe(before + 1);
		expect(pulled()).toEqual([photo(2), photo(1)].map(sha256));
	});
});

describe('refused before the init', () => {
	beforeAll(async () => await storeBinariesIn('file'));
	const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
	const recipe = /Edit Image node before this one: operation Resize, width 1080, height 1920/;

	test.each<[string, Buffer, RegExp, RegExp]>([
		['a PNG', png, /is a PNG picture, and TikTok takes photos as JPEG and WebP$/, recipe],
		['too many pixels', jpegOf(1086, 1448), /has 1086 × 1448 pixels/, recipe],
		['more than 20 MB', jpegOf(1080, 1920, 21_000_000), /has 21,000,\d{3} bytes/, recipe],
		[
			'a page',
			Buffer.from('<!DOCTYPE html><html></html>'),
			/is a web page/,
			/download the picture/,
		],
		['nothing', Buffer.alloc(0), /is empty$/, /0 bytes/],
	])('%s, by its number and field', async (_what, bytes, message, wayOut) => {
		const calls = engine.simulator.calls.length;
		for (const parameters of [directPost, draft]) {
			const error = await engine.failure(
				{ ...parameters, photoBinaryFields: all },
				{ items: [await item(photo(1), bytes)] },
			);
			expect(error.message).toMatch(/^Photo 2 \(‘data_1’\) of ‘Input Binary Fields’ /);
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(wayOut);
		}
		expect(engine.simulator.calls.length).toBe(calls);
		expect(host.answered).toEqual([]);
	});

	test('several, in one message', async () => {
		const error = await engine.failure(
			{ ...directPost, photoBinaryFields: all },
			{ items: [await item(png, photo(1), png)] },
		);
		expect(error.message).toBe(
			'2 of the 3 photos of ‘Input Binary Fields’ cannot be posted: each of the photos 1 (‘data’) and 3 (‘data_2’) is a PNG picture',
		);
	});

	test('one item’s, before another item is posted', async () => {
		const tasks = engine.simulator.tasks.length;
		const error = await engine.failure(directPost, {
			items: [await item(photo(1)), await item(png)],
		});
		expect(error.message).toMatch(/^Photo 1 \(‘data’\)/);
		expect(engine.simulator.tasks.length).toBe(tasks);
	});

	test('a field that is not there, and 36 of them', async () => {
		const missing = await engine.failure(
			{ ...directPost, photoBinaryFields: ['data', 'picture'] },
			{ items: [await item(photo(1))] },
		);
		expect(missing.message).toBe(
			'The item has no file in ‘picture’, which ‘Input Binary Fields’ names',
		);
		expect(missing.description).toMatch(/has these binary fields: data\./);
		const many = Array.from({ length: 36 }, () => 'data').join();
		const error = await engine.failure(
			{ ...directPost, photoBinaryFields: many },
			{ items: [await item(photo(1))] },
		);
		expect(error.message).toBe('‘Input Binary Fields’ has 36 photos, and TikTok takes at most 35');
	});
});

test('all files of the item are posted as long as nobody names some', async () => {
	const photos = [photo(1), photo(2), photo(3)];
	const { error } = await engine.run(directPost, { items: [await item(...photos)] });
	expect(error).toBeUndefined();
	expect(pulled()).toEqual(photos.map(sha256));
});

test('an item without files is refused as one', async () => {
	const error = await engine.failure(directPost, { items: [{ json: {} }] });
	expect(error.message).toBe('‘Input Binary Fields’ is empty, since the item has no file at all');
	expect(error.description).toMatch(/outputs the picture as a file/);
});

test.each<[string, string]>([
	['names', 'data_1; data'],
	['a list', '={{ ["data_1", "data"] }}'],
	['files', '={{ [$binary.data_1, $binary.data] }}'],
])('the order is that of the parameter: %s', async (_what, photoBinaryFields) => {
	const { error, json } = await engine.run(
		{ ...directPost, photoBinaryFields },
		{ items: [await item(photo(1), photo(2))] },
	);
	expect(error).toBeUndefined();
	expect(json[0].requested).toMatchObject({ photos: ['picture-2.jpg', 'picture-1.jpg'] });
	expect(pulled()).toEqual([photo(2), photo(1)].map(sha256));
});

test('Validate Only looks at everything, shows file names, and leaves nothing reachable', async () => {
	await storeBinariesIn('memory');
	const { json, error } = await engine.run(
		{ ...directPost, options: { validateOnly: true } },
		{ items: [await item(photo(1))] },
	);
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({
		verdict: 'validated',
		would_send: { source_info: { photo_images: ['picture-1.jpg'] } },
	});
	expect(host.answered.map(({ method, status }) => [method, status])).toEqual([['HEAD', 200]]);
	const [{ path }] = host.answered;
	expect((await host.ask(path.slice(path.indexOf('/photo')))).status).toBe(410);
	await storeBinariesIn('file');
});

describe('n8n’s look at its own host', () => {
	const answer = (write: (response: ServerResponse) => void) => () => {
		host.inFront = (_request, response) => {
			write(response);
			return true;
		};
	};
	const html = { 'content-type': 'text/html' };

	test.each<[string, () => void, RegExp, RegExp]>([
		[
			'no address in the credential',
			() => void engine.store({ oauthTokenData: engine.tokenData }),
			/its field ‘Photo Host URL’ is empty/,
			/TikTok Photo Host Trigger/,
		],
		[
			'an http address',
			() =>
				void engine.store({
					oauthTokenData: engine.tokenData,
					photoHostUrl: 'http://localhost:5678/webhook/x',
				}),
			/does not begin with https/,
			/WEBHOOK_URL/,
		],
		[
			'another credential in the host',
			() => {
				engine.store({ appSecret: 'the secret of another app' }, 'other');
				host.credential = 'other';
			},
			/does not take the signature/,
			/same credential/,
		],
		[
			'a store that is not shared',
			answer((response) => response.writeHead(410, { 'X-TikTok-Photo-Host': '1' }).end()),
			/cannot see the files of this execution/,
			/N8N_DEFAULT_BINARY_DATA_MODE=database/,
		],
		[
			'a proxy that cuts the address',
			answer((response) => response.writeHead(404, { 'X-TikTok-Photo-Host': '1' }).end()),
			/is not the address of a photo/,
			/question mark/,
		],
		[
			'a workflow that is not published',
			() => void (host.isPublished = false),
			/Nothing in n8n answers at ‘Photo Host URL’/,
			/is not published/,
		],
		[
			'a wrong address',
			() =>
				void engine.store({
					oauthTokenData: engine.tokenData,
					photoHostUrl: 'https://n8n.example.com',
				}),
			/Nothing in n8n answers/,
			/Production URL/,
		],
		[
			'the editor’s page',
			answer((response) => response.writeHead(200, html).end('<html>')),
			/leads to a page/,
			/Production URL/,
		],
		[
			'a login',
			answer((response) => response.writeHead(401).end()),
			/answers with a login \(HTTP 401\)/,
			/without a login/,
		],
		[
			'a redirect',
			answer((response) =>
				response.writeHead(302, { location: 'https://login.example.com/' }).end(),
			),
			/answers with a redirect \(HTTP 302\)/,
			/redirect leads to/,
		],
	])('%s: refused', async (_what, arrange, message, wayOut) => {
		arrange();
		const tasks = engine.simulator.tasks.length;
		const { error, stored } = await engine.run(directPost, { items: [await item(photo(1))] });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(wayOut);
		expect(stored()).not.toMatch(token);
		expect(engine.simulator.tasks.length).toBe(tasks);
	});

	test.each<[string, number]>([
		['a host that breaks off', 0],
		['a proxy that is in trouble', 502],
		['a proxy that lets nobody ask so', 405],
		['a protection that lets n8n not in', 403],
	])('%s: posted all the same, with a warning', async (_what, status) => {
		host.inFront = ({ method }, response) => {
			if (method !== 'HEAD') return false;
			if (status === 0) response.destroy();
			else response.writeHead(status).end();
			return true;
		};
		const { error, json } = await engine.run(directPost, { items: [await item(photo(1))] });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			verdict: 'published',
			warnings: [
				expect.stringMatching(/^n8n could not check its own photo host beforehand: .+\.$/),
			],
		});
	});

	test('a proxy that hides the host’s header is no reason', async () => {
		host.inFront = (_request, response) => {
			const { writeHead } = response;
			response.writeHead = ((status: number, headers: Record<string, string>) => {
				delete headers['X-TikTok-Photo-Host'];
				return writeHead.call(response, status, headers);
			}) as typeof writeHead;
			return false;
		};
		const { json } = await engine.run(directPost, { items: [await item(photo(1))] });
		expect(json[0]).toMatchObject({ verdict: 'published' });
		expect(json[0]).not.toHaveProperty('warnings');
	});

	test.each([
		(prefix: string) => prefix.slice(0, -1),
		(prefix: string) => ` ${prefix}\n`,
		(prefix: string) => `${prefix}photo?t=x`,
		(prefix: string) => `${prefix}tiktokAbCdEf.txt`,
		(prefix: string) => prefix.replace('https://', ''),
		(prefix: string) => prefix.replace('/webhook/', '/webhook-test/'),
		(prefix: string) => `${prefix}//`,
	])('the address as it was pasted: %#', async (pasted) => {
		engine.store({ oauthTokenData: engine.tokenData, photoHostUrl: pasted(host.prefix) });
		const { error, json } = await engine.run(directPost, { items: [await item(photo(1))] });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict: 'published' });
	});
});

describe('TikTok', () => {
	test('has not verified the prefix: it is named exactly', async () => {
		const verified = engine.app.urlProperties.splice(0);
		const { error, stored } = await engine.run(directPost, { items: [await item(photo(1))] });
		engine.app.urlProperties.push(...verified);
		expect(error?.description).toContain(`enter exactly ${host.prefix} `);
		expect(error?.description).toContain('url_ownership_unverified');
		expect(stored()).not.toMatch(token);
	});

	test.each([true, false])('cannot fetch a photo; stop: %s', async (stopOnFailed) => {
		// The host goes off between n8n’s look and TikTok’s.
		host.inFront = ({ method }, response) => {
			if (method === 'HEAD') return false;
			response.writeHead(404).end();
			return true;
		};
		const { error, json, stored } = await engine.run(
			{ ...directPost, options: { stopOnFailed } },
			{ items: [await item(photo(1))] },
		);
		const said = stopOnFailed ? error?.description : json[0].fail_way_out;
		expect(said).toContain(`come from n8n itself, under ${host.prefix}`);
		expect(stored()).not.toMatch(token);
	});

	test('does not answer the init: unknown, and never sent again', async () => {
		engine.simulator.fault('content init', { at: 'after body', kind: 'reset' });
		const before = engine.simulator.tasks.length;
		const { error, stored } = await engine.run(directPost, {
			items: [await item(photo(1))],
			retryOnFail: { maxTries: 3 },
		});
		expect(error?.message).toMatch(/not known whether the post was started/);
		expect(engine.simulator.tasks.length).toBeLessThanOrEqual(before + 1);
		expect(stored()).not.toMatch(token);
	});

	test.each<BinaryStore>(['file', 'memory'])(
		'has the photos before the node ends, also with Wait for Completion off: %s',
		async (store) => {
			await storeBinariesIn(store);
			let isFetched = false;
			let statusCalls = 0;
			time.onWait = () => void (statusCalls += 1);
			host.inFront = ({ method }, response) => {
				if (method !== 'GET') return false;
				// Not before the node has asked a few times.
				const inFront = host.inFront;
				void (async () => {
					while (statusCalls < 3) await new Promise((resolve) => setTimeout(resolve, 5));
					isFetched = true;
					host.inFront = undefined;
					const answer = await host.ask(
						response.req.url!.slice(response.req.url!.indexOf('/photo')),
					);
					response.writeHead(answer.status, { 'content-length': answer.body.length });
					response.end(answer.body);
					host.inFront = inFront;
				})();
				return true;
			};
			const { error, json } = await engine.run(
				{ ...directPost, options: { waitForCompletion: false } },
				{ items: [await item(photo(1))] },
			);
			expect(error).toBeUndefined();
			expect(isFetched).toBe(true);
			expect(json[0].status).not.toBe('PROCESSING_DOWNLOAD');
			expect(pulled()).toEqual([sha256(photo(1))]);
			host.inFront = undefined;
			const { path } = host.answered.at(-1)!;
			// Memory is free again.
			const { status } = await host.ask(path.slice(path.indexOf('/photo')));
			expect(status).toBe(store === 'memory' ? 410 : 200);
			await storeBinariesIn('file');
		},
	);

	test('posts an item with a Post Once Key once', async () => {
		const once = { ...directPost, options: { postOnceKey: `files-${Date.now()}` } };
		const items = [await item(photo(1))];
		const before = engine.simulator.tasks.length;
		expect((await engine.run(once, { items })).json[0].verdict).toBe('published');
		expect((await engine.run(once, { items })).json[0].verdict).toBe('skipped');
		expect(engine.simulator.tasks.length).toBe(before + 1);
	});

	test('gets a post of an agent’s tool once, though each try has other addresses', async () => {
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_params', message: 'Not now', log_id: '1' },
		});
		const before = engine.simulator.tasks.length;
		const items = [await item(photo(1))];
		const options = { items, asTool: true, executionId: `tool-${Date.now()}` };
		await engine.run(directPost, options);
		time.pass(5_000);
		const { json } = await engine.run(directPost, options);
		expect(json[0]).toMatchObject({ verdict: 'published' });
		expect(engine.simulator.tasks.length).toBe(before + 1);
	});

	test('gets addresses whose two hours begin with the init', async () => {
		const begun = Date.now();
		let waited = 0;
		time.onWait = (ms) => void (waited += ms);
		// Six posts fill the minute; the seventh waits.
		const items = await Promise.all(Array.from({ length: 7 }, async () => await item(photo(1))));
		await engine.run({ ...directPost, options: { waitForCompletion: false } }, { items });
		expect(waited).toBeGreaterThan(40_000);
		const { t } = Object.fromEntries(new URL(lastTask().downloads[0].url).searchParams);
		const [, expiry] = JSON.parse(Buffer.from(t.split('.')[0], 'base64url').toString()) as [
			string,
			number,
		];
		expect(expiry * 1000).toBeGreaterThan(begun + 2 * 3_600_000 + 40_000);
	});
});
