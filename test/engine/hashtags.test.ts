import { describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { useEngine, useSkippedTime, useWebHost } from '../harness/setUps';
import { sampleVideo } from '../simulator';

useSkippedTime();
const engine = useEngine({
	hosts: { 'media.example.com': useWebHost() },
	urlProperties: ['example.com'],
	rules: { pendingDraftsPerDay: Infinity },
});

const videoPost = { resource: 'video', operation: 'directPost', privacyLevel: 'SELF_ONLY' };
const photoPost = {
	...{ resource: 'photo', operation: 'directPost', privacyLevel: 'SELF_ONLY' },
	photoUrls: ['https://media.example.com/1.jpg'],
};

async function run(parameters: INodeParameters) {
	const item = await engine.item(sampleVideo());
	item.json = { tags: ['Travel', '#ai', 'New York'], text: 'travel, #ai' };
	return await engine.run(parameters, { items: [item] });
}

describe('Hashtags', () => {
	test.each([
		['a text', 'travel, ai', 'Up #travel #ai'],
		['an expression that gives a list', '={{ $json.tags }}', 'Up #Travel #ai #NewYork'],
		['an expression that gives text', '={{ $json.text }}', 'Up #travel #ai'],
		['an expression in a text', '=#sky {{ $json.tags[0] }}', 'Up #sky #Travel'],
	])('of %s stand behind the caption', async (_, hashtags, caption) => {
		const { json, error } = await run({ ...videoPost, caption: 'Up', options: { hashtags } });
		expect(error).toBeUndefined();
		expect(json[0].requested).toMatchObject({ title: caption });
		expect(engine.simulator.posts.at(-1)?.caption).toBe(caption);
	});

	test.each([
		['a list with bullets', '- travel\n* New York\n• ai', '#travel #NewYork #ai'],
		['a numbered list', '1. #travel\n2. New York\n3) ai', '#travel #NewYork #ai'],
		['a list in brackets', "['travel', 'ai']", '#travel #ai'],
		['quotes and brackets', '(travel) “ai” „sky“', '#travel #ai #sky'],
		['bars', 'travel | New York|ai', '#travel #NewYork #ai'],
		['signs alone', 'travel + ai = 🔥', '#travel #ai #🔥'],
		['signs and emoji that belong to it', 'C++, 👍🏽, 👨‍👩‍👧, e-bike, _x_', '#C++ #👍🏽 #👨‍👩‍👧 #e-bike #_x_'],
	])(
		'take the words from what models and people put around them: %s',
		async (_, hashtags, caption) => {
			const { error } = await run({ ...videoPost, options: { hashtags } });
			expect(error).toBeUndefined();
			expect(engine.simulator.posts.at(-1)?.caption).toBe(caption);
		},
	);

	test('that the caption has are not added, and alone they are the caption', async () => {
		await run({ ...videoPost, caption: 'Up #AI!', options: { hashtags: 'ai sky sky' } });
		expect(engine.simulator.posts.at(-1)?.caption).toBe('Up #AI! #sky');
		await run({ ...videoPost, options: { hashtags: 'sky' } });
		expect(engine.simulator.posts.at(-1)?.caption).toBe('#sky');
	});

	test.each(['directPost', 'uploadDraft'])(
		'go behind the description of photos: %s',
		async (operation) => {
			const { json, error } = await run({
				...photoPost,
				operation,
				photoTitle: 'Lisbon',
				photoDescription: 'Three days',
				options: { hashtags: 'lisbon' },
			});
			expect(error).toBeUndefined();
			expect(json[0].requested).toMatchObject({
				title: 'Lisbon',
				description: 'Three days #lisbon',
			});
		},
	);

	test('are refused before anything is sent where caption and hashtags are too long', async () => {
		const before = engine.simulator.calls.length;
		const { error } = await run({
			...videoPost,
			caption: 'x'.repeat(2_198),
			options: { hashtags: 'ai' },
		});
		expect(error?.message).toContain(
			'‘Caption’ with its ‘Hashtags’ has 2,202 characters, and TikTok takes at most 2,200',
		);
		expect(engine.simulator.calls.length).toBe(before);
	});

	test.each<[string, INodeParameters]>([
		['of a video', { ...videoPost, caption: '#a #b #c', options: { hashtags: 'd e f' } }],
		['of a caption alone', { ...videoPost, caption: '#a #b #c #d #e #f' }],
		[
			'of title and description',
			{
				...photoPost,
				photoTitle: '#a #b',
				photoDescription: '#c #d',
				options: { hashtags: 'e f' },
			},
		],
	])('above five are a warning, and no refusal: %s', async (_, parameters) => {
		const { json, error, hints } = await run(parameters);
		expect(error).toBeUndefined();
		expect(json[0].verdict).toBe('published');
		expect(json[0].warnings).toEqual([expect.stringMatching(/^The post has 6 hashtags\./)]);
		const shown = hints.filter(({ type }) => type === 'warning').map(({ message }) => message);
		expect(shown).toEqual(json[0].warnings);
	});
});
