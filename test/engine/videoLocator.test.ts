import { beforeAll, describe, expect, test } from '@jest/globals';
import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

import { useEngine, useSkippedTime } from '../harness/setUps';
import type { Post } from '../simulator';

useSkippedTime();
const engine = useEngine();
let posts: Post[];
beforeAll(() => {
	posts = Array.from({ length: 45 }, (_, index) =>
		engine.simulator.addPost(engine.account, {
			createdAt: Date.UTC(2026, 9, 1) + index * 3_600_000,
			caption: index % 20 === 7 ? `Clouds ${index}` : `Clip ${index}`,
		}),
	).reverse();
});

const idsOf = (some: Post[]) => some.map(({ id }) => id);
const by = (mode: string, value: unknown) =>
	({ __rl: true, mode, value }) as INodeParameterResourceLocator;

describe('Video: Get', () => {
	test.each<[string, () => unknown, () => string[]]>([
		['From List', () => by('list', posts[3].id), () => [posts[3].id]],
		[
			'By URL',
			() => by('url', `https://www.tiktok.com/@clip.maker/video/${posts[2].id}?lang=en`),
			() => [posts[2].id],
		],
		[
			'By URL, as m.tiktok.com has it',
			() => by('url', `https://m.tiktok.com/v/${posts[2].id}.html?u_code=1`),
			() => [posts[2].id],
		],
		[
			'By URL, as players on other pages have it',
			() => by('url', `https://www.tiktok.com/embed/v2/${posts[2].id}`),
			() => [posts[2].id],
		],
		['By ID', () => by('id', posts[1].id), () => [posts[1].id]],
		[
			'several by ID, separated by semicolons',
			() => by('id', `${posts[1].id};${posts[0].id}`),
			() => idsOf([posts[1], posts[0]]),
		],
		[
			'several by ID, separated by commas',
			() => by('id', `${posts[1].id}, ${posts[0].id}`),
			() => idsOf([posts[1], posts[0]]),
		],
		[
			'several by an expression that gives a list',
			() => by('id', `={{ ["${posts[4].id}", "${posts[5].id}"] }}`),
			() => idsOf([posts[4], posts[5]]),
		],
		[
			'several links by an expression',
			() => by('url', `={{ ["https://www.tiktok.com/@x/video/${posts[4].id}"] }}`),
			() => [posts[4].id],
		],
		[
			'what Get Many puts out',
			() => by('id', `={{ [{ id: "${posts[6].id}" }, { id: "${posts[7].id}" }] }}`),
			() => idsOf([posts[6], posts[7]]),
		],
		['a text, as version 1.0.0 has it', () => `${posts[8].id}`, () => [posts[8].id]],
		[
			'an expression, as version 1.0.0 has it',
			() => `={{ ["${posts[8].id}"] }}`,
			() => [posts[8].id],
		],
	])('%s', async (_, videoIds, ids) => {
		const { json, error } = await engine.run({
			resource: 'video',
			operation: 'get',
			videoIds: videoIds(),
		} as INodeParameters);
		expect(error).toBeUndefined();
		expect(json.map(({ id }) => id)).toEqual(ids());
		expect(json.every(({ available }) => available === true)).toBe(true);
	});

	test.each<[string, string, string]>([
		['url', 'https://vm.tiktok.com/ZMabc/', 'Open a short one (vm.tiktok.com) in a browser'],
		['id', 'clip', 'Enter the digits of the ID'],
		['list', '', 'Parameter "Video" is required'],
	])('n8n does not even start with %s %j', async (mode, value, issue) => {
		const parameters = { resource: 'video', operation: 'get', videoIds: by(mode, value) };
		await expect(engine.run(parameters)).rejects.toThrow(issue);
	});
});

describe('From List', () => {
	test('has each public video once, newest first, a page at a time', async () => {
		const values: unknown[] = [];
		let token: string | undefined;
		do {
			const page = await engine.searchVideos('', token);
			values.push(...page.results.map(({ value }) => value));
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);
		expect(values).toEqual(idsOf(posts));
	});

	test('an entry says title and day, and leads to the video', async () => {
		const [entry] = (await engine.searchVideos()).results;
		expect(entry.name).toMatch(/^Clip 44, 2026-10-02$/);
		expect(entry.url).toContain(posts[0].id);
	});

	test('is searched through its pages, whatever the case', async () => {
		const first = await engine.searchVideos('cLOUDs');
		expect(first.results.map(({ name }) => name.split(',')[0])).toEqual(['Clouds 27']);
		const second = await engine.searchVideos('clouds', first.paginationToken as string);
		expect(second.results.map(({ name }) => name.split(',')[0])).toEqual(['Clouds 7']);
		expect(await engine.searchVideos('nowhere')).toEqual({ results: [] });
	});

	test('says which permission is missing', async () => {
		engine.connect(['user.info.basic']);
		await expect(engine.searchVideos()).rejects.toMatchObject({
			description: expect.stringContaining('List Videos'),
		});
		engine.connect();
	});
});
