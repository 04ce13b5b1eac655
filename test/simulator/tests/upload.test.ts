/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests of a Node program */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { sampleVideo, sampleVideoParts, TikTokSimulator } from '../index';
import { Client } from './client';
import { at, Fixture, text } from './fixture';

const fixture = new Fixture();
const CHUNK = 5_000_000;
const bytes = sampleVideo({ bytes: 17_000_001 });
const part = (index: number): Buffer =>
	bytes.subarray(index * CHUNK, index === 2 ? bytes.length : (index + 1) * CHUNK);
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

async function start(): Promise<{ url: string; publishId: string; token: string }> {
	const { token } = fixture.connect();
	const init = await fixture.init(token, bytes.length, { chunkSize: CHUNK });
	return { url: text(init, 'data.upload_url'), publishId: text(init, 'data.publish_id'), token };
}

const put = async (
	url: string,
	index: number,
	headers: Record<string, string> = {},
): Promise<number> =>
	(await fixture.client.put(url, part(index), index * CHUNK, bytes.length, headers)).status;

const uploaded = async (token: string, publishId: string): Promise<unknown> =>
	at(await fixture.status(token, publishId), 'data.uploaded_bytes');

describe('chunks in order', () => {
	test('206, 206, 201 with empty bodies and the progress as a header; every byte arrives', async () => {
		const { url, publishId, token } = await start();
		const answers = [];
		for (const index of [0, 1, 2]) {
			const answer = await fixture.client.put(url, part(index), index * CHUNK, bytes.length);
			answers.push([
				answer.status,
				answer.text,
				answer.headers['content-range'],
				await uploaded(token, publishId),
			]);
		}
		expect(answers).toEqual([
			[206, '', 'bytes 0-5000000/17000001', 5_000_000],
			[206, '', 'bytes 0-10000000/17000001', 10_000_000],
			[201, '', 'bytes 0-17000001/17000001', 17_000_001],
		]);
		const [upload] = fixture.simulator.uploads;
		expect(upload).toMatchObject({
			publishId,
			receivedBytes: bytes.length,
			sha256: sha256(bytes),
			attempts: 3,
		});
		expect(
			upload?.chunks.map(({ first, last, contentType }) => [first, last, contentType]),
		).toEqual([
			[0, 4_999_999, 'video/mp4'],
			[5_000_000, 9_999_999, 'video/mp4'],
			[10_000_000, 17_000_000, 'video/mp4'],
		]);
		expect(fixture.simulator.calls.at(-2)).toMatchObject({
			method: 'PUT',
			bodyBytes: 7_000_001,
			status: 201,
		});
	});

	test('the header can also give the last index', async () => {
		fixture.simulator.rules.uploadAnswerRange = 'lastIndex';
		const { url } = await start();
		const answer = await fixture.client.put(url, part(0), 0, bytes.length);
		expect(answer.headers['content-range']).toBe('bytes 0-4999999/17000001');
	});

	test.each(['video/quicktime', 'video/webm', 'Video/MP4; x=y'])('%s is a video', async (type) => {
		const { url } = await start();
		expect(await put(url, 0, { 'content-type': type })).toBe(206);
	});

	test.each(['/upload/', '/upload'] as const)('the path %s and another host', async (path) => {
		Object.assign(fixture.simulator.rules, {
			uploadHosts: ['open-upload-i18n.tiktokapis.com'],
			uploadPath: path,
		});
		const { url } = await start();
		expect(url).toContain(`https://open-upload-i18n.tiktokapis.com${path}?upload_id=`);
		expect(await put(url, 0)).toBe(206);
	});

	test('several hosts take turns, also under another domain', async () => {
		fixture.simulator.rules.uploadHosts = [
			'open-upload.tiktokapis.us',
			'upload.us.tiktokapis.com',
			'upload-7.example.net',
		];
		const hosts: string[] = [];
		for (let turn = 0; turn < 3; turn++) {
			const { url } = await start();
			hosts.push(new URL(url).hostname);
			expect(await put(url, 0)).toBe(206);
		}
		expect(new Set(hosts)).toEqual(new Set(fixture.simulator.rules.uploadHosts));
	});
});

