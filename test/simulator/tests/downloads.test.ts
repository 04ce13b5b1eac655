import { createHash } from 'node:crypto';

import { beforeEach, describe, expect, test } from '@jest/globals';

import type { Rules } from '../index';
import { at, Fixture, outcome, text, type Connected } from './fixture';
import { Origin, until } from './origin';

// How TikTok may fetch photos: what is not documented is a switch.

const fixture = new Fixture();
const origin = new Origin();
const PREFIX = 'https://n8n.example.com/webhook/0f9e/';
const paths = ['/webhook/0f9e/photo?t=one', '/webhook/0f9e/photo?t=two'];

/** A JPEG of 600,000 bytes, which differs by its filling. */
function jpeg(filling: string): Buffer {
	const head = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108', 'hex');
	return Buffer.concat([head, Buffer.from('05460438', 'hex'), Buffer.alloc(599_971, filling)]);
}
const photos = [jpeg('a'), jpeg('b')];
const hashes = photos.map((photo) => createHash('sha256').update(photo).digest('hex'));

/** Serves the photos; with `ranges` as a host that knows them. */
function serve(ranges: boolean): void {
	for (const [index, path] of paths.entries()) {
		const photo = photos[index] ?? Buffer.alloc(0);
		origin.pages.set(path, ({ method, headers }, response) => {
			const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
			if (!ranges || first === undefined) {
				response.writeHead(200, { 'Content-Length': photo.length });
				return response.end(method === 'HEAD' ? undefined : photo);
			}
			const end = Math.min(photo.length - 1, Number(last === '' ? Infinity : last));
			response.writeHead(206, {
				'Content-Range': `bytes ${first}-${end}/${photo.length}`,
				'Content-Length': end + 1 - Number(first),
			});
			return response.end(photo.subarray(Number(first), end + 1));
		});
	}
}

beforeEach(() => {
	fixture.simulator.hosts.set('n8n.example.com', origin.url);
	serve(false);
});

async function post(
	rules: Partial<Rules> = {},
): Promise<Connected & { publishId: string; outcome: string }> {
	Object.assign(fixture.simulator.rules, rules);
	const connected = fixture.connect({ app: { urlProperties: [PREFIX] } });
	const answer = await fixture.client.api('/v2/post/publish/content/init/', connected.token, {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info: {
			source: 'PULL_FROM_URL',
			photo_images: paths.map((path) => `https://n8n.example.com${path}`),
			photo_cover_index: 0,
		},
	});
	return { ...connected, publishId: text(answer, 'data.publish_id'), outcome: outcome(answer) };
}

const task = () => {
	const [first] = fixture.simulator.tasks;
	if (first === undefined) throw new Error('there is no task');
	return first;
};
const arrived = async () => await until(() => task().processing || task().status === 'FAILED');
const requestsOf = (index: number) =>
	(task().downloads[index]?.requests ?? []).map(({ method, range, status }) =>
		[method, range, status].filter((part) => part !== undefined).join(' '),
	);

test('photos under a verified prefix are pulled, with their query', async () => {
	expect((await post()).outcome).toBe('200 ok');
	await arrived();
	expect(task().downloads.map(({ sha256 }) => sha256)).toEqual(hashes);
	expect(origin.requests.map(({ url }) => url)).toEqual(paths);
	expect(requestsOf(0)).toEqual(['GET 200']);
});

describe('a HEAD before the GET', () => {
	const withoutHead = (): void => {
		for (const path of paths) {
			const page = origin.pages.get(path);
			origin.pages.set(path, (request, response) => {
				if (request.method === 'HEAD') response.writeHead(404).end();
				else page?.(request, response);
			});
		}
	};

	test.each([
		['asked', 'answered', ['HEAD 200', 'GET 200'], undefined],
		['asked', 'refused', ['HEAD 404', 'GET 200'], undefined],
		['required', 'answered', ['HEAD 200', 'GET 200'], undefined],
		['required', 'refused', ['HEAD 404'], 'photo_pull_failed'],
	] as const)('%s and %s', async (pullHead, answer, requests, reason) => {
		if (answer === 'refused') withoutHead();
		await post({ pullHead });
		await arrived();
		expect(requestsOf(0)).toEqual(requests);
		expect(task().failReason).toBe(reason);
	});
});

describe('a Range', () => {
	test.each([
		['open', true, ['GET bytes=0- 206']],
		['open', false, ['GET bytes=0- 200']],
		['parts', false, ['GET bytes=0-249999 200']],
		[
			'parts',
			true,
			['GET bytes=0-249999 206', 'GET bytes=250000-499999 206', 'GET bytes=500000-749999 206'],
		],
	] as const)('%s, of a host that knows them: %p', async (pullRange, ranges, requests) => {
		serve(ranges);
		await post({ pullRange });
		await arrived();
		expect(requestsOf(0)).toEqual(requests);
		expect(task().downloads.map(({ sha256 }) => sha256)).toEqual(hashes);
	});

	test.each([
		['bytes 5-9/600000', /instead of the bytes from 0/],
		['bytes */600000', /instead of the bytes from 0/],
	])('an answer with %s is not what was asked for', async (stated, expected) => {
		origin.pages.set(paths[0] ?? '', (_request, response) =>
			response.writeHead(206, { 'Content-Range': stated }).end('12345'),
		);
		await post({ pullRange: 'open' });
		await arrived();
		expect([task().failReason, task().failDetail]).toEqual([
			'photo_pull_failed',
			expect.stringMatching(expected),
		]);
	});

	test('a part that nobody asked for is refused', async () => {
		origin.pages.set(paths[0] ?? '', (_request, response) =>
			response.writeHead(206, { 'Content-Range': 'bytes 0-4/5' }).end('12345'),
		);
		await post();
		await arrived();
		expect(task().failReason).toBe('photo_pull_failed');
	});
});

