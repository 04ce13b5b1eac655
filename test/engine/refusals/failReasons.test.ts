import { describe, expect, test } from '@jest/globals';

import { useSkippedTime } from '../../harness/setUps';
import { FAIL_REASONS, sampleVideo, type FailReason } from '../../simulator';
import { expectNoSecret, expectMessage, notExercised, messages } from './expectMessage';
import { operations, useScene, type Operation } from './scene';

useSkippedTime();
const scene = useScene();

/** An answer of status/fetch: https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
const status = (data: object) => ({ data, error: { code: 'ok', message: '', log_id: '' } });

/** The publish id that the last init was given. */
const lastPublishId = (): string => scene.simulator.tasks.slice(-1)[0].publishId;

/** Media and addresses that TikTok itself gives up: what the node can see in a file, it refuses before (media.test.ts). */
const natural: Array<[FailReason, Operation, Buffer | undefined]> = [
	// Bytes of which nobody knows what they are.
	['file_format_check_failed', 'directPost', Buffer.alloc(1_000, 'd1e7a3', 'hex')],
	['duration_check_failed', 'directPost', sampleVideo({ durationSec: 601 })],
	['video_pull_failed', 'directPostByPull', undefined],
	['photo_pull_failed', 'photoPost', undefined],
];

describe('a direct post stops, says why, and names the publish id', () => {
	test.each(natural)('%s at %s, from the media themselves', async (reason, operation, video) => {
		const error = await scene.failure(operations[operation], { video });
		expectMessage(scene, error, reason, { publishId: lastPublishId() });
		expect(scene.simulator.posts).toEqual([]);
	});

	test.each(FAIL_REASONS.map((reason) => [reason]))('%s', async (reason) => {
		scene.simulator.failNextPost(reason, scene.account);
		const error = await scene.failure(operations.directPost);
		expectMessage(scene, error, reason, { publishId: lastPublishId() });
		expect(scene.sent.slice(0, 3)).toEqual(['creator info', 'video init', 'upload']);
		expect(scene.sent.slice(3).every((name) => name === 'status')).toBe(true);
	});

	test('no HTTP code is made up: TikTok answered the status well', async () => {
		scene.simulator.failNextPost('spam_risk', scene.account);
		const error = await scene.failure(operations.directPost);
		expect('httpCode' in error ? error.httpCode : null).toBeNull();
	});

	test.each(['draft', 'photoDraft', 'directPostByPull', 'photoPost'] as const)(
		'%s as well',
		async (operation) => {
			scene.expect('status').reply(200, status({ status: 'FAILED', fail_reason: 'spam_risk' }));
			const error = await scene.failure({ ...operations[operation], options: {} });
			expectMessage(scene, error, 'spam_risk', { publishId: lastPublishId() });
		},
	);

	test('a reason that is new to the node is shown as it came', async () => {
		scene
			.expect('status')
			.reply(200, status({ status: 'FAILED', fail_reason: 'music_check_failed' }));
		const error = await scene.failure(operations.directPost);
		expectMessage(scene, error, 'music_check_failed', {
			row: 'unknown_fail_reason',
			publishId: lastPublishId(),
		});
	});

	test.each([[''], [null], [undefined]])('without a reason (%p)', async (reason) => {
		scene.expect('status').reply(200, status({ status: 'FAILED', fail_reason: reason }));
		const error = await scene.failure(operations.directPost);
		expectMessage(scene, error, 'unknown_fail_reason', { publishId: lastPublishId() });
	});

	test('with the node’s On Error the item goes on with the same words', async () => {
		scene.simulator.failNextPost('duration_check_failed', scene.account);
		const { json, items, error } = await scene.run(operations.directPost, {
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1);
		// n8n 1.x takes an item with a third key for a success.
		expect(Object.keys(json[0])).toEqual(['error', 'message']);
		expect(json[0].error).toContain(messages.duration_check_failed.happened[0]);
		for (const part of [...messages.duration_check_failed.wayOut, lastPublishId()])
			expect(JSON.stringify(json[0])).toContain(part);
		expect(items[0].pairedItem).toEqual({ item: 0 });
	});
});

/** Runs until TikTok gave the post up, without waiting for it. */
async function failedPost(reason: FailReason): Promise<string> {
	scene.simulator.failNextPost(reason, scene.account);
	const { error } = await scene.run({
		...operations.directPost,
		options: { waitForCompletion: false },
	});
	expect(error).toBeUndefined();
	scene.simulator.clock.advance(scene.simulator.processingMs);
	return lastPublishId();
}

function expectVerdict(json: object[], publishId: string, reason: string, row = reason): void {
	const { happened, wayOut } = messages[row];
	expect(json).toHaveLength(1);
	expect(json[0]).toMatchObject({
		publish_id: publishId,
		status: 'FAILED',
		verdict: 'failed',
		fail_reason: reason,
		post_ids: [],
		post_url: null,
	});
	for (const part of happened)
		expect(json[0]).toHaveProperty('fail_message', expect.stringContaining(part));
	for (const part of wayOut)
		expect(json[0]).toHaveProperty('fail_way_out', expect.stringContaining(part));
	expectNoSecret(scene, json);
}

describe('an output with the verdict “failed”, reason and way out', () => {
	test.each(FAIL_REASONS.map((reason) => [reason]))('Publish Get Status: %s', async (reason) => {
		const publishId = await failedPost(reason);
		const { json, error } = await scene.run({ ...operations.getStatus, publishId });
		expect(error).toBeUndefined();
		expectVerdict(json, publishId, reason);
	});

	test.each(FAIL_REASONS.map((reason) => [reason]))(
		'Direct Post with Stop When Not Published off: %s',
		async (reason) => {
			scene.simulator.failNextPost(reason, scene.account);
			const { json, error } = await scene.run({
				...operations.directPost,
				options: { stopOnFailed: false },
			});
			expect(error).toBeUndefined();
			expectVerdict(json, lastPublishId(), reason);
		},
	);

	test('Wait for Completion stops, or with the option puts it out', async () => {
		const publishId = await failedPost('frame_rate_check_failed');
		expectMessage(
			scene,
			await scene.failure({ ...operations.wait, publishId }),
			'frame_rate_check_failed',
			{ publishId },
		);
		const { json } = await scene.run({
			...operations.wait,
			publishId,
			options: { stopOnFailed: false },
		});
		expectVerdict(json, publishId, 'frame_rate_check_failed');
	});

	test('a cancelled pull says so, at Cancel and afterwards', async () => {
		scene
			.expect('status')
			.reply(200, status({ status: 'FAILED', fail_reason: 'publish_cancelled' }))
			.times(2);
		scene.expect('cancel').reply(200, { error: { code: 'ok', message: '', log_id: '' } });
		const { json } = await scene.run(operations.cancel);
		expect(json).toMatchObject([{ cancelled: true }]);
		expectVerdict(json, operations.cancel.publishId, 'publish_cancelled');
		expectVerdict(
			(await scene.run(operations.getStatus)).json,
			operations.getStatus.publishId,
			'publish_cancelled',
		);
	});

	test('the user took the app’s access away and gave it again: the old post tells it', async () => {
		scene.simulator.processingMs = 60_000;
		const { error } = await scene.run({
			...operations.directPost,
			options: { waitForCompletion: false },
		});
		expect(error).toBeUndefined();
		scene.simulator.revoke(scene.app, scene.account);
		scene.connectAs(scene.account);
		const { json } = await scene.run({ ...operations.getStatus, publishId: lastPublishId() });
		expectVerdict(json, lastPublishId(), 'auth_removed');
	});

	test.each([
		['music_check_failed', 'music_check_failed'],
		['', 'unknown'],
		[null, 'unknown'],
		[undefined, 'unknown'],
	])('a reason of %p', async (reason, shown) => {
		scene.expect('status').reply(200, status({ status: 'FAILED', fail_reason: reason }));
		const { json } = await scene.run(operations.getStatus);
		expectVerdict(json, operations.getStatus.publishId, shown, 'unknown_fail_reason');
	});

	test('a reason beside another status means nothing', async () => {
		scene
			.expect('status')
			.reply(
				200,
				status({ status: 'PROCESSING_UPLOAD', fail_reason: 'internal', uploaded_bytes: 5 }),
			);
		const { json } = await scene.run(operations.getStatus);
		expect(json).toEqual([
			expect.objectContaining({ verdict: 'processing', fail_reason: null, uploaded_bytes: 5 }),
		]);
		expect(json[0]).not.toHaveProperty('fail_message');
	});
});

describe('a status that is new', () => {
	const news = status({ status: 'AWAITING_REVIEW' });
	const processing = {
		status: 'AWAITING_REVIEW',
		verdict: 'processing',
		post_ids: [],
		post_url: null,
		fail_reason: null,
	};

	test('Get Status: processing, never a success', async () => {
		scene.expect('status').reply(200, news);
		expect((await scene.run(operations.getStatus)).json).toMatchObject([processing]);
	});

	test.each(['directPost', 'draft', 'photoPost', 'photoDraft', 'wait'] as const)(
		'%s waits to its maximum and says processing',
		async (operation) => {
			scene.expect('status').reply(200, news).persist();
			const { json, error } = await scene.run({
				...operations[operation],
				options: { maxWaitMinutes: 0.005 },
			});
			expect(error).toBeUndefined();
			expect(json).toMatchObject([processing]);
		},
	);

	test('and when TikTok goes on to a known one, that counts', async () => {
		scene.expect('status').reply(200, news).times(2);
		const { json } = await scene.run(operations.directPost);
		expect(json).toMatchObject([{ status: 'PUBLISH_COMPLETE', verdict: 'published' }]);
	});
});

test('every code of this file was exercised', () => {
	expect(notExercised('failReasons')).toEqual([]);
});
