import { beforeAll, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useEngine, useSkippedTime, useWebHost } from '../harness/setUps';
import { operations, outputProblems, outputSchema } from '../package/outputSchema';
import { sampleVideo, type Post } from '../simulator';

useSkippedTime();
const engine = useEngine({
	hosts: { 'media.example.com': useWebHost() },
	urlProperties: ['example.com'],
});
let video: Post;
beforeAll(() => {
	video = engine.simulator.addPost(engine.account, { caption: 'Up in the clouds', viewCount: 3 });
});

const photoUrls = [1, 2].map((number) => `https://media.example.com/${number}.jpg`);

/** The output of an operation with its default settings, and with others that it has. */
const runs: Record<string, () => Promise<IDataObject[]>> = {
	'user.getInfo': async () => await output({}),
	'creator.getInfo': async () => await output({}),
	'video.directPost': async () => [
		...(await output({
			caption: 'Up',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			options: { videoCoverTimestampMs: 1_500 },
		})),
		...(await output({ privacyLevel: 'SELF_ONLY', options: { waitForCompletion: false } })),
		...(await output({
			privacyLevel: 'SELF_ONLY',
			videoSource: 'pullFromUrl',
			videoUrl: 'https://media.example.com/clip.mp4',
		})),
	],
	'video.uploadDraft': async () => await output({}),
	'video.get': async () => await output({ videoIds: `${video.id}, 7678907398077074696` }),
	'video.getAll': async () => await output({ returnAll: true }),
	'photo.directPost': async () =>
		await output({
			photoUrls,
			photoTitle: 'Three days',
			photoDescription: 'Where we ate',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
		}),
	'photo.uploadDraft': async () => await output({ photoUrls, photoTitle: 'Three days' }),
	'publish.getStatus': async () => [
		...(await output({ publishId: await posted() })),
		...(await output({ publishId: await failed() })),
	],
	'publish.waitForCompletion': async () => await output({ publishId: await posted() }),
	'publish.cancel': async () => await output({ publishId: await downloading() }),
};

let running: INodeParameters;

async function output(parameters: INodeParameters): Promise<IDataObject[]> {
	const { json, error } = await engine.run(
		{ ...running, ...parameters },
		{ items: [await engine.item(sampleVideo())] },
	);
	expect(error).toBeUndefined();
	expect(json.length).toBeGreaterThan(0);
	return json;
}

/** A post that everyone may watch. @returns its publish id */
async function posted(): Promise<string> {
	const { json } = await engine.run(
		{ resource: 'video', operation: 'directPost', privacyLevel: 'PUBLIC_TO_EVERYONE' },
		{ items: [await engine.item(sampleVideo())] },
	);
	return String(json[0].publish_id);
}

/** A post that TikTok pulls from an address where it never ends. @returns its publish id */
async function downloading(): Promise<string> {
	const { json } = await engine.run({
		resource: 'video',
		operation: 'directPost',
		privacyLevel: 'SELF_ONLY',
		videoSource: 'pullFromUrl',
		videoUrl: 'https://media.example.com/slow.mp4',
		options: { waitForCompletion: false },
	});
	return String(json[0].publish_id);
}

/** A post that TikTok gave up. @returns its publish id */
async function failed(): Promise<string> {
	const publishId = await downloading();
	engine.simulator.failTask(publishId, 'video_pull_failed');
	return publishId;
}

test.each(operations)(
	'$resource, $operation puts out what its schema says',
	async ({ resource, operation }) => {
		running = { resource, operation };
		const schema = outputSchema(resource, operation) ?? { type: 'none' };
		for (const item of await runs[`${resource}.${operation}`]()) {
			// n8n passes items on as JSON.
			expect({ item, problems: outputProblems(schema, JSON.parse(JSON.stringify(item))) }).toEqual({
				item,
				problems: '',
			});
		}
	},
);
