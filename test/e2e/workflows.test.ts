import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { startChatModel, type ChatModel } from '../harness/chatModel';
import { sha256 } from '../harness/digest';
import { startRecordingHost, type RecordingHost } from '../harness/recordingHost';
import { samplePng } from '../harness/samplePng';
import { until } from '../harness/until';
import type { Credential, Execution } from '../rig';
import { findProgram } from '../rig/serverProgram';
import { sampleVideo, type Account } from '../simulator';
import { readShippedWorkflow, shippedWorkflows, withCredentials } from './shippedWorkflow';
import { Stage, webUrl } from './stage';

// Every workflow of the folder `workflows`, imported and run as a user would: only credentials are chosen. The hosts of
// their placeholders (a generator, a file host, a chat) are servers on loopback.
let stage: Stage;
let generator: RecordingHost;
let chat: RecordingHost;
let model: ChatModel;
let account: Account;
let credentials: Credential[];
/** Whether n8n makes data tables and lets people review tools: 2.x. */
let isNew: boolean;
/** n8n's node types, with their versions. */
const known = new Map<string, number[]>();

const video = sampleVideo({ bytes: 300_000 });
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
	chat = await startRecordingHost(() => ({ body: '{"ok":true}' }));
	model = await startChatModel();
	stage = await Stage.start({
		'generator.example.com': generator.origin,
		'chat.example.com': chat.origin,
	});
	account = stage.account;
	stage.web.files.set('/renders/clip.mp4', { bytes: video });
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
beforeEach(() => stage.nextMinute());
afterAll(async () => {
	await stage.stop();
	await Promise.all([generator.stop(), chat.stop(), model.stop()]);
});

/** Imports a file and chooses the credentials. @returns the workflow's id */
async function imported(file: string): Promise<string> {
	return (await stage.rest.createWorkflow(withCredentials(readShippedWorkflow(file), credentials)))
		.id;
}

async function run(file: string, trigger = 'Execute Workflow'): Promise<Execution> {
	const execution = await stage.rest.runWorkflow(await imported(file), {
		triggerToStartFrom: trigger,
	});
	expect(execution.describeError()).toBe('No error.');
	return execution;
}

const newPosts = (before: number) => stage.simulator.posts.slice(before);

describe.each(shippedWorkflows)('%s', (file) => {
	const workflow = readShippedWorkflow(file);

	test('has nodes that this n8n knows, in versions that it knows', () => {
		if (!isNew && ['daily-from-table', 'ai-agent-approval'].includes(file)) return;
		for (const { type, typeVersion } of workflow.nodes) {
			expect([type, known.get(type) ?? []]).toEqual([type, expect.arrayContaining([typeVersion])]);
		}
	});

	test('holds nobody’s credentials, explains itself, and is tidy', () => {
		expect(JSON.stringify(workflow)).not.toMatch(/"credentials"|instanceId|pinData":\{"/);
		const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(String(notes.find(({ name }) => name === 'About')?.parameters.content)).toMatch(
			/^# .*Before the first run/s,
		);
		const inNote = ([x, y]: [number, number]) =>
			notes.some(
				({ position: [left, top], parameters: { width, height } }) =>
					x >= left && y >= top && x + 96 <= left + Number(width) && y + 96 <= top + Number(height),
			);
		const steps = workflow.nodes.filter((node) => !notes.includes(node));
		expect(steps.filter(({ position }) => !inNote(position)).map(({ name }) => name)).toEqual([]);
		expect(new Set(steps.map(({ position }) => position.join())).size).toBe(steps.length);
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

	test('ai-video-draft: the generator’s file is in the inbox', async () => {
		const execution = await run('ai-video-draft');
		expect(execution.json('Send Draft')[0]).toMatchObject({ verdict: 'in_inbox' });
		expect(stage.simulator.uploads.at(-1)?.sha256).toBe(sha256(video));
	});

	test('video-link-post: n8n sends what the link leads to', async () => {
		const before = stage.simulator.posts.length;
		const execution = await run('video-link-post');
		expect(execution.json('Post on TikTok')[0]).toMatchObject({
			verdict: 'published',
			uploaded_bytes: video.length,
		});
		expect(newPosts(before)).toHaveLength(1);
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

		const lastText = () =>
			(JSON.parse(chat.received.at(-1)?.body ?? '{}') as { text?: string }).text;

		test('tells that it is published', async () => {
			const execution = await run('post-wait-message');
			expect(execution.json('Post on TikTok')[0]).toMatchObject({ verdict: 'processing' });
			expect(lastText()).toBe('Published on TikTok: not for everyone, so without a link');
		});

		test('tells why TikTok gave it up', async () => {
			stage.simulator.failNextPost('duration_check_failed');
			const execution = await run('post-wait-message');
			expect(execution.json('Wait for TikTok')[0]).toMatchObject({ verdict: 'failed' });
			expect(lastText()).toMatch(/^TikTok gave the post up\. .*(duration|long|short)/);
		});

		test('tells why it was refused at once', async () => {
			stage.web.files.set('/renders/clip.mp4', {
				bytes: Buffer.from('<html>no video</html>'),
				type: 'text/html',
			});
			await run('post-wait-message');
			stage.web.files.set('/renders/clip.mp4', { bytes: video });
			expect(lastText()).toMatch(/^Not posted\. The file of ‘Video URL’ is a web page/);
		});
	});

	test('daily-from-table: makes its table, posts the row once, writes what became of it', async () => {
		if (!isNew) return;
		const before = stage.simulator.posts.length;
		const id = await imported('daily-from-table');
		const from = async (trigger: string) => {
			const execution = await stage.rest.runWorkflow(id, { triggerToStartFrom: trigger });
			expect(execution.describeError()).toBe('No error.');
			return execution;
		};
		await from('Set Up Once');
		const first = await from('Every Day at 18:00');
		expect(first.json('Write Verdict')[0]).toMatchObject({
			status: 'published',
			video_link: 'https://media.example.com/renders/clip.mp4',
		});
		// The row is done: nothing is left for tomorrow.
		expect((await from('Every Day at 18:00')).runs('Post on TikTok')).toEqual([]);
		// Set up again, the same row is ready once more, as after a run that ended before the row was written.
		await from('Set Up Once');
		const again = await from('Every Day at 18:00');
		expect(again.json('Write Verdict')[0]).toMatchObject({ status: 'skipped' });
		expect(newPosts(before)).toHaveLength(1);
	});

	test('daily-from-table: a refused row gets the reason', async () => {
		if (!isNew) return;
		stage.web.files.set('/renders/clip.mp4', {
			bytes: Buffer.from('<html>no video</html>'),
			type: 'text/html',
		});
		const workflow = withCredentials(readShippedWorkflow('daily-from-table'), credentials);
		const { id } = await stage.rest.createWorkflow(workflow);
		await stage.rest.runWorkflow(id, { triggerToStartFrom: 'Set Up Once' });
		const execution = await stage.rest.runWorkflow(id, {
			triggerToStartFrom: 'Every Day at 18:00',
		});
		stage.web.files.set('/renders/clip.mp4', { bytes: video });
		expect(execution.json('Write Refusal')[0]).toMatchObject({
			status: 'refused',
			result: expect.stringContaining('‘Video URL’'),
		});
	});

	test('custom-call: the HTTP Request node lists videos, with an expired token', async () => {
		const post = stage.simulator.addPost(account, { caption: 'one of mine' });
		stage.simulator.expireAccessTokens();
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
