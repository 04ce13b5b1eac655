/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests of a Node program */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';

import { beforeEach, describe, expect, test } from '@jest/globals';

import {
	sampleVideo,
	signatureOf,
	TikTokSimulator,
	type App,
	type DeliverOptions,
	type Delivery,
} from '../index';
import { Fixture, type Connected } from './fixture';
import { Origin, until } from './origin';

const fixture = new Fixture();
const origin = new Origin();
const video = sampleVideo();
const PATH = '/webhook/tiktok?of=n8n';
const PUBLIC_URL = `https://n8n.example.com${PATH}`;
const HOUR = 3_600_000;

interface Received {
	headers: IncomingMessage['headers'];
	body: string;
	bytes: Buffer;
	/** Whether the request came to its end. */
	complete: boolean;
}

let received: Received[] = [];
/** What the receiver answers, by the number of the request from 1. */
let answer: (number: number, response: ServerResponse) => void;

const ok = (_number: number, response: ServerResponse): void => void response.writeHead(200).end();
const status =
	(code: number) =>
	(_number: number, response: ServerResponse): void =>
		void response.writeHead(code).end();

beforeEach(() => {
	received = [];
	answer = ok;
	fixture.simulator.hosts.set('n8n.example.com', origin.url);
	origin.pages.set(PATH, (request, response) => {
		const pieces: Buffer[] = [];
		const entry: Received = {
			headers: request.headers,
			body: '',
			bytes: Buffer.alloc(0),
			complete: false,
		};
		const number = received.push(entry);
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('error', () => undefined);
		request.on('end', () => {
			entry.bytes = Buffer.concat(pieces);
			entry.body = entry.bytes.toString('utf8');
			entry.complete = true;
			answer(number, response);
		});
	});
});

/** An app with a callback URL, an account and a token. */
function connectHooked(): Connected {
	const connected = fixture.connect();
	fixture.simulator.setWebhook(connected.app, PUBLIC_URL);
	return connected;
}

const envelopeOf = ({ body }: Pick<Received, 'body'>): Record<string, unknown> =>
	JSON.parse(body) as Record<string, unknown>; // what we sent
const contentText = (one: Pick<Received, 'body'>): string => String(envelopeOf(one)['content']);
const contentOf = (one: Pick<Received, 'body'>): Record<string, unknown> =>
	JSON.parse(contentText(one)) as Record<string, unknown>; // likewise
const events = (): unknown[] => received.map((one) => envelopeOf(one)['event']);
const states = (): string[] => fixture.simulator.deliveries.map(({ state }) => state);

function latest(): Received {
	const last = received.at(-1);
	if (last === undefined) throw new Error('nothing arrived');
	return last;
}

/** Recomputed here by https://developers.tiktok.com/doc/webhooks-verification, not with the simulator's own function. */
function isSigned({ headers, bytes }: Received, secret: string): boolean {
	const [, t, s] = /^t=(\d+),s=([0-9a-f]{64})$/.exec(String(headers['tiktok-signature'])) ?? [];
	return s === createHmac('sha256', secret).update(`${t}.`).update(bytes).digest('hex');
}

/** A public post that has been processed and moderated. */
async function publicPost(token: string): Promise<string> {
	const id = await fixture.post(token, video, { post: { privacy_level: 'PUBLIC_TO_EVERYONE' } });
	fixture.simulator.clock.advance(1600);
	await fixture.simulator.webhooks.settled();
	return id;
}

/** Lets something happen that gives exactly one delivery. */
function removeAccess({ app, account }: Connected): void {
	fixture.simulator.revoke(app, account);
	fixture.simulator.grant(app, account);
}

