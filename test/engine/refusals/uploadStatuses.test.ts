import { describe, expect, test } from '@jest/globals';
import { sleep } from 'n8n-workflow';

import { sha256 } from '../../harness/digest';
import { storeBinariesIn } from '../../harness/engine';
import { useSkippedTime } from '../../harness/setUps';
import { sampleVideo, type FaultOptions } from '../../simulator';
import { expectMessage, notExercised } from './expectMessage';
import { operations, useScene, type Operation, type Point } from './scene';

const waits = useSkippedTime();
/** Two chunks from n8n's memory, of 5,500,000 bytes. */
const large = sampleVideo({ bytes: 11_000_000 });
/** How often a part is sent where the upload server is away. */
const patience = 14;
/** Three, of 7,333,333 bytes. */
const larger = sampleVideo({ bytes: 22_000_000 });

const scene = useScene({ binaries: 'memory' });

/** The only publish id of the test: an init is never sent twice. */
function onlyPublishId(): string {
	expect(scene.simulator.tasks).toHaveLength(1);
	return scene.simulator.tasks[0].publishId;
}

const times = (count: number, ...names: Point[]): Point[] =>
	new Array<Point[]>(count).fill(names).flat();

const begins: Partial<Record<Operation, Point[]>> = {
	directPost: ['creator info', 'video init'],
	draft: ['inbox init'],
};

describe.each(['directPost', 'draft'] as const)('%s: the upload server refuses', (operation) => {
	const begin = begins[operation] ?? [];

	test('400: said at once', async () => {
		scene.simulator.fault('upload', { kind: 'status', status: 400 });
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, 'upload_malformed', {
			httpStatus: 400,
			publishId: onlyPublishId(),
		});
		expect(scene.sent).toEqual([...begin, 'upload']);
	});

	test('403: the upload URL has expired', async () => {
		scene.simulator.rules.uploadUrlMs = 0;
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, 'upload_expired', { httpStatus: 403, publishId: onlyPublishId() });
		// TikTok is asked whether everything had arrived after all.
		expect(scene.sent).toEqual([...begin, 'upload', 'status']);
	});

	test('404: the upload is unknown', async () => {
		scene.simulator.fault('upload', { kind: 'status', status: 404 });
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, 'upload_unknown', { httpStatus: 404, publishId: onlyPublishId() });
		// TikTok is asked whether everything had arrived after all.
		expect(scene.sent).toEqual([...begin, 'upload', 'status']);
	});

	test('416, again and again: TikTok’s progress is read between the attempts', async () => {
		scene.simulator.fault('upload', { kind: 'status', status: 416, times: 4 });
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, 'upload_out_of_step', {
			httpStatus: 416,
			publishId: onlyPublishId(),
		});
		expect(scene.sent).toEqual([...begin, ...times(3, 'upload', 'status'), 'upload']);
	});

	test.each([[500], [502], [503], [504]])('%i, again and again', async (status) => {
		scene.simulator.fault('upload', { kind: 'status', status, times: patience });
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, 'upload_unavailable', {
			httpStatus: status,
			publishId: onlyPublishId(),
		});
		expect(scene.sent).toEqual([...begin, ...times(patience - 1, 'upload', 'status'), 'upload']);
	});

	test.each(['reset', 'close'] as const)('no answer (%s), again and again', async (kind) => {
		scene.simulator.fault('upload', { kind, at: 'after headers', times: patience });
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, 'upload_unavailable', { publishId: onlyPublishId() });
		expect(error.description).toContain('connection broke off');
		expect(scene.sent).toEqual([...begin, ...times(patience - 1, 'upload', 'status'), 'upload']);
	});
});

describe('given up by the node', () => {
	test('a line on which the hour will not do', async () => {
		scene.simulator.fault('upload', { kind: 'stall', at: { bytes: 1_000_000 }, chunk: 1 });
		const running = scene.failure(operations.directPost, { video: larger });
		while ((scene.calls.at(-1)?.bodyBytes ?? 0) < 1_000_000 || scene.sent.length < 4)
			await sleep(5);
		waits.pass(3_000_000);
		const error = await running;
		expectMessage(scene, error, 'upload_too_slow', { publishId: onlyPublishId() });
		expect(error.description).toContain(
			'In 50 minutes 14.7 of 22.0 MB went through, and 10 minutes are left.',
		);
		expect(scene.simulator.posts).toEqual([]);
	});
});