describe('attempts', () => {
	const failOnce = (path = ''): void => {
		const page = origin.pages.get(path);
		origin.pages.set(path, (_request, response) => {
			if (page !== undefined) origin.pages.set(path, page);
			response.writeHead(503).end();
		});
	};

	test('one: the post fails', async () => {
		failOnce(paths[1]);
		await post();
		await arrived();
		expect(task().failReason).toBe('photo_pull_failed');
		expect(requestsOf(1)).toEqual(['GET 503']);
	});

	test('two: the file is fetched again after a while, under the same address', async () => {
		failOnce(paths[1]);
		await post({ pullAttempts: 2 });
		await until(() => task().downloads[1]?.failure !== undefined);
		fixture.simulator.clock.advance(59_000);
		expect(requestsOf(1)).toEqual(['GET 503']);
		fixture.simulator.clock.advance(1000);
		await arrived();
		expect(requestsOf(1)).toEqual(['GET 503', 'GET 200']);
		expect(task().downloads.map(({ sha256, failure }) => [sha256, failure])).toEqual(
			hashes.map((hash) => [hash, undefined]),
		);
	});

	test('two that fail: the post fails', async () => {
		origin.pages.delete(paths[0] ?? '');
		await post({ pullAttempts: 2, pullRetryMs: 0 });
		await arrived();
		expect(requestsOf(0)).toEqual(['GET 404', 'GET 404']);
		expect(task().failReason).toBe('photo_pull_failed');
	});

	test('copies: each file is fetched again although it is there', async () => {
		await post({ pullCopies: 2 });
		await arrived();
		expect(requestsOf(1)).toEqual(['GET 200', 'GET 200']);
		expect(task().downloads.map(({ bytes }) => bytes)).toEqual([600_000, 600_000]);
	});
});

test('several files at once: none waits for the other', async () => {
	const open: Array<() => void> = [];
	for (const [index, path] of paths.entries()) {
		origin.pages.set(path, (_request, response) => {
			open.push(() => response.writeHead(200).end(photos[index]));
		});
	}
	await post({ pullsAtOnce: 35 });
	await until(() => open.length === 2);
	for (const answer of open.reverse()) answer();
	await arrived();
	expect(task().downloads.map(({ sha256 }) => sha256)).toEqual(hashes);
});

describe('time', () => {
	test('late: nothing is fetched for 50 minutes', async () => {
		await post({ pullDelayMs: 3_000_000 });
		await until(() => task().downloads.length === 2);
		fixture.simulator.clock.advance(2_999_000);
		expect([task().status, origin.requests.length]).toEqual(['PROCESSING_DOWNLOAD', 0]);
		fixture.simulator.clock.advance(1000);
		await arrived();
		expect(task().downloads.map(({ sha256 }) => sha256)).toEqual(hashes);
	});

	test.each([
		['init', 600_000],
		['download', 3_600_000],
	] as const)(
		'late, with the hour from %s: it ends %d ms after the first request',
		async (pullHourFrom, ms) => {
			origin.pages.set(
				paths[0] ?? '',
				(_request, response) => void response.writeHead(200).write('x'),
			);
			const { token, publishId } = await post({ pullDelayMs: 3_000_000, pullHourFrom });
			await until(() => task().downloads.length === 2);
			fixture.simulator.clock.advance(3_000_000);
			await until(() => task().downloads[0]?.bytes === 1);
			fixture.simulator.clock.advance(ms - 1000);
			expect(at(await fixture.status(token, publishId), 'data.status')).toBe('PROCESSING_DOWNLOAD');
			fixture.simulator.clock.advance(1000);
			await until(() => task().status === 'FAILED');
			expect([task().failReason, task().failDetail]).toEqual([
				'photo_pull_failed',
				'timed out after one hour',
			]);
		},
	);

	test('slow: the file arrives at the speed of the rule', async () => {
		await post({ pullBytesPerSecond: 10_000 });
		await until(() => (task().downloads[0]?.bytes ?? 0) > 0);
		const { bytes } = task().downloads[0] ?? { bytes: 0 };
		expect(bytes).toBeLessThan(600_000);
		await until(() => {
			fixture.simulator.clock.advance(1000);
			return task().status !== 'PROCESSING_DOWNLOAD';
		});
		// 1,200,000 bytes at 10,000 a second are 2 minutes.
		expect(fixture.simulator.clock.now() - task().createdAt).toBeGreaterThanOrEqual(120_000);
		expect(task().downloads.map(({ sha256 }) => sha256)).toEqual(hashes);
	});

	test('a cancelled post ends while TikTok waits', async () => {
		const { token, publishId } = await post({ pullDelayMs: 3_000_000 });
		const cancel = await fixture.client.api('/v2/post/publish/cancel/', token, {
			publish_id: publishId,
		});
		expect(outcome(cancel)).toBe('200 ok');
		fixture.simulator.clock.advance(3_000_000);
		expect(at(await fixture.status(token, publishId), 'data.fail_reason')).toBe(
			'publish_cancelled',
		);
		expect(origin.requests).toEqual([]);
	});
});
