import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { startChatModel, type ChatModel } from '../harness/chatModel';
import { sha256 } from '../harness/digest';
import { startFalQueue, type FalQueue } from '../harness/falQueue';
import { startRecordingHost, type RecordingHost } from '../harness/recordingHost';
import { startReplicate, type Replicate } from '../harness/replicate';
import { samplePng } from '../harness/samplePng';
import { until } from '../harness/until';
import type { Credential, Execution } from '../rig';
import { findProgram } from '../rig/serverProgram';
import { sampleVideo, type Account } from '../simulator';
import {
	readShippedWorkflow,
	shippedWorkflows,
	withCredentials,
	withoutWaiting,
	type ShippedWorkflow,
} from './shippedWorkflow';
import { Stage, webUrl } from './stage';

// Every workflow of the folder `workflows`, imported and run as a user would: only credentials are chosen. The hosts of
// their placeholders (a generator, a file host, a chat) are servers on loopback.
let stage: Stage;
let generator: RecordingHost;
let chat: RecordingHost;
/** What a person does when a message arrives in the chat. */
let onMessage: () => unknown;
let model: ChatModel;
let fal: FalQueue;
let replicate: Replicate;
let account: Account;
let credentials: Credential[];
/** Whether n8n makes data tables and lets people review tools: 2.x. */
let isNew: boolean;
/** Data tables that a workflow makes, and review of tools. */
const needsNew = new Set([
	...['daily-from-table', 'calendar-from-table', 'stats-to-table'],
	'ai-agent-approval',
]);
/** n8n's node types, with their versions. */
const known = new Map<string, number[]>();

/** Where the video lies, on each host of files. */
const clip = '/renders/clip.mp4';
const video = sampleVideo({ bytes: 300_000 });
/** What lies there when it is no video. */
const page = { bytes: Buffer.from('<html>no video</html>'), type: 'text/html' };
/** Larger than TikTok takes, and each a larger file than the one before. */
const pictures = [100, 500, 900].map((noisyRows) => samplePng(1200, 2000, noisyRows));
/** What n8n's editor gives the photo host as it is imported; its address has it. */
const hostId = randomUUID();
const hostPrefix = `${webUrl}/webhook/${hostId}/`;

beforeAll(async () => {
	findProgram('gm', 'graphicsmagick'); // n8n's Edit Image starts it
	generator = await startRecordingHost(({ path, body }) => {
		if (path !== '/v1/images') return { type: 'video/mp4', body: video };
		const place = ['puddle', 'reeds', 'sea'].findIndex((word) => body.includes(word));
		return { type: 'image/png', body: pictures[place] };
	});
	chat = await startRecordingHost(() => {
		onMessage();
		return { body: '{"ok":true}' };
	});
	model = await startChatModel();
	fal = await startFalQueue(`https://v3.fal.media${clip}`);
	replicate = await startReplicate(`https://replicate.delivery${clip}`);
	stage = await Stage.start({
		'generator.example.com': generator.origin,
		'chat.example.com': chat.origin,
		'queue.fal.run': fal.origin,
		'api.replicate.com': replicate.origin,
	});
	account = stage.account;
	for (const host of ['v3.fal.media', 'replicate.delivery']) {
		stage.simulator.hosts.set(host, stage.web.origin);
	}
	// Not n8n’s own: that is verified as a user does it.
	stage.webApp.urlProperties = ['media.example.com'];
	stage.simulator.hosts.set(new URL(webUrl).hostname, stage.n8n.url);
	const tikTok = await stage.credential('TikTok account', stage.webApp, {
		photoHostUrl: hostPrefix,
	});
	await stage.connect(tikTok);
	const openAi = await stage.rest.createCredential(
		'openAiApi',
		{ apiKey: 'sk-none', url: model.url },
		'Model',
	);
	credentials = [tikTok, openAi];
	isNew = (await stage.rest.majorVersion()) >= 2;
	for (const { name, version } of await stage.rest.nodeTypes('')) {
		known.set(name, [...(known.get(name) ?? []), ...[version as number | number[]].flat()]);
	}
}, 1_500_000);
beforeEach(() => {
	onMessage = () => undefined;
	stage.web.files.set(clip, { bytes: video });
	stage.nextMinute();
});
afterAll(async () => {
	await stage.stop();
	await Promise.all([generator, chat, model, fal, replicate].map((host) => host.stop()));
});

/** Stores a workflow with the credentials chosen. @returns its id */
async function stored(workflow: ShippedWorkflow): Promise<string> {
	return (await stage.rest.createWorkflow(withCredentials(workflow, credentials))).id;
}