describe('refusals', () => {
	test('416: a gap, a repeat, another part, another total, no range', async () => {
		const { url, token, publishId } = await start();
		expect(await put(url, 1)).toBe(416);
		expect(await put(url, 0)).toBe(206);
		expect(await put(url, 0)).toBe(416);
		expect(await put(url, 2)).toBe(416);
		const half = await fixture.client.put(url, part(1).subarray(0, 100), CHUNK, bytes.length);
		expect([half.status, half.text]).toEqual([416, '']);
		const two = await fixture.client.put(
			url,
			Buffer.concat([part(1), part(2)]),
			CHUNK,
			bytes.length,
		);
		expect(two.status).toBe(416);
		expect((await fixture.client.put(url, part(1), CHUNK, bytes.length + 1)).status).toBe(416);
		const bare = await fixture.client.send('PUT', url, {
			body: part(1),
			headers: { 'content-type': 'video/mp4' },
		});
		expect([bare.status, bare.text]).toEqual([416, '']);
		expect(await uploaded(token, publishId)).toBe(CHUNK);
		expect(await put(url, 1)).toBe(206);
		expect(await put(url, 2)).toBe(201);
		expect(await put(url, 2)).toBe(416);
		expect(fixture.simulator.uploads[0]?.sha256).toBe(sha256(bytes));
	});

	test('a repeated chunk can be accepted without effect', async () => {
		fixture.simulator.rules.repeatedChunk = 'accepted';
		const { url, token, publishId } = await start();
		expect([await put(url, 0), await put(url, 0)]).toEqual([206, 206]);
		expect(await uploaded(token, publishId)).toBe(CHUNK);
	});

	test.each([
		[
			'a size that is not that of the range',
			{ 'content-range': `bytes 0-${CHUNK}/${bytes.length}` },
		],
		['a malformed range', { 'content-range': 'bytes=0-4999999' }],
		['a range without total', { 'content-range': 'bytes 0-4999999/*' }],
		['a range that runs backwards', { 'content-range': `bytes 9-0/${bytes.length}` }],
		['no video', { 'content-type': 'application/octet-stream' }],
	])('400: %s', async (_name, headers) => {
		const { url } = await start();
		expect(await put(url, 0, headers)).toBe(400);
		expect(fixture.simulator.uploads[0]?.receivedBytes).toBe(0);
	});

	test('400: a body of unstated length', async () => {
		const { url } = await start();
		const body = (async function* () {
			yield part(0);
		})();
		const headers = {
			'content-type': 'video/mp4',
			'content-range': `bytes 0-${CHUNK - 1}/${bytes.length}`,
		};
		expect((await fixture.client.send('PUT', url, { body, headers })).status).toBe(400);
	});

	test('404: an unknown upload, a wrong token, a task that has failed', async () => {
		const { url, publishId } = await start();
		expect(await put(url.replace(/upload_id=\d+/, 'upload_id=7'), 0)).toBe(404);
		expect(await put(`${url}0`, 0)).toBe(404);
		fixture.simulator.failTask(publishId, 'internal');
		expect(await put(url, 0)).toBe(404);
	});

	test('403: after one hour; the status stays, or fails by switch', async () => {
		const { app, account } = fixture.connect();
		for (const [rule, status] of [
			['processing', 'PROCESSING_UPLOAD'],
			['failed', 'FAILED'],
		] as const) {
			fixture.simulator.rules.expiredUpload = rule;
			const before = fixture.simulator.grant(app, account).access_token;
			const init = await fixture.init(before, bytes.length, { chunkSize: CHUNK });
			expect(await put(text(init, 'data.upload_url'), 0)).toBe(206);
			fixture.simulator.clock.advance(3_600_000);
			expect(await put(text(init, 'data.upload_url'), 1)).toBe(403);
			expect(at(await fixture.status(before, text(init, 'data.publish_id')), 'data.status')).toBe(
				status,
			);
		}
	});
});

