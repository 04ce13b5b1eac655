import { Receiving, type Handling } from '../../harness/receiving';
import { sampleVideo, type RemovalReason } from '../../simulator';
import type { Journey } from '../journey';
import type { Scene } from '../scene';
import { directPost } from './videos';

const allEvents = [
	'authorization.removed',
	'post.publish.complete',
	'post.publish.failed',
	'post.publish.inbox_delivered',
	'post.publish.no_longer_publicaly_available',
	'post.publish.publicly_available',
	'other',
];

const hour = 3_600_000;

/** A workflow behind the callback URL, while something happens at TikTok. @returns the events that started it, in order */
async function receiving(
	scene: Scene,
	handlings: Handling[],
	happen: (settle: () => Promise<void>) => Promise<void>,
): Promise<string> {
	const { engine, simulator } = scene;
	const target = await Receiving.start(engine, { accounts: 'all', events: allEvents });
	target.handlings.push(...handlings);
	simulator.setWebhook(engine.app, target.url);
	const settle = async () => {
		await simulator.webhooks.settled();
		while (simulator.deliveries.some(({ state }) => state === 'waiting')) {
			simulator.clock.advance(hour / 60);
			await simulator.webhooks.settled();
		}
	};
	try {
		await happen(settle);
		await settle();
	} finally {
		await target.stop();
	}
	return target.started.map(inShort).join(', ');
}

/** What an event says; a wrong id shows. */
function inShort(event: Record<string, unknown>): string {
	const { event: name, fail_reason: reason, publish_type: type } = event;
	return [String(name).replace('post.publish.', ''), type, reason]
		.filter((part) => part !== undefined && part !== null)
		.join(' ');
}

async function makePost(scene: Scene, parameters = {}): Promise<void> {
	const options = { waitForCompletion: false };
	const items = [await scene.item(sampleVideo())];
	const result = await scene.engine.run({ ...directPost, options, ...parameters }, { items });
	if (result.error) throw result.error;
	scene.simulator.clock.advance(60_000);
}

/** The trigger that TikTok calls. */
export const webhooks: Journey[] = [
	{
		name: 'TikTok Webhook Trigger: a post becomes public, and is deleted',
		ends: 'complete DIRECT_PUBLISH, publicly_available DIRECT_PUBLISH, no_longer_publicaly_available DIRECT_PUBLISH',
		realTime: true,
		play: async (scene) =>
			await receiving(scene, [], async (settle) => {
				await makePost(scene);
				await settle();
				const [post] = scene.simulator.posts;
				scene.simulator.deletePost(post);
			}),
	},
	{
		name: 'TikTok Webhook Trigger: a draft that is posted, a post that TikTok gives up',
		ends: 'inbox_delivered INBOX_SHARE, complete INBOX_SHARE, failed DIRECT_PUBLISH internal',
		realTime: true,
		play: async (scene) =>
			await receiving(scene, [], async (settle) => {
				const { simulator } = scene;
				await makePost(scene, { operation: 'uploadDraft' });
				simulator.finishDraft(simulator.tasks[0].publishId, { visibility: 'SELF_ONLY' });
				await settle();
				simulator.failNextPost('internal');
				await makePost(scene);
			}),
	},
	{
		name: 'TikTok Webhook Trigger: n8n cannot start the workflow three times',
		ends: 'complete DIRECT_PUBLISH, publicly_available DIRECT_PUBLISH',
		realTime: true,
		play: async (scene) => {
			const start = async () => await Promise.reject(new Error('The database is out of reach'));
			const started = await receiving(scene, [{ start }, { start }, { start }], async () => {
				await makePost(scene);
			});
			// Which of them is repeated first depends on TikTok.
			return started.split(', ').sort().join(', ');
		},
	},
	{
		name: 'TikTok Webhook Trigger: the user removes the app, then deletes the post',
		ends: 'complete DIRECT_PUBLISH, publicly_available DIRECT_PUBLISH, authorization.removed',
		realTime: true,
		play: async (scene) =>
			await receiving(scene, [], async (settle) => {
				const { engine, simulator } = scene;
				await makePost(scene);
				await settle();
				simulator.revoke(engine.app, engine.account, 1 satisfies RemovalReason);
				await settle();
				simulator.deletePost(simulator.posts[0]);
			}),
	},
	{
		name: 'TikTok Webhook Trigger: the app is a sandbox',
		ends: 'complete DIRECT_PUBLISH',
		realTime: true,
		play: async (scene) => {
			scene.engine.app.sandboxTargets = ['clip.maker'];
			scene.engine.account.private = true;
			return await receiving(scene, [], async () => {
				await makePost(scene, { privacyLevel: 'SELF_ONLY' });
			});
		},
	},
];