describe('events', () => {
	test('a public direct post: complete, then publicly available; the envelope of the capture, signed', async () => {
		const { app, token, account } = connectHooked();
		const id = await publicPost(token);
		const [post] = fixture.simulator.posts;
		const openId = fixture.simulator.grant(app, account).open_id;
		expect(events()).toEqual(['post.publish.complete', 'post.publish.publicly_available']);
		const [first, second] = received;
		if (first === undefined || second === undefined) throw new Error('nothing arrived');
		expect(envelopeOf(first)).toEqual({
			client_key: app.clientKey,
			event: 'post.publish.complete',
			create_time: Math.floor((post?.createdAt ?? 0) / 1000),
			user_openid: openId,
			content: `{"publish_id":"${id}","publish_type":"DIRECT_PUBLISH"}`,
		});
		expect(contentText(second)).toBe(
			`{"publish_id":"${id}","publish_type":"DIRECT_PUBLISH","post_id":"${post?.id}"}`,
		);
		expect(first.headers).toMatchObject({
			host: 'n8n.example.com',
			'content-type': 'application/json',
		});
		expect(received.every((one) => isSigned(one, app.clientSecret))).toBe(true);
		expect(isSigned(first, fixture.webApp().clientSecret)).toBe(false);
		expect(states()).toEqual(['delivered', 'delivered']);
	});

	test('private, public again, deleted', async () => {
		const { account, token } = connectHooked();
		await publicPost(token);
		await fixture.post(token, video, { post: { privacy_level: 'SELF_ONLY' } });
		fixture.simulator.clock.advance(1600);
		await fixture.simulator.webhooks.settled();
		const [post] = fixture.simulator.posts;
		if (post === undefined) throw new Error('no post');
		received = [];
		fixture.simulator.setVisibility(post, 'SELF_ONLY');
		fixture.simulator.setVisibility(post, 'PUBLIC_TO_EVERYONE');
		fixture.simulator.setPrivate(account, true);
		fixture.simulator.setPrivate(account, false);
		fixture.simulator.deletePost(post);
		await fixture.simulator.webhooks.settled();
		const [gone, back] = [
			'post.publish.no_longer_publicaly_available',
			'post.publish.publicly_available',
		];
		expect(events()).toEqual([gone, back, gone, back, gone]);
		expect(received.map((one) => contentOf(one)['post_id'])).toEqual(Array(5).fill(post.id));
	});

	test('a failure, a draft and its posts', async () => {
		const { account, token } = connectHooked();
		fixture.simulator.failNextPost('spam_risk_text', account);
		const failed = await publicPost(token);
		const draft = await fixture.post(token, video, { draft: true });
		fixture.simulator.clock.advance(1600);
		fixture.simulator.rules.draftCompleteEvents = 2;
		fixture.simulator.finishDraft(draft, { visibility: 'SELF_ONLY' });
		await fixture.simulator.webhooks.settled();
		const inbox = { publish_id: draft, publish_type: 'INBOX_SHARE' };
		expect(received.map((one) => [envelopeOf(one)['event'], contentOf(one)])).toEqual([
			[
				'post.publish.failed',
				{ publish_id: failed, reason: 'spam_risk_text', publish_type: 'DIRECT_PUBLISH' },
			],
			['post.publish.inbox_delivered', inbox],
			['post.publish.complete', inbox],
			['post.publish.complete', inbox],
		]);
	});

	test('removal of the app: what was under way fails, and later posts are silent', async () => {
		const { app, account, token } = connectHooked();
		await publicPost(token);
		const [post] = fixture.simulator.posts;
		if (post === undefined) throw new Error('no post');
		await fixture.post(token, video);
		received = [];
		fixture.simulator.revoke(app, account, 4);
		fixture.simulator.deletePost(post);
		await fixture.simulator.webhooks.settled();
		expect(events()).toEqual(['post.publish.failed', 'authorization.removed']);
		expect(received.map((one) => contentOf(one)['reason'])).toEqual(['auth_removed', 4]);
		fixture.simulator.rules.webhooksAfterRemoval = true;
		post.deleted = false;
		fixture.simulator.deletePost(post);
		await fixture.simulator.webhooks.settled();
		expect(events()).toHaveLength(3);
	});

	test('revoked through the API: reason 5', async () => {
		const { app, token } = connectHooked();
		await fixture.client.form('/v2/oauth/revoke/', {
			client_key: app.clientKey,
			client_secret: app.clientSecret,
			token,
		});
		await fixture.simulator.webhooks.settled();
		expect(received.map(contentOf)).toEqual([{ reason: 5 }]);
	});

	test('only the app concerned hears of it, for all its users; sandboxes by switch', async () => {
		const { app, token } = connectHooked();
		const other = fixture.connect({ app: { webhookUrl: PUBLIC_URL } });
		const second = fixture.simulator.addAccount({ username: 'second' });
		const secondToken = fixture.simulator.grant(app, second);
		await publicPost(token);
		await publicPost(secondToken.access_token);
		expect(new Set(received.map((one) => envelopeOf(one)['client_key']))).toEqual(
			new Set([app.clientKey]),
		);
		expect(new Set(received.map((one) => envelopeOf(one)['user_openid'])).size).toBe(2);
		expect(other.app.webhookUrl).toBe(PUBLIC_URL);

		const sandbox = fixture.connect({ app: { webhookUrl: PUBLIC_URL, sandboxTargets: ['user3'] } });
		received = [];
		removeAccess(sandbox);
		fixture.simulator.rules.webhooksOfSandbox = false;
		removeAccess(sandbox);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(1);
	});

	test('spelling and types by switch', async () => {
		const { token } = connectHooked();
		Object.assign(fixture.simulator.rules, {
			webhookPostIdForm: 'number',
			webhookDirectType: 'DIRECT_POST',
			webhookReasonKey: 'fail_reason',
			webhookSpelling: 'publicaly',
		});
		await publicPost(token);
		const [post] = fixture.simulator.posts;
		if (post === undefined) throw new Error('no post');
		expect(contentText(latest())).toContain(`"publish_type":"DIRECT_POST","post_id":${post.id}}`);
		fixture.simulator.rules.webhookSpelling = 'publicly';
		fixture.simulator.deletePost(post);
		fixture.simulator.failNextPost('internal');
		await publicPost(token);
		expect(events().slice(1)).toEqual([
			'post.publish.publicaly_available',
			'post.publish.no_longer_publicly_available',
			'post.publish.failed',
		]);
		expect(contentOf(latest())).toMatchObject({ fail_reason: 'internal' });
	});
});