test('a line that is silent for minutes, twice, and then quick is not taken for a slow one', async () => {
	const stall = async () => {
		let isStalled = false;
		scene.simulator.fault('upload', {
			kind: 'stall',
			at: { bytes: 1_000 },
			onStrike: () => (isStalled = true),
		});
		while (!isStalled) await sleep(5);
		// What is under way comes to rest, and the node sees it.
		// In pieces: a longer sleep would be skipped.
		for (let piece = 0; piece < 4; piece++) await sleep(450);
		waits.pass(160_000);
	};
	await storeBinariesIn('file');
	// Much, so that what the sockets swallow is little of it.
	const running = scene.run(operations.directPost, { video: sampleVideo({ bytes: 250_000_000 }) });
	await stall();
	await stall();
	expect((await running).json[0].verdict).toBe('published');
	expect(scene.sent.filter((call) => call === 'upload')).toHaveLength(4 + 2);
	await storeBinariesIn('memory');
});

describe('in the middle of several parts', () => {
	const run = async (video = large) => await scene.run(operations.directPost, { video });

	test('the hour is over between two parts', async () => {
		scene.simulator.fault('upload', { kind: 'status', status: 500, chunk: 1 });
		waits.onWait = () => scene.simulator.clock.advance(3_600_000);
		const error = await scene.failure(operations.directPost, { video: larger });
		expectMessage(scene, error, 'upload_expired', { httpStatus: 403, publishId: onlyPublishId() });
		expect(scene.sent).toEqual([
			'creator info',
			'video init',
			'upload',
			'upload',
			'status',
			'upload',
			'status',
		]);
		expect(scene.simulator.posts).toEqual([]);
	});

	test('TikTok gave the post up meanwhile: its reason is what the user reads', async () => {
		scene.simulator.fault('upload', { kind: 'reset', chunk: 1 });
		waits.onWait = () => scene.simulator.failTask(onlyPublishId(), 'spam_risk');
		const error = await scene.failure(operations.directPost, { video: large });
		expectMessage(scene, error, 'spam_risk', { publishId: onlyPublishId() });
		expect(scene.sent).toEqual(['creator info', 'video init', 'upload', 'upload', 'status']);
	});

	const faults: FaultOptions[] = [
		{ kind: 'status', status: 500, chunk: 0 },
		{ kind: 'status', status: 503, chunk: 1 },
		{ kind: 'status', status: 416, chunk: 1 },
		{ kind: 'reset', chunk: 0 },
		{ kind: 'reset', at: 'after headers', chunk: 0 },
		{ kind: 'close', at: 'after headers', chunk: 1 },
		{ kind: 'reset', at: { bytes: 1 }, chunk: 0 },
		{ kind: 'reset', at: { bytes: 4_000_000 }, chunk: 1 },
		{ kind: 'status', status: 500, at: { bytes: 4_000_000 }, chunk: 1 },
		{ kind: 'reset', at: 'after body', chunk: 0 },
		{ kind: 'status', status: 500, at: 'after body', chunk: 0 },
		{ kind: 'reset', at: 'after body', chunk: 1 },
		{ kind: 'status', status: 500, at: 'after body', chunk: 1 },
		{ kind: 'status', status: 416, at: 'after body', chunk: 1 },
	];

	test.each(faults.map((fault) => [JSON.stringify(fault), fault] as const))(
		'%s, once: it goes on, the bytes arrive identical, one post',
		async (_name, fault) => {
			scene.simulator.fault('upload', fault);
			const { json, error } = await run();
			expect(error).toBeUndefined();
			expect(json).toMatchObject([
				{ publish_id: onlyPublishId(), verdict: 'published', uploaded_bytes: large.length },
			]);
			const [upload] = scene.simulator.uploads;
			expect(upload.sha256).toBe(sha256(large));
			expect(scene.simulator.posts).toHaveLength(1);
			// What TikTok has is not sent again.
			const isLost = fault.at !== 'after body';
			expect(scene.sent.filter((name) => name === 'upload')).toHaveLength(isLost ? 3 : 2);
			expect(scene.sent.filter((name) => name === 'video init')).toHaveLength(1);
		},
	);

	test('a fault at every part, twice each: each part has its own attempts', async () => {
		for (const chunk of [0, 1, 2])
			scene.simulator.fault('upload', { kind: 'status', status: 500, chunk, times: 2 });
		const { json } = await run(larger);
		expect(json).toMatchObject([{ publish_id: onlyPublishId(), verdict: 'published' }]);
		expect(scene.simulator.uploads[0]).toMatchObject({
			sha256: sha256(larger),
			totalChunkCount: 3,
		});
	});

	test('a break in the middle one of three parts and a lost answer to the last', async () => {
		scene.simulator.fault('upload', { kind: 'reset', at: { bytes: 4_000_000 }, chunk: 1 });
		scene.simulator.fault('upload', { kind: 'reset', at: 'after body', chunk: 2 });
		const { json } = await run(larger);
		expect(json).toMatchObject([{ publish_id: onlyPublishId(), verdict: 'published' }]);
		expect(scene.simulator.uploads[0].sha256).toBe(sha256(larger));
		expect(scene.sent.filter((name) => name === 'upload')).toHaveLength(4);
	});

	test('the status cannot be had for a while after a lost answer: nothing is sent again', async () => {
		scene.simulator.fault('upload', { kind: 'reset', at: 'after body', chunk: 1 });
		scene.simulator.fault('status', { kind: 'status', status: 500, times: 12 });
		const { json } = await run();
		expect(json).toMatchObject([{ publish_id: onlyPublishId(), verdict: 'published' }]);
		expect(scene.sent.filter((name) => name === 'upload')).toHaveLength(2);
	});

	test('nor where it can never be had: the post is named', async () => {
		scene.simulator.fault('upload', { kind: 'reset', at: 'after body', chunk: 1 });
		scene.simulator.fault('status', { kind: 'status', status: 500, times: 4 * (patience - 1) });
		const error = await scene.failure(operations.directPost, { video: large });
		expectMessage(scene, error, 'internal_error', { httpStatus: 500, publishId: onlyPublishId() });
		expect(scene.sent.filter((name) => name === 'upload')).toHaveLength(2);
		expect(scene.sent.filter((name) => name === 'video init')).toHaveLength(1);
	});

	test.each([403, 404])(
		'its last answer lost, then %i, and TikTok’s status does not know more',
		async (status) => {
			scene.simulator.fault('upload', {
				kind: 'reset',
				at: { bytes: 5_000_000 },
				chunk: 1,
				onStrike: () => scene.simulator.fault('upload', { kind: 'status', status }),
			});
			const error = await scene.failure(operations.directPost, { video: large });
			expectMessage(scene, error, 'upload_outcome_unknown', {
				httpStatus: status,
				publishId: onlyPublishId(),
			});
		},
	);
});

