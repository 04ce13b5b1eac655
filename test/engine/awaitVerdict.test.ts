import { expect, test } from '@jest/globals';

import { useSkippedTime } from '../harness/setUps';
import { operations, useScene } from './refusals/scene';

// Status cannot be had for longer than a call's four attempts, but shorter than the longest wait.
useSkippedTime();
const scene = useScene();

const post = (maxWaitMinutes: number) => ({
	...operations.directPost,
	options: { maxWaitMinutes },
});
const refusals = {
	'500': { kind: 'status', status: 500 },
	'503': { kind: 'status', status: 503, body: '<html></html>' },
	'429': { kind: 'status', status: 429 },
	reset: { kind: 'reset' },
} as const;
const faults = Object.entries(refusals);

test.each(faults)('%s for minutes: the wait goes on, and ends in the verdict', async (_, fault) => {
	scene.simulator.fault('status', { ...fault, times: 12 });
	const { json, error } = await scene.run(post(10));
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ verdict: 'published' });
	expect(scene.simulator.posts).toHaveLength(1);
});

test.each(faults)(
	'%s for longer than the longest wait: processing, with what is known',
	async (_, fault) => {
		scene.simulator.fault('status', { ...fault, times: 1_000 });
		const { json, error } = await scene.run(post(2));
		scene.simulator.reset();
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			verdict: 'processing',
			status: 'PROCESSING_UPLOAD',
			publish_id: expect.stringMatching(/^v_pub_file~/),
		});
	},
);

test('what TikTok refuses to tell ends the wait at once, and the post comes first', async () => {
	scene.refuse('status', 401, 'scope_not_authorized');
	const error = await scene.failure(post(10));
	expect(error.message).toContain('has not granted the permission');
	const [first] = (error.description ?? '').split('\n');
	expect(first).toMatch(
		/^The post itself may be under way: before you post again, look at the publish ID/,
	);
});

test('Wait for Completion goes on as well; where TikTok could never be asked, it says so and how to look', async () => {
	const publishId = await scene.publishId();
	scene.simulator.fault('status', { ...refusals['500'], times: 9 });
	const wait = { ...operations.wait, publishId };
	expect((await scene.run(wait)).json[0]).toMatchObject({ verdict: 'in_inbox' });
	scene.simulator.fault('status', { ...refusals['500'], times: 1_000 });
	const error = await scene.failure({ ...wait, options: { maxWaitMinutes: 1 } });
	scene.simulator.reset();
	expect(error.message).toBe('TikTok’s service reports an internal fault');
	expect(error.description).not.toContain('Run the workflow again');
	expect(error.description).toContain(publishId);
});