describe('the callback URL', () => {
	test.each(['http://n8n.example.com/x', 'ftp://127.0.0.1/', 'n8n.example.com', ''])(
		'%p is refused',
		(url) => {
			expect(() => fixture.simulator.setWebhook(fixture.webApp(), url)).toThrow(
				'must begin with https://',
			);
			expect(() => fixture.webApp({ webhookUrl: url })).toThrow('must begin with https://');
		},
	);

	test('may be plain loopback; none means no deliveries', async () => {
		const connected = fixture.connect();
		removeAccess(connected);
		fixture.simulator.setWebhook(connected.app, `${origin.url}${PATH}`);
		removeAccess(connected);
		fixture.simulator.setWebhook(connected.app, undefined);
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(1);
		expect(received[0]?.headers.host).toBe(new URL(origin.url).host);
	});

	test('nothing ever leaves loopback', async () => {
		const connected = connectHooked();
		fixture.simulator.hosts.set('n8n.example.com', 'http://192.0.2.1:80');
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		fixture.simulator.hosts.delete('n8n.example.com');
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		expect(fixture.simulator.deliveries.map(({ attempts }) => attempts[0]?.failure)).toEqual([
			'http://192.0.2.1 is not on loopback',
			'the host n8n.example.com does not exist in the simulator\'s "hosts"',
		]);
	});
});

