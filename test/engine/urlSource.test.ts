/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { beforeEach, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { sha256 } from '../harness/digest';
import { useEngine, useSkippedTime, useWebHost } from '../harness/setUps';
import type { HostedFile } from '../harness/webHost';
import { sampleVideo } from '../simulator';
import { box, fragment, ftyp, mvhd, trak, u32, zeros } from '../unit/media/isoBuilder';

useSkippedTime();
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

/** Hosts a file, posts it, and expects it to have arrived whole, in one post; no byte of it was sent twice, unless TikTok lost it. */
async function arrives(file: HostedFile, isLostByTikTok = false): Promise<IDataObject> {
	web.files.set(path, file);
	const before = engine.simulator.tasks.length;
	const { error, json } = await engine.run(parameters);
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ verdict: 'published', uploaded_bytes: file.bytes.length });
	const upload = engine.simulator.uploads.at(-1);
	expect(upload?.sha256).toBe(sha256(file.bytes));
	if (!isLostByTikTok) expect(upload?.attempts).toBe(upload?.totalChunkCount);
	expect(engine.simulator.tasks.length - before).toBe(1);
	engine.simulator.assertNoPendingInterceptors();
	return json[0];
}

const large = sampleVideo({ bytes: 70_000_000 });
const small = sampleVideo({ bytes: 300_000 });

/** What the host was asked for, in order. */
const ranges = () => web.headers.map(({ range }) => range);

test('a link of any host is downloaded and uploaded as one stream with one request, without TikTok’s token', async () => {
	await arrives({ bytes: large });
	expect(ranges()).toEqual([undefined]);
	expect(web.headers.every(({ authorization }) => authorization === undefined)).toBe(true);
	expect(web.headers.every((headers) => headers['accept-encoding'] === 'identity')).toBe(true);
});

test('a header at the end of the file costs a second request', async () => {
	await arrives({ bytes: sampleVideo({ bytes: 60_000_000, moovAtEnd: true }) });
	expect(ranges()).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
});

test('… none where the file is small, and none is needed where a link works only once', async () => {
	await arrives({ bytes: sampleVideo({ bytes: 5_000_000, moovAtEnd: true }), uses: 1 });
	expect(ranges()).toEqual([undefined]);
	const { warnings } = await arrives({
		bytes: sampleVideo({ bytes: 60_000_000, moovAtEnd: true }),
		uses: 1,
	});
	expect(warnings).toEqual([expect.stringMatching(/^The header of the file could not be read/)]);
});

test('redirects are followed', async () => {
	web.files.set('/final.mp4', { bytes: large });
	web.files.set(path, { bytes: large, redirectTo: 'https://cdn.example.com/final.mp4' });
	const { error } = await engine.run(parameters);
	expect(error).toBeUndefined();
	expect(engine.simulator.uploads.at(-1)?.sha256).toBe(sha256(large));
});

test('a part that TikTok lost is fetched again by Range, with the bytes right before it', async () => {
	engine.simulator.fault('upload', { chunk: 1, at: { bytes: 1_000_000 }, kind: 'reset' });
	await arrives({ bytes: large, etag: '"one"' }, true);
	expect(ranges()).toEqual([undefined, `bytes=${35_000_000 - 4_096}-`]);
});

test('… or by reading from the start, where the host knows no ranges', async () => {
	engine.simulator.fault('upload', { chunk: 1, at: { bytes: 1_000_000 }, kind: 'reset' });
	await arrives({ bytes: large, ranges: false }, true);
});

test('a small file that TikTok lost is not fetched again', async () => {
	engine.simulator.fault('upload', { chunk: 0, at: { bytes: 100_000 }, kind: 'reset' });
	await arrives({ bytes: small, uses: 1 }, true);
});

test('a download that breaks off every few MB goes on where it was, inside the same part', async () => {
	await arrives({ bytes: large, breakAfter: { bytes: 8_000_000, times: 100 } });
	expect(web.requests).toHaveLength(9);
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
	await arrives(file, true);
	clearInterval(timer);
});

test('a host that says another version with each answer is no reason to stop: the bytes decide', async () => {
	const file: HostedFile = { bytes: large, breakAfter: { bytes: 30_000_000, times: 9 } };
	let version = 0;
	Object.defineProperty(file, 'etag', { get: () => `"${version++}"`, enumerable: true });
	await arrives(file);
});

test('a file of which another one is there by now is noticed', async () => {
	const file: HostedFile = { bytes: large, breakAfter: { bytes: 30_000_000, times: 1 } };
	web.files.set(path, file);
	const other = Buffer.concat([large.subarray(1), zeros(1)]);
	const run = engine.failure(parameters);
	const timer = setInterval(() => {
		if (file.breakAfter?.times === 0) file.bytes = other;
	}, 1);
	const error = await run;
	clearInterval(timer);
	expect(error.message).toBe('The file of ‘Video URL’ changed while it was being sent');
});

test('a host that does not say the size is read through to count, and a small file is not fetched again', async () => {
	await arrives({ bytes: small, ranges: false, length: false });
	expect(ranges()).toEqual([undefined, 'bytes=0-']);
});

test.each<[string, HostedFile, RegExp, RegExp]>([
	[
		'answers 403',
		{ bytes: large, status: 403 },
		/answered ‘Video URL’ with HTTP 403, in 4 attempts$/,
		/live only minutes or hours/,
	],
	[
		'answers 500',
		{ bytes: large, status: 500 },
		/HTTP 500, in 4 attempts/,
		/Run the workflow again/,
	],
	['answers 401', { bytes: large, status: 401 }, /HTTP 401$/, /needs a login/],
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

test('a host without ranges is read through once for a header that is spread over the file, and once for the upload', async () => {
	await arrives({ bytes: fragmented(), ranges: false });
	expect(web.requests).toHaveLength(2);
});
