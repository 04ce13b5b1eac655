import { beforeAll, describe, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { TikTok } from '../../nodes/TikTok/TikTok.node';
import { useEngine, useSkippedTime } from '../harness/setUps';
import type { Post } from '../simulator';

useSkippedTime();
const engine = useEngine();
let video: Post;
beforeAll(() => {
	video = engine.simulator.addPost(engine.account, { caption: 'Up', viewCount: 7 });
});

const list = { resource: 'video', operation: 'getAll' };
const user = { resource: 'user', operation: 'getInfo' };
const get = () => ({ resource: 'video', operation: 'get', videoIds: video.id });

async function first(parameters: INodeParameters, asTool = true): Promise<IDataObject> {
	const { json, error } = await engine.run(parameters, { asTool });
	expect(error).toBeUndefined();
	return json[0];
}

describe('Output, where an agent calls the node', () => {
	test.each([
		['Get Many', () => list, 'embed_html'],
		['Get', get, 'embed_html'],
		['User', () => user, 'avatar_large_url'],
	])('%s: simplified unless told otherwise, ten fields at most', async (_, parameters, onlyRaw) => {
		const simple = await first(parameters());
		expect(simple).not.toHaveProperty(onlyRaw);
		expect(Object.keys(simple).filter((key) => key !== 'available').length).toBeLessThanOrEqual(10);
		expect(await first({ ...parameters(), output: 'simplified' })).toEqual(simple);
		expect(await first({ ...parameters(), output: 'raw' })).toHaveProperty(onlyRaw);
	});

	test.each<[string, () => INodeParameters, unknown, string[]]>([
		['none chosen', () => list, [], ['id']],
		['two', () => list, ['view_count', 'created_at'], ['id', 'view_count', 'created_at']],
		[
			'by their labels, in a text',
			() => list,
			'Share URL, like_count',
			['id', 'share_url', 'like_count'],
		],
		['of a video by its ID', get, ['title'], ['id', 'title', 'available']],
		['of a user', () => user, ['follower_count'], ['open_id', 'follower_count']],
	])(
		'Selected Fields: the ID and what is chosen: %s',
		async (_, parameters, outputFields, keys) => {
			const output = await first({
				...parameters(),
				output: 'selectedFields',
				outputFields: outputFields as string[],
			});
			expect(Object.keys(output)).toEqual(keys);
		},
	);

	test('Simplify has no say there, and Output none elsewhere', async () => {
		expect(await first({ ...list, simple: false })).not.toHaveProperty('embed_html');
		expect(await first({ ...list, output: 'raw' }, false)).not.toHaveProperty('embed_html');
		expect(await first({ ...list, simple: false }, false)).toHaveProperty('embed_html');
	});
});

test('every operation that can answer with more than ten fields has it', () => {
	const { properties } = new TikTok().description;
	const operationsWith = (wanted: string) =>
		properties
			.filter(({ name }) => name === wanted)
			.map(
				({ displayOptions: { show = {} } = {} }) =>
					`${String(show.resource)}/${String(show.operation)}`,
			);
	expect(operationsWith('output')).toEqual(operationsWith('simple'));
});