describe('retries', () => {
	test.each([201, 204, 302, 401, 500])(
		'%i is not 200: tried again with back-off, signed anew',
		async (code) => {
			const connected = connectHooked();
			answer = (number, response) =>
				number < 3 ? status(code)(number, response) : ok(number, response);
			removeAccess(connected);
			await fixture.simulator.webhooks.settled();
			const [delivery] = fixture.simulator.deliveries;
			expect(delivery).toMatchObject({ state: 'waiting', attempts: [{ status: code }] });
			fixture.simulator.clock.advance(9000);
			await fixture.simulator.webhooks.settled();
			expect(received).toHaveLength(1);
			fixture.simulator.clock.advance(1000);
			await fixture.simulator.webhooks.settled();
			fixture.simulator.clock.advance(19_000);
			await fixture.simulator.webhooks.settled();
			expect(received).toHaveLength(2);
			fixture.simulator.clock.advance(1000);
			await fixture.simulator.webhooks.settled();
			expect(delivery).toMatchObject({
				state: 'delivered',
				attempts: [{ status: code }, { status: code }, { status: 200 }],
			});
			expect(new Set(received.map(({ body }) => body)).size).toBe(1);
			expect(new Set(received.map(({ headers }) => headers['tiktok-signature'])).size).toBe(3);
			expect(received.every((one) => isSigned(one, connected.app.clientSecret))).toBe(true);
		},
	);

	test('dropped after 72 hours, also if they pass at once', async () => {
		const connected = connectHooked();
		answer = status(503);
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		fixture.simulator.clock.advance(72 * HOUR);
		await fixture.simulator.webhooks.settled();
		// 10 s · (2^n − 1) ≤ 72 h: fourteen retries
		expect(received).toHaveLength(15);
		expect(states()).toEqual(['dropped']);
		const dues = fixture.simulator.deliveries[0]?.attempts.map(({ dueAt }) => dueAt) ?? [];
		const waits = dues.slice(1).map((due, index) => due - (dues[index] ?? 0));
		expect(waits).toEqual(waits.map((_, index) => 10_000 * 2 ** index));
		fixture.simulator.clock.advance(72 * HOUR);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(15);
	});

	test('no answer in time, no connection, a connection cut: failures in words', async () => {
		const connected = connectHooked();
		fixture.simulator.rules.webhookAnswerMs = 100;
		answer = () => undefined;
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		answer = (_number, response) => void response.destroy();
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		fixture.simulator.setWebhook(connected.app, 'http://127.0.0.1:9/');
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		expect(fixture.simulator.deliveries.map(({ attempts }) => attempts[0]?.failure)).toEqual([
			'no answer within 100 ms',
			expect.stringContaining('socket hang up'),
			expect.stringContaining('ECONNREFUSED'),
		]);
		expect(states()).toEqual(['waiting', 'waiting', 'waiting']);
	});

	test('the signature of the first attempt, by switch', async () => {
		const connected = connectHooked();
		fixture.simulator.rules.webhookRetrySignature = 'same';
		answer = (number, response) => (number === 1 ? status(500) : ok)(number, response);
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		fixture.simulator.clock.advance(10_000);
		await fixture.simulator.webhooks.settled();
		const [delivery] = fixture.simulator.deliveries;
		if (delivery !== undefined) fixture.simulator.webhooks.duplicate(delivery);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(3);
		expect(new Set(received.map(({ headers }) => headers['tiktok-signature'])).size).toBe(1);
	});
});

