import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { startChatModel, type ChatModel } from '../harness/chatModel';
import {
	manualTrigger,
	node,
	TIKTOK_CREDENTIAL,
	TIKTOK_NODE,
	type Credential,
	type Execution,
	type NodeSettings,
	type WorkflowInput,
} from '../rig';
import { Stage } from './stage';

// n8n's AI Agent with our node as its tool, and a model that says what the test tells it.
let stage: Stage;
let model: ChatModel;
let tikTok: Credential;
let openAi: Credential;

beforeAll(async () => {
	model = await startChatModel();
	stage = await Stage.start();
	tikTok = await stage.credential('TikTok account', stage.webApp);
	await stage.connect(tikTok);
	openAi = await stage.rest.createCredential(
		'openAiApi',
		{ apiKey: 'sk-none', url: model.url },
		'Model',
	);
}, 1_500_000);
beforeEach(() => {
	stage.nextMinute();
	model.script.length = 0;
});
afterAll(async () => {
	await stage.stop();
	await model.stop();
});

const langchain = '@n8n/n8n-nodes-langchain';

/** What n8n writes into a field when its star button is pressed. */
const leftToModel = (key: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, 'string') }}`;

const directPost = {
	resource: 'video',
	operation: 'directPost',
	videoSource: 'sendFromUrl',
	videoUrl: leftToModel('Video_URL'),
	caption: leftToModel('Caption'),
	privacyLevel: leftToModel('Privacy_Level_Name_or_ID'),
	isAigc: true,
};
const input = {
	Video_URL: 'https://media.example.com/clip.mp4',
	Caption: 'By an agent #ai',
	Privacy_Level_Name_or_ID: 'SELF_ONLY',
};

/** Runs an agent with the node as its only tool, behind a step with a file. */
async function runAgent(parameters: IDataObject, settings: NodeSettings = {}): Promise<Execution> {
	const to = (name: string, type = 'main') => ({ [type]: [[{ node: name, type, index: 0 }]] });
	const download = {
		url: 'https://media.example.com/file.mp4',
		options: { response: { response: { responseFormat: 'file' } } },
	};
	const workflow = {
		name: 'Agent',
		nodes: [
			manualTrigger(),
			node('n8n-nodes-base.httpRequest', download, { name: 'Video', typeVersion: 4.2 }),
			node(
				`${langchain}.agent`,
				{ promptType: 'define', text: 'Post the video', options: {} },
				{ name: 'AI Agent', typeVersion: 3 },
			),
			{
				...node(
					`${langchain}.lmChatOpenAi`,
					{ model: { __rl: true, mode: 'list', value: 'scripted' }, options: {} },
					{ name: 'Model', typeVersion: 1.2 },
				),
				credentials: { openAiApi: { id: openAi.id, name: openAi.name } },
			},
			{
				...node(`${TIKTOK_NODE}Tool`, parameters, { name: 'TikTok', typeVersion: 1, ...settings }),
				credentials: { [TIKTOK_CREDENTIAL]: { id: tikTok.id, name: tikTok.name } },
			},
		],
		connections: {
			'Manual Trigger': to('Video'),
			Video: to('AI Agent'),
			Model: to('AI Agent', 'ai_languageModel'),
			TikTok: to('AI Agent', 'ai_tool'),
		},
		settings: { executionOrder: 'v1' },
	};
	// The rig's type knows main connections only.
	const { id } = await stage.rest.createWorkflow(workflow as unknown as WorkflowInput);
	return await stage.rest.runWorkflow(id);
}

const newPosts = (before: number) => stage.simulator.posts.slice(before);
/** The outputs that the model got of its last round of tool calls. */
const results = () => model.toolResults().map((text) => (JSON.parse(text) as IDataObject[])[0]);

test('the model is told what the tool does and what it wants', async () => {
	model.script.push('Nothing to do.');
	await runAgent(directPost);
	expect(model.requests.at(-1)?.tools).toEqual([
		{
			type: 'function',
			function: expect.objectContaining({
				name: 'TikTok',
				description: 'Post video directly in TikTok',
				parameters: expect.objectContaining({
					properties: {
						Video_URL: { type: 'string' },
						Caption: { type: 'string' },
						Privacy_Level_Name_or_ID: { type: 'string' },
					},
					required: ['Video_URL', 'Caption', 'Privacy_Level_Name_or_ID'],
					additionalProperties: false,
				}),
			}),
		},
	]);
});

describe('posts', () => {
	test('once, with what the model filled in; the output is short', async () => {
		const before = stage.simulator.posts.length;
		model.script.push([{ tool: 'TikTok', input }]);
		expect((await runAgent(directPost)).describeError()).toBe('No error.');
		expect(results()).toEqual([
			expect.objectContaining({ verdict: 'published', creator_username: 'clip.maker' }),
		]);
		expect(newPosts(before)).toEqual([
			expect.objectContaining({
				caption: 'By an agent #ai',
				visibility: 'SELF_ONLY',
				isAigc: true,
				commentDisabled: true,
			}),
		]);
		expect(model.toolResults()[0].length).toBeLessThan(800);
	});

	test.each([
		['one after the other', [[{ tool: 'TikTok', input }], [{ tool: 'TikTok', input }]]],
		[
			'at once',
			[
				[
					{ tool: 'TikTok', input },
					{ tool: 'TikTok', input },
				],
			],
		],
	])('once, when the model calls twice with the same content, %s', async (_, script) => {
		const before = stage.simulator.posts.length;
		model.script.push(...script);
		await runAgent(directPost);
		const [first, second] = results();
		expect(second).toEqual(first);
		expect(newPosts(before)).toHaveLength(1);
	});

	test('twice, when the model has two different posts', async () => {
		const before = stage.simulator.posts.length;
		model.script.push([
			{ tool: 'TikTok', input },
			{ tool: 'TikTok', input: { ...input, Caption: 'Another one' } },
		]);
		await runAgent(directPost);
		expect(newPosts(before).map(({ caption }) => caption)).toEqual([
			'By an agent #ai',
			'Another one',
		]);
	});

	test('the file of an earlier step, which the field names by an expression', async () => {
		const before = stage.simulator.posts.length;
		model.script.push([{ tool: 'TikTok', input: { Caption: 'From a file' } }]);
		const file = {
			videoSource: 'binary',
			binaryPropertyName: "={{ $('Video').item.binary.data }}",
		};
		await runAgent({
			resource: 'video',
			operation: 'directPost',
			...file,
			caption: leftToModel('Caption'),
			privacyLevel: 'SELF_ONLY',
		});
		expect(results()).toEqual([expect.objectContaining({ verdict: 'published' })]);
		expect(newPosts(before)).toHaveLength(1);
	});

	test('a privacy level in the app’s words', async () => {
		const before = stage.simulator.posts.length;
		model.script.push([
			{ tool: 'TikTok', input: { ...input, Privacy_Level_Name_or_ID: 'only me' } },
		]);
		await runAgent(directPost);
		expect(newPosts(before)).toEqual([expect.objectContaining({ visibility: 'SELF_ONLY' })]);
	});
});

test('a draft, which its owner looks at in the app', async () => {
	model.script.push([{ tool: 'TikTok', input: { Video_URL: input.Video_URL } }]);
	await runAgent({
		resource: 'video',
		operation: 'uploadDraft',
		videoSource: 'sendFromUrl',
		videoUrl: leftToModel('Video_URL'),
	});
	expect(model.requests.at(-1)?.tools[0].function.description).toBe(
		'Upload video as draft in TikTok',
	);
	expect(results()).toEqual([expect.objectContaining({ verdict: 'in_inbox' })]);
});

describe('hashtags', () => {
	const withHashtags = { ...directPost, options: { hashtags: leftToModel('Hashtags') } };

	test('are picked by the model, as it writes them', async () => {
		const before = stage.simulator.posts.length;
		model.script.push([
			{ tool: 'TikTok', input: { ...input, Hashtags: '["Sky", "#ai", "New York"]' } },
		]);
		await runAgent(withHashtags);
		expect(newPosts(before).map(({ caption }) => caption)).toEqual([
			'By an agent #ai #Sky #NewYork',
		]);
	});

	test('above five, a warning reaches the model with the verdict', async () => {
		model.script.push([{ tool: 'TikTok', input: { ...input, Hashtags: 'a b c d e' } }]);
		await runAgent(withHashtags);
		expect(results()).toEqual([
			expect.objectContaining({
				verdict: 'published',
				warnings: [expect.stringContaining('The post has 6 hashtags.')],
			}),
		]);
	});

	test('too many characters: the model is told by how many, and has mended it one turn later', async () => {
		const before = stage.simulator.posts.length;
		const turns = model.requests.length;
		const long = { ...input, Caption: 'x'.repeat(2_198) };
		model.script.push(
			[{ tool: 'TikTok', input: { ...long, Hashtags: 'ai' } }],
			[{ tool: 'TikTok', input: { ...long, Hashtags: '' } }],
		);
		expect((await runAgent(withHashtags)).describeError()).toBe('No error.');
		const [refused, posted] = results();
		expect(refused.error).toMatch(
			/‘Caption’ with its ‘Hashtags’ has 2,202 characters.*Shorten it by 2/s,
		);
		expect(posted).toMatchObject({ verdict: 'published' });
		// Refused, mended, done.
		expect(model.requests.length - turns).toBe(3);
		expect(newPosts(before).map(({ caption }) => caption)).toEqual([long.Caption]);
	});
});

describe('reads', () => {
	test('a video that the model names by its link, with the fields that are selected', async () => {
		const post = stage.simulator.addPost(stage.account, { caption: 'Clouds', viewCount: 7 });
		const link = `https://www.tiktok.com/@clip.maker/video/${post.id}`;
		model.script.push([{ tool: 'TikTok', input: { Video: link } }]);
		await runAgent({
			resource: 'video',
			operation: 'get',
			videoIds: { __rl: true, mode: 'id', value: leftToModel('Video') },
			output: 'selectedFields',
			outputFields: ['view_count'],
		});
		expect(results()).toEqual([{ id: post.id, view_count: 7, available: true }]);
	});

	test('many videos: ten fields of each, unless all are wanted', async () => {
		const list = { resource: 'video', operation: 'getAll', limit: 1 };
		for (const [output, hasAll] of [
			['simplified', false],
			['raw', true],
		] as const) {
			model.script.push([{ tool: 'TikTok', input: {} }]);
			await runAgent({ ...list, output });
			expect('embed_html' in results()[0]).toBe(hasAll);
		}
	});
});

