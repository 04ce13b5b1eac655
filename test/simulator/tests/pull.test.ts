/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests of a Node program */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, test } from '@jest/globals';

import { sampleVideo, TikTokSimulator } from '../index';
import { Client, type Answered } from './client';
import { at, Fixture, outcome, text, type Connected } from './fixture';
import { Origin, until } from './origin';

const fixture = new Fixture({ hosts: {} });
const origin = new Origin();
const video = sampleVideo({ bytes: 3_000_000 });

beforeEach(() => {
	fixture.simulator.hosts.set('cdn.example.com', origin.url);
	origin.serve('/a.mp4?sig=1', video);
});

const connect = (urlProperties: string[] = ['example.com']): Connected =>
	fixture.connect({ app: { urlProperties } });

async function pull(token: string, url: string, draft = false): Promise<Answered> {
	const source_info = { source: 'PULL_FROM_URL', video_url: url };
	return draft
		? await fixture.client.api('/v2/post/publish/inbox/video/init/', token, { source_info })
		: await fixture.client.api('/v2/post/publish/video/init/', token, {
				post_info: { privacy_level: 'PUBLIC_TO_EVERYONE' },
				source_info,
			});
}

const firstTask = () => {
	const [task] = fixture.simulator.tasks;
	if (task === undefined) throw new Error('there is no task');
	return task;
};

describe('a pull', () => {
	test('really downloads, through the map of hosts, then processes and posts', async () => {
		const { token } = connect();
		const answer = await pull(token, 'https://cdn.example.com/a.mp4?sig=1');
		expect(Object.keys(at(answer, 'data') ?? {})).toEqual(['publish_id']);
		const publishId = text(answer, 'data.publish_id');
		expect(publishId).toMatch(/^v_pub_url~v2-1\.\d{19}$/);
		await until(() => firstTask().processing);
		const running = await fixture.status(token, publishId);
		expect(at(running, 'data')).toEqual({
			status: 'PROCESSING_DOWNLOAD',
			downloaded_bytes: video.length,
		});
		expect(firstTask().downloads[0]).toMatchObject({
			bytes: video.length,
			sha256: createHash('sha256').update(video).digest('hex'),
		});
		expect(origin.requests[0]?.headers.host).toBe('cdn.example.com');
		fixture.simulator.clock.advance(2000);
		expect(at(await fixture.status(token, publishId), 'data.status')).toBe('PUBLISH_COMPLETE');
		expect(fixture.simulator.posts[0]).toMatchObject({ durationSec: 10, width: 1080 });
	});

	test('of a draft goes to the inbox', async () => {
		const { token } = connect();
		const answer = await pull(token, 'https://cdn.example.com/a.mp4?sig=1', true);
		expect(text(answer, 'data.publish_id')).toMatch(/^v_inbox_url~v2\.\d{19}$/);
		await until(() => firstTask().processing);
		fixture.simulator.clock.advance(2000);
		expect(firstTask().status).toBe('SEND_TO_USER_INBOX');
	});

	test.each([
		['404', (): void => void origin.pages.clear()],
		[
			'a redirect',
			(): void =>
				void origin.pages.set('/a.mp4?sig=1', (_q, r) =>
					r.writeHead(302, { Location: '/b.mp4' }).end(),
				),
		],
		[
			'a broken connection',
			(): void =>
				void origin.pages.set('/a.mp4?sig=1', (_q, r) => {
					r.writeHead(200, { 'Content-Length': 1000 });
					r.write('abc', () => r.destroy());
				}),
		],
		['a host that does not exist', (): void => void fixture.simulator.hosts.clear()],
		[
			'an origin that is down',
			(): void => void fixture.simulator.hosts.set('cdn.example.com', 'http://127.0.0.1:9'),
		],
	])('fails with video_pull_failed: %s', async (_name, prepare) => {
		const { token } = connect();
		prepare();
		const publishId = text(
			await pull(token, 'https://cdn.example.com/a.mp4?sig=1'),
			'data.publish_id',
		);
		await until(() => firstTask().status === 'FAILED');
		expect(at(await fixture.status(token, publishId), 'data')).toMatchObject({
			status: 'FAILED',
			fail_reason: 'video_pull_failed',
		});
		expect(firstTask().failDetail).toBe(firstTask().downloads[0]?.failure);
	});

	test('times out after one hour, and can be cancelled before', async () => {
		const { app, account, token } = connect();
		origin.pages.set(
			'/slow.mp4',
			(_request, response) => void response.writeHead(200).write(video.subarray(0, 1000)),
		);
		await pull(token, 'https://cdn.example.com/slow.mp4');
		await until(() => firstTask().downloads[0]?.bytes === 1000);
		fixture.simulator.clock.advance(3_599_000);
		expect(firstTask().status).toBe('PROCESSING_DOWNLOAD');
		fixture.simulator.clock.advance(1000);
		await until(() => firstTask().status === 'FAILED');
		expect(firstTask().failReason).toBe('video_pull_failed');

		const fresh = fixture.simulator.grant(app, account).access_token;
		const publish_id = text(
			await pull(fresh, 'https://cdn.example.com/slow.mp4'),
			'data.publish_id',
		);
		await until(() => fixture.simulator.task(publish_id).downloads[0]?.bytes === 1000);
		const cancel = await fixture.client.api('/v2/post/publish/cancel/', fresh, { publish_id });
		expect(outcome(cancel)).toBe('200 ok');
		expect(Object.keys(cancel.json ?? {})).toEqual(['error']);
		expect(at(await fixture.status(fresh, publish_id), 'data.fail_reason')).toBe(
			'publish_cancelled',
		);
		expect(
			outcome(await fixture.client.api('/v2/post/publish/cancel/', fresh, { publish_id })),
		).toBe('400 publish_not_cancellable');
	});

	test('what arrived is checked like an upload', async () => {
		const { token } = connect();
		origin.serve('/a.mp4?sig=1', Buffer.from('<html>'));
		await pull(token, 'https://cdn.example.com/a.mp4?sig=1');
		await until(() => firstTask().processing);
		fixture.simulator.clock.advance(2000);
		expect(firstTask().failReason).toBe('file_format_check_failed');
	});
});