describe('on demand', () => {
	test('held back and released in another order, in part', async () => {
		const { token } = connectHooked();
		fixture.simulator.webhooks.hold();
		await publicPost(token);
		await publicPost(token);
		expect(received).toHaveLength(0);
		expect(states()).toEqual(['held', 'held', 'held', 'held']);
		fixture.simulator.webhooks.release((held) => held.slice(1).reverse());
		await fixture.simulator.webhooks.settled();
		expect(states()).toEqual(['held', 'delivered', 'delivered', 'delivered']);
		const bodies = fixture.simulator.deliveries.map(({ body }) => body);
		expect(received.map(({ body }) => body)).toEqual([bodies[3], bodies[2], bodies[1]]);
		fixture.simulator.webhooks.release();
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(4);
	});

	test('only some held', async () => {
		const { token } = connectHooked();
		fixture.simulator.webhooks.hold(({ event }) => event === 'post.publish.complete');
		await publicPost(token);
		expect(events()).toEqual(['post.publish.publicly_available']);
		fixture.simulator.webhooks.release();
		await publicPost(token);
		expect(events().slice(1)).toEqual([
			'post.publish.complete',
			'post.publish.complete',
			'post.publish.publicly_available',
		]);
	});

	test('a pause stops retries too', async () => {
		const connected = connectHooked();
		answer = (number, response) => (number === 1 ? status(500) : ok)(number, response);
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		fixture.simulator.webhooks.pause();
		removeAccess(connected);
		fixture.simulator.clock.advance(HOUR);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(1);
		fixture.simulator.webhooks.resume();
		await fixture.simulator.webhooks.settled();
		expect(states()).toEqual(['delivered', 'delivered']);
	});

	test('back-off counts from the end of a pause', async () => {
		const connected = connectHooked();
		answer = status(500);
		fixture.simulator.webhooks.pause();
		removeAccess(connected);
		fixture.simulator.clock.advance(HOUR);
		fixture.simulator.webhooks.resume();
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(1);
	});

	test("delayed by the simulator's clock", async () => {
		const connected = connectHooked();
		fixture.simulator.rules.webhookDelayMs = HOUR;
		removeAccess(connected);
		fixture.simulator.clock.advance(HOUR - 1000);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(0);
		fixture.simulator.clock.advance(1000);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(1);
	});

	test('duplicates: of one delivery, or of every n-th', async () => {
		const connected = connectHooked();
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		const [original] = fixture.simulator.deliveries;
		if (original === undefined) throw new Error('nothing was delivered');
		expect(fixture.simulator.webhooks.duplicate(original, 2).map(({ repeats }) => repeats)).toEqual(
			[1, 1],
		);
		await fixture.simulator.webhooks.settled();
		expect(received.map(({ body }) => body)).toEqual(Array(3).fill(original.body));
		fixture.simulator.rules.webhookDuplicateEvery = 1;
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(5);
	});

	test('several under way at once, by switch', async () => {
		const connected = connectHooked();
		const open: ServerResponse[] = [];
		answer = (_number, response) => void open.push(response);
		for (let count = 0; count < 5; count++) removeAccess(connected);
		await until(() => open.length === 1);
		expect(states()).toEqual(['sending', 'waiting', 'waiting', 'waiting', 'waiting']);
		fixture.simulator.rules.webhookParallel = 5;
		removeAccess(connected);
		await until(() => open.length === 5);
		answer = ok;
		for (const response of open) response.end();
		await fixture.simulator.webhooks.settled();
		expect(states()).toEqual(Array(6).fill('delivered'));
	});
});

