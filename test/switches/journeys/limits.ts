import { sampleVideo } from '../../simulator';
import type { Journey } from '../journey';
import { end, type Scene } from '../scene';
import { inRow } from './drafts';
import { directPost } from './videos';

const small = sampleVideo();
const forOneself = { ...directPost, privacyLevel: 'SELF_ONLY' };

const post = async (scene: Scene, parameters = directPost) =>
	end(await scene.post(parameters, { bytes: small, items: [await scene.item(small)] }));

/** What meets TikTok's limits of a minute and of a day, and its rules for apps without an audit. */
export const limits: Journey[] = [
	{
		name: 'Post seven files right after another',
		ends: '7 × published',
		play: async (scene) => {
			const ends: string[] = [];
			while (ends.length < 7 && !ends.at(-1)?.startsWith('stops')) ends.push(await post(scene));
			return inRow(ends);
		},
	},
	{
		name: 'Post, send a draft and post photos within a minute, with a refresh between',
		ends: 'published, in_inbox, published',
		play: async (scene) => {
			const ends = [await post(scene)];
			const draft = { resource: 'video', operation: 'uploadDraft' };
			ends.push(await post(scene, draft as typeof directPost));
			scene.simulator.expireAccessTokens();
			const photoUrls = ['https://media.example.com/1.jpg'];
			const photos = { ...directPost, resource: 'photo', photoUrls };
			return [...ends, end(await scene.post(photos))].join(', ');
		},
	},
	{
		name: 'An app without an audit: “Only Me” on a private account',
		ends: 'published',
		play: async (scene) => {
			scene.engine.app.audited = false;
			scene.engine.account.private = true;
			return await post(scene, forOneself);
		},
	},
	{
		name: 'An app without an audit: on a public account',
		ends: 'stops: Your TikTok app has not passed TikTok’s audit, so it can post only as “Only me”, and only while the account itself is private',
		play: async (scene) => {
			scene.engine.app.audited = false;
			return await post(scene, forOneself);
		},
	},
	{
		name: 'An app without an audit: for followers of a private account',
		ends: 'stops: Your TikTok app has not passed TikTok’s audit, so it can post only as “Only me”, and only while the account itself is private',
		play: async (scene) => {
			scene.engine.app.audited = false;
			scene.engine.account.private = true;
			return await post(scene, { ...directPost, privacyLevel: 'FOLLOWER_OF_CREATOR' });
		},
	},
	{
		name: 'An app without an audit: two accounts on a day',
		ends: 'published, published',
		play: async (scene) => {
			const { engine, simulator } = scene;
			engine.app.audited = false;
			engine.account.private = true;
			const first = await post(scene, forOneself);
			const second = simulator.addAccount({ username: 'second.maker', private: true });
			engine.connect(undefined, second);
			return `${first}, ${await post(scene, forOneself)}`;
		},
	},
];
