import { beforeAll, describe, expect, test } from '@jest/globals';

import { sha256 } from '../harness/digest';
import { storeBinariesIn } from '../harness/engine';
import { useEngine, useSkippedTime } from '../harness/setUps';
import { sampleVideo } from '../simulator';

useSkippedTime();
const engine = useEngine();

const directPost = { resource: 'video', operation: 'directPost', privacyLevel: 'SELF_ONLY' };

describe.each(['file', 'memory'] as const)('from n8n’s %s store', (store) => {
	beforeAll(async () => await storeBinariesIn(store));

	test.each([
		['the smallest video', 547, 1],
		['just under two chunks from memory', 10_485_760, 1],
		['one chunk from a file, two from memory', 10_485_761, store === 'file' ? 1 : 2],
		['two chunks from a file', 64_000_001, store === 'file' ? 2 : 7],
	])('%s arrives byte for byte', async (_, bytes, chunks) => {
		const video = sampleVideo({ bytes });
		const { error, json } = await engine.run(directPost, { items: [await engine.item(video)] });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict: 'published', uploaded_bytes: bytes });
		const upload = engine.simulator.uploads.at(-1);
		expect(upload).toMatchObject({
			receivedBytes: bytes,
			totalChunkCount: chunks,
			attempts: chunks,
			sha256: sha256(video),
		});
	});

	test.each([
		['reset in the middle of a chunk', { at: { bytes: 1_000_000 }, kind: 'reset' }],
		['the answer to a chunk lost', { at: 'after body', kind: 'reset' }],
		['a 503', { at: 'before', kind: 'status', status: 503 }],
	] as const)('%s: goes on in the same upload, and the video is posted once', async (_, fault) => {
		const video = sampleVideo({ bytes: 66_000_000 });
		const before = engine.simulator.tasks.length;
		engine.simulator.fault('upload', { ...fault, chunk: 1 });
		const { error, json } = await engine.run(directPost, { items: [await engine.item(video)] });
		expect(error).toBeUndefined();
		expect(json[0].verdict).toBe('published');
		expect(engine.simulator.tasks.length - before).toBe(1);
		expect(engine.simulator.uploads.at(-1)?.sha256).toBe(sha256(video));
		engine.simulator.assertNoPendingInterceptors();
	});
});

test('a refusal that comes while the part is still being sent is heard, each time', async () => {
	await storeBinariesIn('file');
	const items = [await engine.item(sampleVideo({ bytes: 50_000_000 }))];
	const messages: string[] = [];
	for (let count = 0; count < 20; count++) {
		engine.freshMinute();
		engine.simulator.fault('upload', { kind: 'status', status: 400 });
		messages.push((await engine.failure(directPost, { items })).message);
	}
	expect(new Set(messages)).toEqual(
		new Set(['TikTok’s upload server did not accept a part of the file as it was sent']),
	);
});

test('the upload carries no token, and the type of its content, whatever its label', async () => {
	await storeBinariesIn('file');
	const video = sampleVideo();
	await engine.run(directPost, {
		items: [await engine.item(video, { mimeType: 'video/quicktime', fileName: 'clip.mov' })],
	});
	const put = engine.simulator.calls.filter(({ method }) => method === 'PUT').at(-1);
	expect(put?.headers).toMatchObject({
		'content-type': 'video/mp4',
		'content-length': String(video.length),
		'content-range': `bytes 0-${video.length - 1}/${video.length}`,
	});
	expect(put?.headers.authorization).toBeUndefined();
});

test('a file sent without a type is known by its ending', async () => {
	const items = [
		await engine.item(sampleVideo(), {
			mimeType: 'application/octet-stream',
			fileName: 'render.mp4',
		}),
	];
	expect((await engine.run(directPost, { items })).error).toBeUndefined();
});

test.each([
	'open-upload.tiktokapis.us',
	'upload.us.tiktokapis.com',
	'open-upload-va.tiktokapis.com',
	'upload-of-tomorrow.example.net',
])('a file goes to %s where TikTok says so', async (host) => {
	const { rules } = engine.simulator;
	const { uploadHosts } = rules;
	rules.uploadHosts = [host];
	const video = sampleVideo();
	const { json, error } = await engine.run(directPost, { items: [await engine.item(video)] });
	rules.uploadHosts = uploadHosts;
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ verdict: 'published', uploaded_bytes: video.length }]);
	expect(engine.simulator.calls.filter(({ method }) => method === 'PUT').at(-1)?.host).toBe(host);
});

test('an upload address that no public server has gets nothing', async () => {
	engine.simulator.expect('POST', '/v2/post/publish/video/init/').reply(200, {
		data: {
			publish_id: 'v_pub_file~v2-1.1',
			upload_url: 'https://10.0.0.7/video/?upload_token=canary',
		},
		error: { code: 'ok', message: '', log_id: '1' },
	});
	const error = await engine.failure(directPost, { items: [await engine.item(sampleVideo())] });
	expect(error.description).toMatch(/upload address in it is not one of a public server/);
	expect(JSON.stringify(error)).not.toContain('canary');
	expect(engine.simulator.refusedHosts).toHaveLength(0);
});