/** Imports a file, to be run without its pauses. @returns the workflow's id */
const imported = async (file: string) => await stored(withoutWaiting(readShippedWorkflow(file)));

async function run(file: string, trigger = 'Execute Workflow'): Promise<Execution> {
	const execution = await stage.rest.runWorkflow(await imported(file), {
		triggerToStartFrom: trigger,
	});
	expect(execution.describeError()).toBe('No error.');
	return execution;
}

/** What the chat was told, the first message first. */
const texts = () => chat.received.map(({ body }) => (JSON.parse(body) as { text: string }).text);
const lastText = () => texts().at(-1);
const newPosts = (before: number) => stage.simulator.posts.slice(before);

describe.each(shippedWorkflows)('%s', (file) => {
	const workflow = readShippedWorkflow(file);

	test('has nodes that this n8n knows, in versions that it knows', () => {
		if (!isNew && needsNew.has(file)) return;
		for (const { type, typeVersion } of workflow.nodes) {
			expect([type, known.get(type) ?? []]).toEqual([type, expect.arrayContaining([typeVersion])]);
		}
	});
});

describe('run', () => {
	test('ai-video-direct-post: the generator’s file is on TikTok, with the AI label', async () => {
		const before = stage.simulator.posts.length;
		const execution = await run('ai-video-direct-post');
		expect(JSON.parse(generator.received.at(-1)?.body ?? '')).toMatchObject({
			aspect_ratio: '9:16',
			prompt: expect.stringContaining('paper boat'),
		});
		expect(execution.json('Post on TikTok')[0]).toMatchObject({ verdict: 'published' });
		expect(newPosts(before)).toEqual([
			expect.objectContaining({
				caption: 'Small boat, big city #ai #rain',
				visibility: 'SELF_ONLY',
				isAigc: true,
			}),
		]);
		expect(stage.simulator.uploads.at(-1)?.sha256).toBe(sha256(video));
	});

	describe('ai-video-draft', () => {
		const idea = 'Small boat, big city #ai #rain';

		test('the generator’s file is in the inbox, its caption in the chat; a day later a reminder', async () => {
			chat.received.length = 0;
			const execution = await run('ai-video-draft');
			expect(execution.json('Send Draft')[0]).toMatchObject({ verdict: 'in_inbox' });
			expect(stage.simulator.uploads.at(-1)?.sha256).toBe(sha256(video));
			expect(texts()).toEqual([
				`A draft is in your TikTok inbox. Its caption:\n${idea}`,
				`A draft from yesterday still waits in your TikTok inbox. Its caption:\n${idea}`,
			]);
		});

		test('no reminder when the draft was posted', async () => {
			chat.received.length = 0;
			// The person posts it as soon as the caption is there.
			const { simulator } = stage;
			onMessage = () => simulator.finishDraft(String(simulator.tasks.at(-1)?.publishId));
			const execution = await run('ai-video-draft');
			expect(execution.json('Ask TikTok')[0]).toMatchObject({ verdict: 'published' });
			expect(texts()).toHaveLength(1);
		});

		test('waits a day, which n8n may spend switched off', async () => {
			const id = await stage.rest.startWorkflow(
				await stored(readShippedWorkflow('ai-video-draft')),
				{ triggerToStartFrom: 'Execute Workflow' },
			);
			await stage.rest.waitForExecution(id, undefined, ['waiting']);
			await stage.rest.stopExecution(id);
		});
	});

	test('photo-carousel: three photos in their order', async () => {
		const execution = await run('photo-carousel');
		expect(execution.json('Post Photos')[0]).toMatchObject({
			verdict: 'published',
			requested: {
				title: 'Three days in Lisbon',
				photos: [1, 2, 3].map((number) => `https://media.example.com/photos/${number}.jpg`),
			},
		});
	});

	test('photo-host, ai-photo-carousel: the generator’s pictures are fetched from n8n, in their order', async () => {
		const { simulator, webApp, rest, n8n } = stage;
		const verification = simulator.enterPrefix(webApp, hostPrefix);
		const host = withCredentials(readShippedWorkflow('photo-host'), credentials);
		const { id } = await rest.createWorkflow({
			...host,
			nodes: host.nodes.map((node) =>
				node.type.endsWith('.tikTokPhotoHostTrigger')
					? {
							...node,
							webhookId: hostId,
							parameters: {
								...node.parameters,
								verificationFile: verification.fileName,
								verificationContent: verification.content,
							},
						}
					: node,
			),
		});
		await rest.activateWorkflow(id);
		// n8n 2 activates in the background.
		const file = `${n8n.url}/webhook/${hostId}/${verification.fileName}`;
		await until(async () => (await fetch(file)).status === 200);
		await simulator.verifyPrefix(verification);

		const before = simulator.posts.length;
		const execution = await run('ai-photo-carousel');
		expect(execution.json('Post Photos')[0]).toMatchObject({
			verdict: 'published',
			requested: { title: 'How far a paper boat gets', is_aigc: true },
		});
		expect(newPosts(before)).toEqual([
			expect.objectContaining({ media: 'PHOTO', isAigc: true, visibility: 'SELF_ONLY' }),
		]);
		const { downloads } = simulator.tasks.at(-1) ?? { downloads: [] };
		expect(downloads.map(({ url }) => url.startsWith(hostPrefix))).toEqual([true, true, true]);
		// The order shows in the sizes, which grow with the noise.
		const sizes = downloads.map(({ bytes }) => bytes);
		expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
		expect(JSON.stringify(execution.json('Post Photos'))).not.toContain('photo?t=');
		expect(await rest.listExecutions({ workflowId: id })).toEqual([]);
		await rest.deactivateWorkflow(id);
	});

	describe('post-wait-message', () => {
		// From here on another account posts, since six posts a minute are what TikTok allows.
		beforeAll(async () => {
			account = stage.simulator.addAccount({ username: 'second.maker' });
			credentials = [await stage.connectedTo(account), ...credentials.slice(1)];
		});

		test('tells that it is published', async () => {
			const execution = await run('post-wait-message');
			expect(execution.json('Post on TikTok')[0]).toMatchObject({
				verdict: 'processing',
				uploaded_bytes: video.length,
			});
			expect(lastText()).toBe('Published on TikTok: not for everyone, so without a link');
		});

		test('tells why TikTok gave it up', async () => {
			stage.simulator.failNextPost('duration_check_failed');
			const execution = await run('post-wait-message');
			expect(execution.json('Wait for TikTok')[0]).toMatchObject({ verdict: 'failed' });
			expect(lastText()).toMatch(/^TikTok gave the post up\. .*(duration|long|short)/);
		});

		test('tells why it was refused at once', async () => {
			stage.web.files.set(clip, page);
			await run('post-wait-message');
			expect(lastText()).toMatch(/^Not posted\. The file of ‘Video URL’ is a web page/);
		});
	});

	describe.each([
		['daily-from-table', 'Every Day at 18:00', 'Next Row'],
		['calendar-from-table', 'Every 15 Minutes', 'Due Rows'],
	])('%s', (file, trigger, rows) => {
		beforeAll(async () => {
			account = stage.simulator.addAccount({ username: `${file.split('-')[0]}.maker` });
			credentials = [await stage.connectedTo(account), ...credentials.slice(1)];
		});

		const from = async (id: string, triggerToStartFrom: string) => {
			const execution = await stage.rest.runWorkflow(id, { triggerToStartFrom });
			expect(execution.describeError()).toBe('No error.');
			return execution;
		};

		test('makes its table, posts the row once, writes what became of it', async () => {
			if (!isNew) return;
			const before = stage.simulator.posts.length;
			const id = await imported(file);
			await from(id, 'Set Up Once');
			const first = await from(id, trigger);
			// The calendar's row for tomorrow is not among them.
			expect(first.json(rows)).toHaveLength(1);
			expect(first.json('Write Verdict')).toEqual([
				expect.objectContaining({
					status: 'published',
					video_link: 'https://media.example.com/renders/clip.mp4',
				}),
			]);
			// The row is done: nothing is left for the next run.
			expect((await from(id, trigger)).runs('Post on TikTok')).toEqual([]);
			// Set up again, the same row is ready once more, as after a run that ended before the row was written.
			await from(id, 'Set Up Once');
			const again = await from(id, trigger);
			expect(again.json('Write Verdict')[0]).toMatchObject({ status: 'skipped' });
			expect(newPosts(before)).toHaveLength(1);
		});

		test('a refused row gets the reason', async () => {
			if (!isNew) return;
			stage.web.files.set(clip, page);
			const id = await imported(file);
			await from(id, 'Set Up Once');
			const execution = await from(id, trigger);
			expect(execution.json('Write Refusal')[0]).toMatchObject({
				status: 'refused',
				result: expect.stringContaining('‘Video URL’'),
			});
		});
	});

	describe('several-accounts', () => {
		test('each account gets its caption; a refused one stops no other, and alone is posted again', async () => {
			const accounts = ['one', 'two'].map((name) =>
				stage.simulator.addAccount({ username: `${name}.brand` }),
			);
			const chosen = [await stage.connectedTo(accounts[0]), await stage.connectedTo(accounts[1])];
			const workflow = readShippedWorkflow('several-accounts');
			// The person chooses a credential for each of the two steps.
			const { nodes, ...rest } = withCredentials(workflow, [chosen[0]]);
			const second = withCredentials(workflow, [chosen[1]]).nodes;
			const { id } = await stage.rest.createWorkflow({
				...rest,
				nodes: nodes.map((node, index) =>
					node.name === 'Post to Account 2' ? second[index] : node,
				),
			});
			const before = stage.simulator.posts.length;
			const report = async () => {
				const execution = await stage.rest.runWorkflow(id, {
					triggerToStartFrom: 'Execute Workflow',
				});
				expect(execution.describeError()).toBe('No error.');
				return lastText();
			};

			stage.simulator.failNextPost('duration_check_failed', accounts[1]);
			expect(await report()).toMatch(
				/^Account 1: published\nAccount 2: not posted\. .*(duration|long|short)/,
			);
			expect(await report()).toBe('Account 1: skipped\nAccount 2: published');
			expect(newPosts(before)).toEqual([
				expect.objectContaining({ account: accounts[0], caption: 'A boat in the rain #ai' }),
				expect.objectContaining({ account: accounts[1], caption: 'Ein Boot im Regen #ai' }),
			]);
		});
	});

	describe('stats-to-table', () => {
		const counts = { viewCount: 120, likeCount: 30, commentCount: 4, shareCount: 2 };
		const inTable = { views: 120, likes: 30, comments: 4, shares: 2 };

		test('a row for each video and day, renewed by a second run; one more after 24 hours', async () => {
			if (!isNew) return;
			account = stage.simulator.addAccount({ username: 'statistics' });
			credentials = [await stage.connectedTo(account), ...credentials.slice(1)];
			const [older, newer] = [
				stage.simulator.addPost(account, {
					...{ caption: 'older', createdAt: stage.simulator.clock.now() - 3_600_000 },
					...counts,
				}),
				stage.simulator.addPost(account, { caption: 'newer', ...counts }),
			];
			const id = await imported('stats-to-table');
			const from = async (triggerToStartFrom: string) => {
				const execution = await stage.rest.runWorkflow(id, { triggerToStartFrom });
				expect(execution.describeError()).toBe('No error.');
				return execution;
			};
			await from('Set Up Once');
			const first = (await from('Every Day at 06:00')).json('Write Day');
			const taken: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
			expect(first.map(({ video_id }) => video_id).sort()).toEqual([older.id, newer.id].sort());
			expect(first).toContainEqual(expect.objectContaining({ title: 'newer', taken, ...inTable }));
			newer.viewCount = 500;
			const second = (await from('Every Day at 06:00')).json('Write Day');
			expect(second.map((row) => row.id).sort()).toEqual(first.map((row) => row.id).sort());
			expect(second).toContainEqual(expect.objectContaining({ video_id: newer.id, views: 500 }));

			const [later] = (await from('New Post')).json('Write First Day');
			const after = { video_id: newer.id, taken: '24 hours after the post', views: 500 };
			expect(later).toMatchObject(after);
			expect(first.map((row) => row.id)).not.toContain(later.id);
		});
	});

	describe('generators', () => {
		beforeAll(async () => {
			account = stage.simulator.addAccount({ username: 'generator' });
			const header = await stage.rest.createCredential('httpHeaderAuth', {
				name: 'Authorization',
				value: `Key ${fal.key}`,
			});
			const bearer = await stage.rest.createCredential('httpBearerAuth', {
				token: replicate.token,
			});
			credentials = [await stage.connectedTo(account), header, bearer, ...credentials.slice(1)];
		});

		const ended = async (file: string) =>
			await stage.rest.runWorkflow(await imported(file), {
				triggerToStartFrom: 'Execute Workflow',
			});

		test('fal-video-post: asks until the video is there, and posts it', async () => {
			const before = stage.simulator.posts.length;
			const execution = await run('fal-video-post');
			expect(execution.runs('Ask fal.ai')).toHaveLength(3);
			expect(execution.json('Post on TikTok')[0]).toMatchObject({
				verdict: 'published',
				uploaded_bytes: video.length,
			});
			expect(newPosts(before)).toEqual([
				expect.objectContaining({ caption: 'Small boat, big city #ai #rain', isAigc: true }),
			]);
		});

		test('fal-video-post: ends with fal.ai’s reason where there is no video', async () => {
			const before = stage.simulator.posts.length;
			fal.nextRefusal = 'The prompt was flagged';
			expect((await ended('fal-video-post')).describeError()).toMatch(/The prompt was flagged/);
			expect(newPosts(before)).toEqual([]);
		});

		test('replicate-video-draft: asks until the video is there, and sends the draft', async () => {
			const execution = await run('replicate-video-draft');
			expect(execution.runs('Ask Replicate')).toHaveLength(2);
			expect(execution.json('Send Draft')[0]).toMatchObject({
				verdict: 'in_inbox',
				uploaded_bytes: video.length,
			});
		});

		test('replicate-video-draft: ends with Replicate’s reason where there is no video', async () => {
			const before = stage.simulator.tasks.length;
			replicate.nextFailure = 'The prompt was flagged';
			expect((await ended('replicate-video-draft')).describeError()).toMatch(
				/Replicate made no video: The prompt was flagged/,
			);
			expect(stage.simulator.tasks).toHaveLength(before);
		});
	});

	test('custom-call: the HTTP Request node lists videos, with an expired token', async () => {
		const post = stage.simulator.addPost(account, { caption: 'one of mine' });
		// On n8n 1.x the HTTP Request node does not renew it, as the note says.
		if (isNew) stage.simulator.expireAccessTokens();
		const execution = await run('custom-call');
		expect(execution.json('Videos')).toContainEqual(
			expect.objectContaining({ id: post.id, title: 'one of mine' }),
		);
	});

	describe('ai-agent-approval', () => {
		const input = {
			video_url: 'https://media.example.com/renders/clip.mp4',
			caption: 'A boat in the rain #ai',
		};
		const browser =
			'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

		/** Writes to the agent, as the editor's chat does, and waits for its question. @returns the execution, and the question */
		async function ask(): Promise<{
			id: string;
			text: string;
			buttons: Array<{ text: string; link: string }>;
		}> {
			const workflow = await imported('ai-agent-approval');
			const json = {
				sessionId: workflow,
				action: 'sendMessage',
				chatInput: `Post ${input.video_url}, a boat in the rain`,
			};
			const data = {
				startTime: 0,
				executionTime: 0,
				executionIndex: 0,
				executionStatus: 'success',
				source: [],
				data: { main: [[{ json }]] },
			};
			const started = await stage.rest.call('POST', `/rest/workflows/${workflow}/run`, {
				triggerToStartFrom: { name: 'Chat', data },
				chatSessionId: workflow,
			});
			const { executionId: id } = started as { executionId: string };
			const asked = await stage.rest.waitForExecution(id, undefined, ['waiting']);
			const [run] = asked.runs('Ask Me First');
			const [[{ sendMessage }]] = run.data?.ai_tool as unknown as [
				[{ sendMessage: Awaited<ReturnType<typeof ask>> }],
			];
			return { ...sendMessage, id };
		}

		/** Presses a button of the question; waits until the agent has answered. @returns what the model was told */
		async function press(button: { link: string }): Promise<string[]> {
			const { pathname, search } = new URL(button.link);
			const before = model.requests.length;
			await fetch(stage.n8n.url + pathname + search, { headers: { 'user-agent': browser } });
			await until(() => model.requests.length !== before);
			return model.toolResults();
		}

		test('asks with what it will post, and posts once it is approved', async () => {
			if (!isNew) return;
			const call = { tool: 'Post_on_TikTok', input: { toolParameters: input, hitlParameters: {} } };
			model.script.splice(0, Infinity, [call], 'It is there.');
			const before = stage.simulator.posts.length;
			const question = await ask();
			expect(question.text).toMatch(
				/A boat in the rain #ai.*renders\/clip\.mp4.*SELF_ONLY.*Music Usage Confirmation/s,
			);
			expect(newPosts(before)).toEqual([]);
			expect((await press(question.buttons[0])).join()).toMatch(/"verdict":"published"/);
			expect(newPosts(before)).toEqual([
				expect.objectContaining({ caption: input.caption, visibility: 'SELF_ONLY', isAigc: true }),
			]);
		});

		test('posts nothing when it is declined, and the model is told', async () => {
			if (!isNew) return;
			model.script.splice(
				0,
				Infinity,
				[{ tool: 'Post_on_TikTok', input: { toolParameters: input, hitlParameters: {} } }],
				'I will not.',
			);
			const before = stage.simulator.posts.length;
			const question = await ask();
			expect((await press(question.buttons[1])).join()).toMatch(/rejected the tool call/);
			expect(newPosts(before)).toEqual([]);
		});
	});
});