describe('a refusal reaches the model with the way out, and without secrets', () => {
	test('a wrong input, which the model then mends', async () => {
		const before = stage.simulator.posts.length;
		model.script.push(
			[{ tool: 'TikTok', input: { ...input, Privacy_Level_Name_or_ID: 'private' } }],
			[{ tool: 'TikTok', input }],
		);
		await runAgent(directPost);
		const [refused, posted] = results();
		expect(refused.error).toMatch(
			/private, which the account @clip\.maker does not offer\. Choose one of: .*SELF_ONLY/,
		);
		expect(posted).toMatchObject({ verdict: 'published' });
		expect(newPosts(before)).toHaveLength(1);
	});

	test('a refusal of TikTok’s', async () => {
		const app = stage.simulator.addApp({ platform: 'web', redirectUris: [stage.n8n.redirectUrl] });
		const audited = tikTok;
		tikTok = await stage.credential('Unaudited', app);
		await stage.connect(tikTok);
		model.script.push([{ tool: 'TikTok', input }]);
		await runAgent(directPost);
		tikTok = audited;
		expect(results()[0].error).toMatch(
			/has not passed TikTok’s audit.*switch Private account on.*unaudited_client/s,
		);
	});

	test('with On Error: Continue, the message has the way out', async () => {
		model.script.push([{ tool: 'TikTok', input: { ...input, Caption: 'x'.repeat(2_300) } }]);
		await runAgent(directPost, { onError: 'continueRegularOutput' });
		expect(results()[0]).toMatchObject({
			error: expect.stringContaining('2,300 characters'),
			message: expect.stringMatching(/2,300 characters.*Shorten it by 100/s),
		});
	});

	// The last one: its faults outlive it.
	test('an upload that TikTok no longer takes', async () => {
		const before = stage.simulator.posts.length;
		stage.simulator.fault('upload', { kind: 'status', status: 403, times: 50 });
		model.script.push([{ tool: 'TikTok', input }]);
		await runAgent(directPost);
		expect(results()[0].error).toMatch(/upload/i);
		expect(newPosts(before)).toEqual([]);
	});
});

test('in all this, no secret was told to the model', () => {
	const requests = JSON.stringify(model.requests);
	expect(model.requests.length).toBeGreaterThan(15);
	expect(stage.simulator.secrets.size).toBeGreaterThan(10);
	expect([...stage.simulator.secrets].filter((secret) => requests.includes(secret))).toEqual([]);
});
