import { createHash } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { sampleVideo, TikTokSimulator } from '../index';
import { Client } from './client';

let simulator: TikTokSimulator;
let client: Client;

beforeAll(async () => {
	simulator = await TikTokSimulator.start();
	client = new Client(simulator);
});

afterAll(async () => {
	await client.close();
	await simulator.stop();
});

test('a direct post from consent to the public id', async () => {
	const app = simulator.addApp({ platform: 'web', redirectUris: ['https://n8n.example.com/cb'], audited: true });
	const account = simulator.addAccount({ username: 'maker' });
	const url = `https://www.tiktok.com/v2/auth/authorize/?client_key=${app.clientKey}&response_type=code&scope=user.info.basic,video.publish&redirect_uri=${encodeURIComponent('https://n8n.example.com/cb')}&state=s1`;
	const page = await client.send('GET', url);
	expect(page.text).toContain('@maker');
	const callback = new URL(simulator.authorize(url, { account }));
	const tokens = await client.form('/v2/oauth/token/', {
		client_key: app.clientKey,
		client_secret: app.clientSecret,
		grant_type: 'authorization_code',
		code: callback.searchParams.get('code') ?? '',
		redirect_uri: 'https://n8n.example.com/cb',
	});
	const token = (tokens.json as { access_token: string }).access_token;

	const bytes = sampleVideo({ bytes: 12_345_678 });
	const init = await client.api('/v2/post/publish/video/init/', token, {
		post_info: { title: 'hello', privacy_level: 'PUBLIC_TO_EVERYONE' },
		source_info: { source: 'FILE_UPLOAD', video_size: bytes.length, chunk_size: 6_000_000, total_chunk_count: 2 },
	});
	expect(init.text).toContain('"code":"ok"');
	const { publish_id, upload_url } = (init.json as { data: { publish_id: string; upload_url: string } }).data;
	const first = await client.put(upload_url, bytes.subarray(0, 6_000_000), 0, bytes.length);
	expect([first.status, first.headers['content-range'], first.text]).toEqual([206, `bytes 0-6000000/${bytes.length}`, '']);
	const last = await client.put(upload_url, bytes.subarray(6_000_000), 6_000_000, bytes.length);
	expect(last.status).toBe(201);
	expect(simulator.uploads[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));

	const running = await client.api('/v2/post/publish/status/fetch/', token, { publish_id });
	expect(running.text).toContain('"status":"PROCESSING_UPLOAD"');
	simulator.clock.advance(2_000);
	const done = await client.api('/v2/post/publish/status/fetch/', token, { publish_id });
	expect(done.text).toContain(`"data":{"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[${simulator.posts[0]?.id}]}`);
});