describe('ownership of the URL', () => {
	test.each([
		['static.example.com', 'https://static.example.com/a.mp4', true],
		['static.example.com', 'https://video.static.example.com/a.mp4', true],
		['static.example.com', 'https://example.com/a.mp4', false],
		['static.example.com', 'https://notstatic.example.com/a.mp4', false],
		['example.com', 'https://evilexample.com/a.mp4', false],
		['example.com', 'http://example.com/a.mp4', false],
		['https://example.com/videos/user/', 'https://example.com/videos/user/123/a.mp4', true],
		['https://example.com/videos/user/', 'https://example.com/videos/2023/user/a.mp4', false],
		['https://example.com/videos/user/', 'https://example.com/videos/user', false],
		['https://example.com/videos/user/', 'https://cdn.example.com/videos/user/a.mp4', false],
		['https://example.com/videos/user/', 'https://example.com/videos/user/../a.mp4', false],
		['https://example.com/videos/user/', 'https://example.com/videos/user/%2e%2e/a.mp4', false],
		['https://example.com/videos/user/', 'https://example.com/videos/user/a.mp4?t=1', true],
		['https://Example.com/videos/user/', 'https://example.com/videos/user/a.mp4', true],
		['https://example.com/videos/user/', 'https://example.com/Videos/user/a.mp4', false],
	])('%s, asked for %s: %p', async (property, url, owned) => {
		const { token } = connect([property]);
		const answer = await pull(token, url);
		expect(outcome(answer)).toBe(owned ? '200 ok' : '403 url_ownership_unverified');
		if (!owned) {
			expect(at(answer, 'error.message')).toBe(
				'Please review our URL ownership verification rules at https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide/#pull_from_url',
			);
		}
	});

	test.each([
		'https://1.2.3.4/x/',
		'https://example.com/x',
		'http://example.com/x/',
		'1.2.3.4',
		'localhost',
	])('%s cannot be verified', (property) => {
		expect(() => connect([property])).toThrow();
	});
});

test('what was pulled can be kept in a directory', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'simulator-store-'));
	const simulator = await TikTokSimulator.start({
		storeDirectory: directory,
		hosts: { 'CDN.example.com': origin.url },
	});
	const client = new Client(simulator);
	const app = simulator.addApp({
		platform: 'web',
		redirectUris: [],
		audited: true,
		urlProperties: ['example.com'],
	});
	const token = simulator.grant(app, simulator.addAccount({ username: 'a' })).access_token;
	const source_info = { source: 'PULL_FROM_URL', video_url: 'https://cdn.example.com/a.mp4?sig=1' };
	await client.api('/v2/post/publish/video/init/', token, {
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info,
	});
	await until(() => simulator.tasks[0]?.processing === true);
	const { file } = simulator.tasks[0]?.downloads[0] ?? {};
	expect(readFileSync(file ?? '').equals(video)).toBe(true);
	await client.close();
	await simulator.stop();
	await rm(directory, { recursive: true });
});