describe('the last answer is lost', () => {
	test.each(['directPost', 'draft'] as const)(
		'%s: status decides, and there is one post',
		async (operation) => {
			scene.simulator.fault('upload', { kind: 'reset', at: 'after body' });
			const { json, error } = await scene.run({ ...operations[operation], options: {} });
			expect(error).toBeUndefined();
			expect(json).toMatchObject([
				{ publish_id: onlyPublishId(), verdict: operation === 'draft' ? 'in_inbox' : 'published' },
			]);
			expect(scene.sent.filter((name) => name === 'upload')).toHaveLength(1);
		},
	);

	test('it is no failure, so n8n’s own Retry On Fail has nothing to repeat', async () => {
		scene.simulator.fault('upload', { kind: 'reset', at: 'after body' });
		const { json } = await scene.run(operations.directPost, { retryOnFail: { maxTries: 3 } });
		expect(json).toMatchObject([{ publish_id: onlyPublishId(), verdict: 'published' }]);
		expect(scene.simulator.posts).toHaveLength(1);
	});
});

test('a file from n8n’s file store goes on as well after a break in its second part', async () => {
	await storeBinariesIn('file');
	const video = sampleVideo({ bytes: 66_000_000 });
	scene.simulator.fault('upload', { kind: 'reset', at: { bytes: 20_000_000 }, chunk: 1 });
	const { json, error } = await scene.run(operations.directPost, { video });
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ publish_id: onlyPublishId(), verdict: 'published' }]);
	expect(scene.simulator.uploads[0]).toMatchObject({ sha256: sha256(video), totalChunkCount: 2 });
});

describe('an upload address that no public server has gets nothing', () => {
	const addresses = [
		'http://open-upload.tiktokapis.com/video/?upload_id=1',
		'ftp://open-upload.tiktokapis.com/video/',
		'https://open-upload.tiktokapis.com:8443/video/',
		'https://user@open-upload.tiktokapis.com/video/',
		'https://:word@open-upload.tiktokapis.com/video/',
		'https://169.254.169.254/video/',
		'https://0x7f.1/video/',
		'https://[::1]/video/',
		'https://localhost/video/',
		'https://upload.localhost./video/',
		'https://upload/video/',
	];

	test.each(addresses.map((address) => [address]))('%s', async (upload_url) => {
		scene.expect('video init').reply(200, {
			data: { publish_id: 'v_pub_file~v2-1.7', upload_url },
			error: { code: 'ok', message: '', log_id: '' },
		});
		const error = await scene.failure(operations.directPost);
		expectMessage(scene, error, 'answer_unreadable', { publishId: 'v_pub_file~v2-1.7' });
		expect(error.description).not.toContain(upload_url);
		expect(scene.sent).toEqual(['creator info', 'video init']);
		expect(scene.simulator.refusedHosts).toEqual([]);
	});
});

test('every code of this file was exercised', () => {
	expect(notExercised('uploadStatuses')).toEqual([]);
});