describe('deliver', () => {
	const deliver = async (app: App, options?: DeliverOptions): Promise<[Delivery, Received]> => {
		return [await fixture.simulator.deliver(app, options), latest()];
	};

	test.each([
		['post.publish.failed', ['publish_id', 'publish_type', 'reason']],
		['post.publish.complete', ['publish_id', 'publish_type']],
		['post.publish.inbox_delivered', ['publish_id', 'publish_type']],
		['post.publish.publicly_available', ['post_id', 'publish_id', 'publish_type']],
		['post.publish.no_longer_publicaly_available', ['post_id', 'publish_id', 'publish_type']],
		['authorization.removed', ['reason']],
		['video.upload.failed', ['share_id']],
		['video.publish.completed', ['share_id']],
		['portability.download.ready', ['request_id']],
		['something.new', []],
	])('%s, believable and signed', async (event, keys) => {
		const { app, account } = connectHooked();
		const [delivery, arrived] = await deliver(app, { event, account });
		expect(Object.keys(contentOf(arrived)).sort()).toEqual(keys);
		expect(envelopeOf(arrived)).toMatchObject({
			event,
			user_openid: fixture.simulator.grant(app, account).open_id,
		});
		expect(isSigned(arrived, app.clientSecret)).toBe(true);
		expect(delivery).toMatchObject({
			forged: true,
			state: 'delivered',
			attempts: [{ status: 200 }],
		});
	});

	test('the open id is that of the app', async () => {
		const { account } = connectHooked();
		const other = fixture.webApp({ webhookUrl: PUBLIC_URL });
		const openId = fixture.simulator.grant(other, account).open_id;
		expect((await deliver(other, { account }))[0].openId).toBe(openId);
	});

	test("signatures: stale, wrong, another app's, none, any text", async () => {
		const { app } = connectHooked();
		const other = fixture.webApp();
		const [, stale] = await deliver(app, { timestamp: 1_600_000_000 });
		expect(stale.headers['tiktok-signature']).toMatch(/^t=1600000000,/);
		expect(isSigned(stale, app.clientSecret)).toBe(true);
		const [, wrong] = await deliver(app, { signature: 'wrong' });
		expect(wrong.headers['tiktok-signature']).toMatch(/^t=\d{10},s=[0-9a-f]{64}$/);
		expect(isSigned(wrong, app.clientSecret)).toBe(false);
		const [, foreign] = await deliver(app, { secret: other.clientSecret });
		expect(isSigned(foreign, other.clientSecret)).toBe(true);
		expect((await deliver(app, { signature: null }))[1].headers).not.toHaveProperty(
			'tiktok-signature',
		);
		expect((await deliver(app, { signature: 's=1' }))[1].headers['tiktok-signature']).toBe('s=1');
	});

	test('bodies: any bytes, any size, cut short, another type', async () => {
		const { app } = connectHooked();
		const bytes = Buffer.from([0xff, 0x00, 0x22]);
		const [, raw] = await deliver(app, { body: bytes, contentType: 'text/plain' });
		expect([raw.bytes, raw.headers['content-type'], isSigned(raw, app.clientSecret)]).toEqual([
			bytes,
			'text/plain',
			true,
		]);
		const [, large] = await deliver(app, { padTo: 5_000_000 });
		expect([
			large.bytes.length,
			envelopeOf(large)['event'],
			isSigned(large, app.clientSecret),
		]).toEqual([5_000_000, 'post.publish.complete', true]);
		const [whole, cut] = await deliver(app, { truncateTo: 20, contentType: '' });
		expect([cut.body, cut.headers['content-type'], isSigned(cut, app.clientSecret)]).toEqual([
			whole.body.slice(0, 20),
			undefined,
			false,
		]);
		const [, odd] = await deliver(app, { content: '{not json', createTime: 1, openId: 'x' });
		expect(envelopeOf(odd)).toMatchObject({
			content: '{not json',
			create_time: 1,
			user_openid: 'x',
		});
	});

	test('a connection that ends within the body', async () => {
		const { app } = connectHooked();
		const delivery = await fixture.simulator.deliver(app, { breakOffAfter: 10 });
		await until(() => received.length === 1);
		expect(delivery).toMatchObject({
			state: 'dropped',
			attempts: [{ failure: 'broken off on demand' }],
		});
		expect(received[0]?.complete).toBe(false);
	});

	test('a replay, byte for byte, whatever the time', async () => {
		const connected = connectHooked();
		removeAccess(connected);
		await fixture.simulator.webhooks.settled();
		const [original] = fixture.simulator.deliveries;
		fixture.simulator.clock.advance(HOUR);
		const [replay] = await deliver(connected.app, original && { replayOf: original });
		expect(replay).toMatchObject({ repeats: 1, forged: true });
		expect(received[1]?.bytes).toEqual(received[0]?.bytes);
		expect(received[1]?.headers['tiktok-signature']).toBe(received[0]?.headers['tiktok-signature']);
	});

	test('once only, past hold and pause', async () => {
		const { app } = connectHooked();
		fixture.simulator.webhooks.hold();
		fixture.simulator.webhooks.pause();
		answer = (_number, response) => void response.writeHead(401).end('no');
		const [delivery] = await deliver(app);
		fixture.simulator.clock.advance(HOUR);
		await fixture.simulator.webhooks.settled();
		expect(received).toHaveLength(1);
		expect(delivery).toMatchObject({ state: 'dropped', attempts: [{ status: 401, answer: 'no' }] });
	});

	test('the ping of the portal: signed, with a time in ms and no user of the app', async () => {
		const connected = connectHooked();
		const delivery = await fixture.simulator.testWebhook(connected.app);
		expect(delivery).toMatchObject({ event: 'tiktok.ping', state: 'delivered' });
		const { body, bytes, headers } = latest();
		const envelope: unknown = JSON.parse(body);
		expect(envelope).toEqual({
			client_key: connected.app.clientKey,
			event: 'tiktok.ping',
			create_time: expect.any(Number),
			user_openid: expect.stringMatching(/^\d{19}$/),
			content: '{"reason":"testing Webhook"}',
		});
		expect(String(Object(envelope).create_time)).toHaveLength(13);
		const [, seconds] = /^t=(\d+),/.exec(String(headers['tiktok-signature'])) ?? [];
		expect(headers['tiktok-signature']).toBe(
			signatureOf(connected.app.clientSecret, Number(seconds), bytes),
		);
	});

	test('needs a callback URL', async () => {
		await expect(fixture.simulator.deliver(fixture.webApp())).rejects.toThrow('setWebhook');
	});
});

