/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { sampleVideo } from '../../simulator';
import { expectThat, type Journey } from '../journey';
import { end, type Scene } from '../scene';
import { directPost } from './videos';

const small = sampleVideo();
const inTwoParts = sampleVideo({ bytes: 64_000_001 });
const day = 86_400_000;

/** Begins a post and does not wait for it. @returns its publish id */
async function begin(scene: Scene, parameters = {}): Promise<string> {
	const { json, error } = await scene.run(
		{ ...directPost, options: { waitForCompletion: false }, ...parameters },
		{ items: [await scene.item(small)] },
	);
	if (error) throw error;
	return String(json[0].publish_id);
}

const ask = async (scene: Scene, operation: string, publishId: string, options = {}) =>
	await scene.run({ resource: 'publish', operation, publishId, options });

/** How a cancel ended. */
async function cancel(scene: Scene, publishId: string): Promise<string> {
	const result = await ask(scene, 'cancel', publishId);
	if (result.error) return end(result);
	const [{ cancelled }] = result.json;
	const { failReason } = scene.simulator.task(publishId);
	const is = failReason === 'publish_cancelled';
	expectThat(cancelled === is, () => `cancelled: ${String(cancelled)}, at TikTok: ${is}`);
	return is ? 'cancelled' : `not cancelled, ${end(result)}`;
}

/** What can be done with a publish id. */
export const publish: Journey[] = [
	{
		name: 'Get Status, then Wait for Completion until the link is there',
		ends: 'processing, then published',
		play: async (scene) => {
			Object.assign(scene.simulator, { processingMs: 70_000, moderationMs: 90_000 });
			const publishId = await begin(scene);
			const first = await ask(scene, 'getStatus', publishId);
			const options = { untilPublic: true, maxWaitMinutes: 10 };
			const last = await ask(scene, 'waitForCompletion', publishId, options);
			const [post] = scene.simulator.posts;
			const ids = JSON.stringify(last.json[0]?.post_ids);
			expectThat(ids === JSON.stringify([post?.id]), () => `${ids} in place of ${post?.id}`);
			return `${end(first)}, then ${end(last)}`;
		},
	},
	{
		name: 'Get Status of a post that is not public yet, and after two days',
		ends: 'published, then published',
		play: async (scene) => {
			scene.simulator.moderationMs = Infinity;
			const publishId = await begin(scene);
			scene.pass(60_000);
			scene.simulator.clock.advance(0);
			const first = await ask(scene, 'getStatus', publishId);
			scene.pass(2 * day);
			return `${end(first)}, then ${end(await ask(scene, 'getStatus', publishId))}`;
		},
	},
	{
		name: 'Cancel what TikTok is still downloading',
		ends: 'cancelled',
		play: async (scene) => {
			const videoUrl = 'https://media.example.com/slow.mp4';
			return await cancel(scene, await begin(scene, { videoSource: 'pullFromUrl', videoUrl }));
		},
	},
	{
		name: 'Cancel what TikTok already processes: a file',
		ends: 'stops: TikTok says that this post can no longer be cancelled',
		play: async (scene) => {
			scene.simulator.processingMs = Infinity;
			const end = await cancel(scene, await begin(scene));
			scene.simulator.failTask(scene.simulator.tasks[0].publishId, 'internal');
			return end;
		},
	},
	{
		name: 'Cancel what TikTok already processes: a link',
		ends: 'not cancelled, processing',
		play: async (scene) => {
			const { simulator } = scene;
			simulator.processingMs = Infinity;
			const videoUrl = 'https://media.example.com/clip.mp4';
			const publishId = await begin(scene, { videoSource: 'pullFromUrl', videoUrl });
			const task = simulator.task(publishId);
			for (let looks = 0; !task.processing && looks < 500; looks++) {
				scene.pass(60_000);
				await new Promise((resolve) => setImmediate(resolve));
			}
			const end = await cancel(scene, publishId);
			simulator.failTask(publishId, 'internal');
			return end;
		},
	},
	{
		name: 'Cancel an upload that has broken off',
		ends: 'stops: TikTok says that this post can no longer be cancelled',
		play: async (scene) => {
			const { simulator } = scene;
			simulator.fault('upload', { kind: 'status', status: 400, chunk: 1 });
			const broken = await scene.post(directPost, {
				bytes: inTwoParts,
				items: [await scene.item(inTwoParts)],
			});
			expectThat(broken.error !== undefined, () => 'The upload did not break off');
			const [task] = simulator.tasks;
			return task ? await cancel(scene, task.publishId) : end(broken);
		},
	},
];
