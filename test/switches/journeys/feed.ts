import { Polling } from '../../harness/polling';
import { sampleVideo } from '../../simulator';
import { expectThat, type Journey } from '../journey';
import { end, type Scene } from '../scene';
import { directPost } from './videos';

const minute = 60_000;

/** 45 public videos, with private ones and a post of photos between them; the newest has just been made. */
function addFeed({ simulator, engine }: Scene): string[] {
	const now = simulator.clock.now();
	const at = (index: number) => ({ createdAt: now - index * minute });
	simulator.addPosts(engine.account, 12, (index) => ({
		...at(index * 3 + 0.5),
		visibility: 'SELF_ONLY',
	}));
	simulator.addPost(engine.account, { ...at(7.25), media: 'PHOTO' });
	return simulator.addPosts(engine.account, 45, at).map(({ id }) => id);
}

const idsOf = (items: Array<{ id?: unknown }>): string[] => items.map(({ id }) => String(id));

/** Reading the account's posts, and the trigger that polls. */
export const feed: Journey[] = [
	{
		name: 'Get Many: all videos of the account',
		ends: 'each once, newest first',
		play: async (scene) => {
			const ids = addFeed(scene);
			const list = { resource: 'video', operation: 'getAll', returnAll: true };
			const result = await scene.run(list);
			if (result.error) return end(result);
			const photos = scene.simulator.posts.find(({ media }) => media === 'PHOTO')?.id;
			const listed = idsOf(result.json);
			const videos = listed.filter((id) => id !== photos);
			const isAll = videos.join() === ids.join() && new Set(listed).size === listed.length;
			return isAll ? 'each once, newest first' : `${videos.length} of ${ids.length} videos`;
		},
	},
	{
		name: 'Get: two videos and one of somebody else',
		ends: 'two, and one that is not available',
		play: async (scene) => {
			const [first, second] = addFeed(scene);
			const other = scene.simulator.addAccount({ username: 'somebody.else', videos: [{}] });
			const foreign = scene.simulator.posts.find(({ account }) => account === other)?.id ?? '';
			const videoIds = [first, foreign, second].join(', ');
			const result = await scene.run({ resource: 'video', operation: 'get', videoIds });
			if (result.error) return end(result);
			const told = result.json.map(({ id, available }) => `${String(id)} ${String(available)}`);
			const isSo = told.join() === `${first} true,${foreign} false,${second} true`;
			return isSo ? 'two, and one that is not available' : told.join();
		},
	},
	{
		name: 'TikTok Trigger: Post Published',
		ends: 'each new post once',
		play: async (scene) => {
			const { simulator, engine } = scene;
			addFeed(scene);
			const polling = new Polling(engine);
			const started = [...(await polling.poll()), ...(await polling.poll())];
			const late = simulator.addPost(engine.account, { moderationMs: 10 * minute });
			const fresh: string[] = [];
			const given: string[] = [];
			for (let round = 0; round < 6; round++) {
				scene.pass(6 * minute);
				for (const post of simulator.addPosts(engine.account, 12, { moderationMs: undefined }))
					fresh.push(post.id);
				given.push(...idsOf(await polling.poll()));
			}
			for (let round = 0; round < 12; round++) given.push(...idsOf(await polling.poll()));
			const isEach = [...given].sort().join() === [...fresh, late.id].sort().join();
			if (started.length > 0) return `${started.length} old posts`;
			return isEach ? 'each new post once' : `${given.length} of ${fresh.length + 1} posts`;
		},
	},
	{
		name: 'TikTok Trigger: Publish Finished',
		ends: 'published, once',
		play: async (scene) => {
			const small = sampleVideo();
			const begun = await scene.run(
				{ ...directPost, options: { waitForCompletion: false } },
				{ items: [await scene.item(small)] },
			);
			if (begun.error) return end(begun);
			const publishIds = String(begun.json[0].publish_id);
			const polling = new Polling(scene.engine, { event: 'publishFinished', publishIds });
			const given = await polling.poll();
			scene.pass(5 * minute);
			for (let round = 0; round < 3; round++) given.push(...(await polling.poll()));
			const [post] = scene.simulator.posts;
			const ids = JSON.stringify(given.map(({ post_ids }) => post_ids));
			expectThat(ids === JSON.stringify([[post.id]]), () => `The ids are ${ids}`);
			return `${given.map(({ verdict }) => String(verdict)).join(', ')}, once`;
		},
	},
];