test('attempts can be watched', async () => {
	const seen: unknown[] = [];
	fixture.simulator.webhooks.watch(({ event }, { status }) => seen.push([event, status]));
	answer = status(500);
	removeAccess(connectHooked());
	await fixture.simulator.webhooks.settled();
	expect(seen).toEqual([['authorization.removed', 500]]);
});

test('the history holds no secret', async () => {
	const { token } = connectHooked();
	await publicPost(token);
	const history = JSON.stringify(fixture.simulator.deliveries);
	expect(history).toContain('post.publish.complete');
	expect([...fixture.simulator.secrets].filter((secret) => history.includes(secret))).toEqual([]);
});

test('a reset forgets deliveries and callbacks; events arrive once after it', async () => {
	removeAccess(connectHooked());
	fixture.simulator.reset();
	expect(fixture.simulator.deliveries).toEqual([]);
	fixture.simulator.hosts.set('n8n.example.com', origin.url);
	received = [];
	removeAccess(connectHooked());
	await fixture.simulator.webhooks.settled();
	expect(received).toHaveLength(1);
});

test('stop does not wait for a receiver that never answers', async () => {
	const silent = createServer().listen(0, '127.0.0.1');
	await once(silent, 'listening');
	const address = silent.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const reached = once(silent, 'connection');
	const simulator = await TikTokSimulator.start();
	const app = simulator.addApp({
		platform: 'web',
		redirectUris: ['https://n8n.example.com/cb'],
		webhookUrl: `http://127.0.0.1:${port}/`,
	});
	const account = simulator.addAccount({ username: 'a' });
	simulator.grant(app, account);
	simulator.rules.webhookAnswerMs = HOUR;
	simulator.revoke(app, account);
	const [delivery] = simulator.deliveries;
	await reached;
	await simulator.stop();
	await until(() => delivery?.attempts[0]?.failure !== undefined);
	expect(delivery?.attempts[0]?.failure).toBe('the simulator was reset or stopped');
	silent.close();
});