describe('interrupted chunks', () => {
	test('leave no trace; the chunk can be sent again', async () => {
		const { url, token, publishId } = await start();
		await put(url, 0);
		const broken = (async function* () {
			yield part(1).subarray(0, 3_000_000);
			await new Promise((resolve) => setTimeout(resolve, 50));
			throw new Error('the client stops here');
		})();
		const headers = {
			'content-type': 'video/mp4',
			'content-length': String(CHUNK),
			'content-range': `bytes ${CHUNK}-${2 * CHUNK - 1}/${bytes.length}`,
		};
		await expect(fixture.client.send('PUT', url, { body: broken, headers })).rejects.toThrow();
		expect(await uploaded(token, publishId)).toBe(CHUNK);
		expect([await put(url, 1), await put(url, 2)]).toEqual([206, 201]);
		expect(fixture.simulator.uploads[0]).toMatchObject({ sha256: sha256(bytes), attempts: 4 });
		expect(fixture.simulator.callsTo('/video/')[1]).toMatchObject({ lost: true });
	});

	test('a chunk that hangs is overtaken by a second one', async () => {
		const { url } = await start();
		let finish = (): void => undefined;
		const slow = (async function* () {
			yield part(0).subarray(0, 1_000_000);
			await new Promise<void>((resolve) => (finish = resolve));
			yield part(0).subarray(1_000_000);
		})();
		const headers = {
			'content-type': 'video/mp4',
			'content-length': String(CHUNK),
			'content-range': `bytes 0-${CHUNK - 1}/${bytes.length}`,
		};
		const first = fixture.client.send('PUT', url, { body: slow, headers });
		while ((fixture.simulator.callsTo('/video/')[0]?.bodyBytes ?? 0) === 0)
			await new Promise((resolve) => setTimeout(resolve, 10));
		expect(await put(url, 0)).toBe(206);
		finish();
		expect((await first).status).toBe(416);
		expect([await put(url, 1), await put(url, 2)]).toEqual([206, 201]);
		expect(fixture.simulator.uploads[0]?.sha256).toBe(sha256(bytes));
	});
});

test('the bytes can be kept in a directory', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'simulator-store-'));
	const simulator = await TikTokSimulator.start({ storeDirectory: directory });
	const client = new Client(simulator);
	try {
		const app = simulator.addApp({ platform: 'web', redirectUris: [], audited: true });
		const token = simulator.grant(app, simulator.addAccount({ username: 'a' })).access_token;
		const source = {
			source: 'FILE_UPLOAD',
			video_size: bytes.length,
			chunk_size: CHUNK,
			total_chunk_count: 3,
		};
		const init = await client.api('/v2/post/publish/video/init/', token, {
			post_info: { privacy_level: 'SELF_ONLY' },
			source_info: source,
		});
		simulator.fault('upload', { chunk: 1, at: { bytes: 2_000_000 } });
		const url = text(init, 'data.upload_url');
		await client.put(url, part(0), 0, bytes.length);
		await expect(client.put(url, part(1), CHUNK, bytes.length)).rejects.toThrow();
		await client.put(url, part(1), CHUNK, bytes.length);
		await client.put(url, part(2), 2 * CHUNK, bytes.length);
		expect(readFileSync(simulator.uploads[0]?.file ?? '').equals(bytes)).toBe(true);
	} finally {
		await client.close();
		await simulator.stop();
		await rm(directory, { recursive: true });
	}
});

test('1.2 GB flow through without being held in memory', async () => {
	const size = 1_200_000_000;
	const chunkSize = 60_000_000;
	const { before, filler } = sampleVideoParts({ bytes: size });
	const piece = Buffer.alloc(1_000_000, 'x');
	const { token } = fixture.connect();
	const init = await fixture.init(token, size, { chunkSize });
	let peak = 0;
	for (let first = 0; first < size; first += chunkSize) {
		const body = (async function* () {
			let left = chunkSize;
			if (first === 0) {
				yield before;
				left -= before.length;
			}
			for (; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
		})();
		const headers = {
			'content-type': 'video/mp4',
			'content-length': String(chunkSize),
			'content-range': `bytes ${first}-${first + chunkSize - 1}/${size}`,
		};
		const answer = await fixture.client.send('PUT', text(init, 'data.upload_url'), {
			body,
			headers,
		});
		expect(answer.status).toBe(first + chunkSize === size ? 201 : 206);
		peak = Math.max(peak, process.memoryUsage().arrayBuffers);
	}
	expect(filler).toBeGreaterThan(0);
	// Far more than what is under way, since Node frees buffers late; far less than the file.
	expect(peak).toBeLessThan(size / 2);
	fixture.simulator.clock.advance(2000);
	expect(fixture.simulator.tasks[0]?.status).toBe('PUBLISH_COMPLETE');
});
