/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { beforeEach, expect, test } from '@jest/globals';

import { sha256 } from '../harness/digest';
import { useEngine, useWebHost } from '../harness/setUps';
import type { HostedFile } from '../harness/webHost';
import { sampleVideo } from '../simulator';
import { box, fragment, ftyp, mvhd, trak, u32, zeros } from '../unit/media/isoBuilder';

const web = useWebHost();
const engine = useEngine({ hosts: { 'cdn.example.com': web } });
beforeEach(() => {
	web.files.clear();
	web.headers.length = 0;
	web.requests.length = 0;
});

const path = '/renders/clip.mp4?signature=abc';
const parameters = {
	resource: 'video',
	operation: 'directPost',
	privacyLevel: 'SELF_ONLY',
	videoSource: 'sendFromUrl',
	videoUrl: `https://cdn.example.com${path}`,
};

/** Hosts a file, posts it, and expects it to have arrived whole, in one post. */
async function arrives(file: HostedFile): Promise<void> {
	web.files.set(path, file);
	const before = engine.simulator.tasks.length;
	const { error, json } = await engine.run(parameters);
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ verdict: 'published', uploaded_bytes: file.bytes.length });
	expect(engine.simulator.uploads.at(-1)?.sha256).toBe(sha256(file.bytes));
	expect(engine.simulator.tasks.length - before).toBe(1);
	engine.simulator.assertNoPendingInterceptors();
}

const large = sampleVideo({ bytes: 70_000_000 });

test('a link of any host is downloaded and uploaded as one stream, without TikTok’s token', async () => {
	await arrives({ bytes: large });
	expect(web.headers.every(({ authorization }) => authorization === undefined)).toBe(true);
	expect(web.headers.every((headers) => headers['accept-encoding'] === 'identity')).toBe(true);
});

test('redirects are followed', async () => {
	web.files.set('/final.mp4', { bytes: large });
	web.files.set(path, { bytes: large, redirectTo: 'https://cdn.example.com/final.mp4' });
	const { error } = await engine.run(parameters);
	expect(error).toBeUndefined();
	expect(engine.simulator.uploads.at(-1)?.sha256).toBe(sha256(large));
});

test('a part that TikTok lost is fetched again by Range', async () => {
	engine.simulator.fault('upload', { chunk: 1, at: { bytes: 1_000_000 }, kind: 'reset' });
	await arrives({ bytes: large, etag: '"one"' });
	expect(web.headers.map(({ range }) => range)).toContain('bytes=35000000-');
});

test('… or by reading from the start, where the host knows no ranges', async () => {
	engine.simulator.fault('upload', { chunk: 1, at: { bytes: 1_000_000 }, kind: 'reset' });
	await arrives({ bytes: large, ranges: false });
});

test('a download that breaks off goes on where it was', async () => {
	await arrives({ bytes: large, breakAfter: { bytes: 40_000_000, times: 2 } });
});

test('a host that is disturbed for a moment while a part is fetched again is asked once more', async () => {
	const file: HostedFile = { bytes: large };
	engine.simulator.fault('upload', { chunk: 1, at: { bytes: 1_000_000 }, kind: 'reset' });
	const timer = setInterval(() => {
		// Between the first part and the second one, for half a second.
		if (engine.simulator.uploads.at(-1)?.receivedBytes !== 35_000_000 || file.status !== undefined)
			return;
		file.status = 503;
		setTimeout(() => (file.status = 200), 1_500);
	}, 5);
	await arrives(file);
	clearInterval(timer);
});

test('a download that breaks off again and again ends in a message about the host', async () => {
	web.files.set(path, { bytes: large, breakAfter: { bytes: 1_000_000, times: 100 } });
	const before = engine.simulator.posts.length;
	const error = await engine.failure(parameters);
	expect(error.message).toBe(
		'cdn.example.com broke off the download of ‘Video URL’, in several attempts',
	);
	expect(engine.simulator.posts.length).toBe(before);
});

test('a file that changes in between is noticed', async () => {
	const file: HostedFile = { bytes: large, etag: '"one"' };
	web.files.set(path, file);
	engine.simulator.fault('upload', { chunk: 1, at: { bytes: 1_000_000 }, kind: 'reset' });
	const run = engine.failure(parameters);
	const timer = setInterval(() => {
		if (engine.simulator.uploads.at(-1)?.receivedBytes === 35_000_000) file.etag = '"two"';
	}, 5);
	const error = await run;
	clearInterval(timer);
	expect(error.message).toBe('The file of ‘Video URL’ changed while it was being sent');
});

test.each<[string, HostedFile, RegExp, RegExp]>([
	[
		'gives no size',
		{ bytes: large, ranges: false, length: false },
		/does not tell the size/,
		/Binary File/,
	],
	[
		'answers 403',
		{ bytes: large, status: 403 },
		/answered ‘Video URL’ with HTTP 403/,
		/live only minutes or hours/,
	],
	['answers 500', { bytes: large, status: 500 }, /HTTP 500/, /Run the workflow again/],
	[
		'shows a web page',
		{ bytes: Buffer.from('<html>'), type: 'text/html; charset=utf-8' },
		/is a web page/,
		/address that downloads the file itself/,
	],
	['has an empty file', { bytes: Buffer.alloc(0), ranges: false }, /is empty/, /0 bytes/],
])(
	'a host that %s is refused before anything is sent to TikTok',
	async (_, file, message, wayOut) => {
		web.files.set(path, file);
		const before = engine.simulator.calls.length;
		const error = await engine.failure(parameters);
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(wayOut);
		expect(engine.simulator.calls.length).toBe(before);
	},
);

test('a host that cannot be reached is named', async () => {
	const error = await engine.failure({
		...parameters,
		videoUrl: 'https://nowhere.example.com/clip.mp4',
	});
	expect(error.message).toMatch(/^nowhere\.example\.com /);
});

/** A video in fragments of a megabyte and more, each of which has to be looked at to know how long it is. */
const fragmented = () =>
	Buffer.concat([
		ftyp,
		box(
			'moov',
			mvhd({ timescale: 30 }),
			trak({ times: [] }),
			box('mvex', box('trex', u32(0, 1, 1, 1, 0, 0))),
		),
		...Array.from({ length: 12 }, (_, index) => [
			fragment({ start: index * 30, ticks: Array<number>(30).fill(1) }),
			box('mdat', zeros(1_100_000)),
		]).flat(),
	]);

test('a host without ranges is read through once for the header, and once for the upload', async () => {
	await arrives({ bytes: fragmented(), ranges: false });
	expect(web.requests).toHaveLength(3);
});
