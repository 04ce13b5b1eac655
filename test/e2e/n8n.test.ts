import { createHash } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { until } from '../harness/until';
import {
	chain,
	httpRequest,
	itemsNode,
	node,
	readFiles,
	tikTok,
	TIKTOK_NODE,
	type Credential,
} from '../rig';
import { sampleVideo, type App } from '../simulator';
import { isOlderLine, Stage, webUrl } from './stage';

// One n8n for all: the tests build on each other's connection, in order, as a user's day does.
let stage: Stage;
let credential: Credential;

beforeAll(async () => {
	stage = await Stage.start();
	credential = await stage.credential('TikTok account', stage.webApp);
}, 1_500_000);
beforeEach(() => stage.nextMinute());
afterAll(async () => await stage.stop());

const creatorInfo = { resource: 'creator', operation: 'getInfo' };
const directPost = {
	resource: 'video',
	operation: 'directPost',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	caption: 'From n8n #test',
};
/** The first variable is for 1.x. */
const databaseStore = {
	N8N_AVAILABLE_BINARY_DATA_MODES: 'filesystem,database',
	N8N_DEFAULT_BINARY_DATA_MODE: 'database',
};
const exchangePath = '/v2/oauth/token/';

test('n8n lists the node of the packed package under its production name', async () => {
	const types = await stage.rest.nodeTypes('n8n-nodes-tiktok-publisher');
	expect(types.map(({ name }) => name)).toContain(TIKTOK_NODE);
});

describe('connect', () => {
	test('a workflow with a credential that was never connected says what to do', async () => {
		const execution = await stage.tikTok(credential, creatorInfo);
		expect(execution.describeError()).toMatch(/not connected to an account yet.*press Connect/s);
	});

	test('as Web app, through n8n’s own authorize and callback endpoints', async () => {
		const result = await stage.connect(credential);
		expect(result).toMatchObject({ connected: true });
		const asked = new URL(result.authorizeUrl);
		expect(asked.origin + asked.pathname).toBe('https://www.tiktok.com/v2/auth/authorize/');
		expect(asked.searchParams.get('client_key')).toBe(stage.webApp.clientKey);
		expect(asked.searchParams.get('redirect_uri')).toBe(
			`${webUrl}/rest/oauth2-credential/callback`,
		);
		expect(asked.searchParams.get('code_challenge')).toBeNull();
		expect(asked.searchParams.get('scope')?.split(',')).toEqual([
			'user.info.basic',
			'video.publish',
			'video.upload',
			'user.info.profile',
			'user.info.stats',
			'video.list',
		]);
	});
});

describe('reads', () => {
	test('creator info and user info', async () => {
		const creator = await stage.tikTok(credential, creatorInfo);
		expect(creator.json('TikTok')[0]).toMatchObject({
			creator_username: 'clip.maker',
			creator_nickname: 'Clip Maker',
		});
		const user = await stage.tikTok(credential, { resource: 'user', operation: 'getInfo' });
		expect(user.json('TikTok')[0]).toMatchObject({
			username: 'clip.maker',
			display_name: 'Clip Maker',
		});
	});

	test('videos: get many and get', async () => {
		const posts = Array.from({ length: 25 }, (_, index) =>
			stage.simulator.addPost(stage.account, {
				caption: `clip ${index}`,
				createdAt: stage.simulator.clock.now() - index * 60_000,
			}),
		);
		const many = await stage.tikTok(credential, {
			resource: 'video',
			operation: 'getAll',
			returnAll: true,
		});
		const ids = many.json('TikTok').map(({ id }) => id);
		expect(new Set(ids)).toEqual(new Set(posts.map(({ id }) => id)));
		const one = await stage.tikTok(credential, {
			resource: 'video',
			operation: 'get',
			videoIds: posts[3].id,
		});
		expect(one.json('TikTok')).toEqual([
			expect.objectContaining({ id: posts[3].id, title: 'clip 3', available: true }),
		]);
	});

	test('the privacy list of the editor, with an expired token', async () => {
		stage.simulator.expireAccessTokens();
		const before = stage.refreshes;
		const options = await stage.rest.dynamicOptions({
			nodeType: TIKTOK_NODE,
			method: 'getPrivacyLevels',
			path: 'parameters.privacyLevel',
			parameters: { resource: 'video', operation: 'directPost' },
			credentials: { tikTokOAuth2Api: { id: credential.id, name: credential.name } },
		});
		expect(options.map(({ value }) => value)).toEqual([
			'PUBLIC_TO_EVERYONE',
			'MUTUAL_FOLLOW_FRIENDS',
			'SELF_ONLY',
		]);
		expect(stage.refreshes - before).toBe(1);
	});
});

describe('posts', () => {
	test('a file of 150 MB goes up in several parts and arrives byte for byte, once, on the upload server of another region', async () => {
		const { uploadHosts } = stage.simulator.rules;
		stage.simulator.rules.uploadHosts = ['open-upload.tiktokapis.us'];
		const bytes = sampleVideo({ bytes: 150_000_000 });
		const file = await stage.file('large.mp4', bytes);
		const before = stage.simulator.posts.length;
		const execution = await stage.tikTok(credential, directPost, { file: file.path });
		expect(execution.describeError()).toBe('No error.');
		const [post] = stage.simulator.posts.slice(before);
		expect(execution.json('TikTok')[0]).toMatchObject({
			verdict: 'published',
			post_ids: [post.id],
			post_url: `https://www.tiktok.com/@clip.maker/video/${post.id}`,
			creator_username: 'clip.maker',
		});
		expect(post.id).toMatch(/^\d{19}$/);
		const upload = stage.simulator.uploads.at(-1);
		expect(upload).toMatchObject({
			receivedBytes: 150_000_000,
			totalChunkCount: isOlderLine ? 15 : 3,
			sha256: file.sha256,
		});
		expect(stage.simulator.posts.length - before).toBe(1);
		expect(
			new Set(
				stage.simulator.calls.filter(({ method }) => method === 'PUT').map(({ host }) => host),
			),
		).toEqual(new Set(['open-upload.tiktokapis.us']));
		stage.simulator.rules.uploadHosts = uploadHosts;
	});

	test('the link of another host goes on as one stream, without domain verification', async () => {
		const bytes = sampleVideo({ bytes: 70_000_000 });
		stage.web.files.set('/render.mp4?signature=1', { bytes });
		const execution = await stage.tikTok(credential, {
			...directPost,
			videoSource: 'sendFromUrl',
			videoUrl: 'https://cdn.elsewhere.example/render.mp4?signature=1',
		});
		expect(execution.describeError()).toBe('No error.');
		expect(execution.json('TikTok')[0]).toMatchObject({
			verdict: 'published',
			uploaded_bytes: bytes.length,
		});
		expect(stage.simulator.uploads.at(-1)?.sha256).toBe(
			createHash('sha256').update(bytes).digest('hex'),
		);
	});

	test('Retry On Fail posts once when the answer to the last chunk is lost', async () => {
		const { path } = await stage.file('retried.mp4', sampleVideo());
		const before = { inits: stage.simulator.tasks.length, posts: stage.simulator.posts.length };
		stage.simulator.fault('upload', { at: 'after body', kind: 'reset' });
		stage.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_params', message: 'Not now', log_id: '1' },
		});
		const execution = await stage.tikTok(credential, directPost, {
			file: path,
			retryOnFail: true,
			maxTries: 5,
		});
		expect(execution.describeError()).toBe('No error.');
		expect(execution.json('TikTok')[0]).toMatchObject({ verdict: 'published' });
		expect(stage.simulator.tasks.length - before.inits).toBe(1);
		expect(stage.simulator.posts.length - before.posts).toBe(1);
	});

	test('a draft goes to the inbox', async () => {
		const { path } = await stage.file('draft.mp4', sampleVideo());
		const execution = await stage.tikTok(
			credential,
			{ resource: 'video', operation: 'uploadDraft' },
			{ file: path },
		);
		expect(execution.json('TikTok')[0]).toMatchObject({ verdict: 'in_inbox' });
	});

	test('a photo carousel', async () => {
		const execution = await stage.tikTok(credential, {
			resource: 'photo',
			operation: 'directPost',
			photoUrls: [1, 2, 3].map((number) => `https://media.example.com/${number}.jpg`),
			photoTitle: 'Three days',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
		});
		expect(execution.describeError()).toBe('No error.');
		expect(execution.json('TikTok')[0]).toMatchObject({
			verdict: 'published',
			post_url: expect.stringContaining('/photo/'),
		});
	});

	test('a video that TikTok pulls: post without waiting, status, wait', async () => {
		stage.simulator.processingMs = 3_000;
		const begun = await stage.tikTok(credential, {
			...directPost,
			videoSource: 'pullFromUrl',
			videoUrl: 'https://media.example.com/clip.mp4',
			options: { waitForCompletion: false },
		});
		const publishId = String(begun.json('TikTok')[0].publish_id);
		const status = await stage.tikTok(credential, {
			resource: 'publish',
			operation: 'getStatus',
			publishId,
		});
		expect(status.json('TikTok')[0]).toMatchObject({
			publish_id: publishId,
			verdict: 'processing',
		});
		const done = await stage.tikTok(credential, {
			resource: 'publish',
			operation: 'waitForCompletion',
			publishId,
		});
		stage.simulator.processingMs = 300;
		expect(done.json('TikTok')[0]).toMatchObject({ publish_id: publishId, verdict: 'published' });
	});

	test('cancel', async () => {
		const canceller = await stage.newAccount('clip.canceller');
		const begun = await stage.tikTok(canceller, {
			...directPost,
			videoSource: 'pullFromUrl',
			videoUrl: 'https://media.example.com/slow.mp4',
			options: { waitForCompletion: false },
		});
		const publishId = String(begun.json('TikTok')[0].publish_id);
		const cancelled = await stage.tikTok(canceller, {
			resource: 'publish',
			operation: 'cancel',
			publishId,
		});
		expect(cancelled.json('TikTok')[0]).toMatchObject({
			cancelled: true,
			fail_reason: 'publish_cancelled',
		});
	});

	test('an unaudited app with a public account gets the explained refusal, and a private one posts', async () => {
		const app = stage.simulator.addApp({ platform: 'web', redirectUris: [stage.n8n.redirectUrl] });
		const unaudited = await stage.credential('Unaudited', app);
		await stage.connect(unaudited);
		const { path } = await stage.file('small.mp4', sampleVideo());
		const onlyMe = { ...directPost, privacyLevel: 'SELF_ONLY' };
		const refused = await stage.tikTok(unaudited, onlyMe, { file: path });
		expect(refused.describeError()).toMatch(
			/has not passed TikTok’s audit.*switch Private account on.*unaudited_client_can_only_post_to_private_accounts.*log_id/s,
		);
		stage.simulator.setPrivate(stage.account, true);
		const posted = await stage.tikTok(unaudited, onlyMe, { file: path });
		stage.simulator.setPrivate(stage.account, false);
		expect(posted.json('TikTok')[0]).toMatchObject({ verdict: 'published', post_ids: [] });
	});
});

describe('the connection lasts', () => {
	test('a token that expires in the middle of a run of several items', async () => {
		const maker = await stage.newAccount('items.maker');
		const paths = await Promise.all(
			[1, 2, 3].map(async (n) => (await stage.file(`item-${n}.mp4`, sampleVideo())).path),
		);
		const before = { posts: stage.simulator.posts.length, refreshes: stage.refreshes };
		stage.simulator.events.once('post.publish.complete', () =>
			stage.simulator.expireAccessTokens(),
		);
		const execution = await stage.run('items', [
			itemsNode(paths.map((path) => ({ path }))),
			readFiles('={{ $json.path }}'),
			tikTok(directPost, maker),
		]);
		expect(execution.describeError()).toBe('No error.');
		expect(execution.json('TikTok').map(({ verdict }) => verdict)).toEqual([
			'published',
			'published',
			'published',
		]);
		expect(stage.simulator.posts.length - before.posts).toBe(3);
		expect(stage.refreshes - before.refreshes).toBe(1);
	});

	test('each round of a loop is a post of its own', async () => {
		const maker = await stage.newAccount('loop.maker');
		const paths = await Promise.all(
			[1, 2, 3].map(async (n) => (await stage.file(`round-${n}.mp4`, sampleVideo())).path),
		);
		const before = stage.simulator.posts.length;
		const loop = node(
			'n8n-nodes-base.splitInBatches',
			{ batchSize: 1, options: {} },
			{ name: 'Loop', typeVersion: 3 },
		);
		const workflow = chain('loop', [
			itemsNode(paths.map((path) => ({ path }))),
			loop,
			readFiles('={{ $json.path }}'),
			tikTok(directPost, maker),
		]);
		// The loop's second output is the round; the first is for when all are done.
		workflow.connections.Loop.main.unshift([]);
		workflow.connections.TikTok = { main: [[{ node: 'Loop', type: 'main', index: 0 }]] };
		const { id } = await stage.rest.createWorkflow(workflow);
		const execution = await stage.rest.runWorkflow(id);
		expect(execution.describeError()).toBe('No error.');
		expect(stage.simulator.posts.length - before).toBe(3);
	});

	test('three executions at once on an expired token: all succeed, with one refresh', async () => {
		stage.simulator.expireAccessTokens();
		const before = stage.refreshes;
		const { id } = await stage.rest.createWorkflow(
			chain('at once', [tikTok(creatorInfo, credential)]),
		);
		const executions = await Promise.all(
			[1, 2, 3].map(async () => await stage.rest.runWorkflow(id)),
		);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		expect(stage.refreshes - before).toBeGreaterThanOrEqual(1);
		expect(stage.refreshes - before).toBeLessThanOrEqual(isOlderLine ? 3 : 1);
		expect((await stage.tikTok(credential, creatorInfo)).status).toBe('success');
	});

	test('n8n’s HTTP Request node refreshes with our credential, and its token goes to TikTok’s API only', async () => {
		stage.simulator.expireAccessTokens();
		const before = stage.refreshes;
		const call = {
			method: 'GET',
			url: 'https://open.tiktokapis.com/v2/user/info/?fields=open_id,display_name',
		};
		if (isOlderLine) {
			// The node cannot refresh there: TikTok refuses what it tries. Ours does it for both.
			expect(
				(await stage.run('http too early', [httpRequest(call, credential)])).describeError(),
			).toMatch(/^Authorization failed/);
			expect((await stage.tikTok(credential, creatorInfo)).describeError()).toBe('No error.');
		}
		const execution = await stage.run('http', [httpRequest(call, credential)]);
		expect(execution.describeError()).toBe('No error.');
		expect(execution.json('HTTP Request')[0]).toMatchObject({
			data: { user: { display_name: 'Clip Maker' } },
		});
		expect(stage.refreshes - before).toBe(isOlderLine ? 2 : 1);
		// 1.x looks at the allowed domains only when it is redirected.
		if (isOlderLine) return;
		const elsewhere = await stage.run('http elsewhere', [
			httpRequest({ method: 'GET', url: 'https://media.example.com/photo.jpg' }, credential),
		]);
		expect(elsewhere.status).toBe('error');
		expect(stage.web.requests).not.toContain('/photo.jpg');
	});

	test('the HTTP Request node keeps the token that it has when a refresh is refused inside HTTP 200', async () => {
		const app = stage.simulator.addApp({
			platform: 'web',
			audited: true,
			redirectUris: [stage.n8n.redirectUrl],
		});
		const other = await stage.credential('Refused', app);
		await stage.connect(other);
		stage.simulator.expireAccessTokens();
		stage.simulator
			.expect('POST', exchangePath)
			.reply(200, { error: 'server_error', error_description: 'Later', log_id: '1' });
		const call = { method: 'GET', url: 'https://open.tiktokapis.com/v2/user/info/?fields=open_id' };
		const refused = await stage.run('http refused', [httpRequest(call, other)]);
		expect(refused.status).toBe('error');
		expect((await stage.tikTok(other, creatorInfo)).status).toBe('success');
	});

	test('reconnect as a second account', async () => {
		const second = stage.simulator.addAccount({ username: 'second.account' });
		expect(await stage.connect(credential, { account: second.username })).toMatchObject({
			connected: true,
		});
		expect((await stage.tikTok(credential, creatorInfo)).json('TikTok')[0]).toMatchObject({
			creator_username: 'second.account',
		});
		expect(await stage.connect(credential)).toMatchObject({ connected: true });
	});

	test('three rotations in a row, with an n8n restart between', async () => {
		const before = stage.refreshes;
		for (const restart of [false, true, false]) {
			// n8n restarts as an instance on localhost, which the next tests need.
			if (restart)
				await stage.n8n.restart({
					publicUrl: `http://localhost:${stage.n8n.port}`,
					env: databaseStore,
				});
			stage.simulator.expireAccessTokens();
			expect((await stage.tikTok(credential, creatorInfo)).describeError()).toBe('No error.');
		}
		expect(stage.refreshes - before).toBe(3);
	});
});

describe('on localhost', () => {
	let desktopApp: App;
	let desktop: Credential;
	beforeAll(async () => {
		desktopApp = stage.simulator.addApp({
			platform: 'desktop',
			audited: true,
			redirectUris: [stage.n8n.redirectUrl],
		});
		desktop = await stage.credential('Desktop', desktopApp);
	});

	test('connects as Desktop app, with the challenge in hex', async () => {
		const result = await stage.connect(desktop);
		expect(result).toMatchObject({ connected: true });
		const asked = new URL(result.authorizeUrl).searchParams;
		const verifier = (stage.simulator.callsTo(exchangePath).at(-1)?.body as Record<string, string>)
			.code_verifier;
		expect(asked.get('code_challenge')).toBe(createHash('sha256').update(verifier).digest('hex'));
		expect(asked.get('code_challenge_method')).toBe('S256');
	});

	test('refreshes and reconnects', async () => {
		stage.simulator.expireAccessTokens();
		expect((await stage.tikTok(desktop, creatorInfo)).status).toBe('success');
		expect(await stage.connect(desktop)).toMatchObject({ connected: true });
		expect((await stage.tikTok(desktop, creatorInfo)).status).toBe('success');
	});

	test('TikTok refuses the same redirect for a Web app, and says which setting it is', async () => {
		const asWeb = await stage.credential('Web on localhost', stage.webApp);
		await expect(stage.connect(asWeb)).rejects.toThrow(/redirect_uri/);
	});

	test('posts from the binary store in the database', async () => {
		const bytes = sampleVideo({ bytes: 12_000_000 });
		const file = await stage.file('database.mp4', bytes);
		const execution = await stage.tikTok(desktop, directPost, { file: file.path });
		expect(execution.describeError()).toBe('No error.');
		expect(execution.items('TikTok')[0].json).toMatchObject({ verdict: 'published' });
		expect(stage.simulator.uploads.at(-1)?.sha256).toBe(file.sha256);
	});

	test('n8n killed in the middle of an upload, and the workflow run again with the same Post Once key: one post', async () => {
		const file = await stage.file('killed.mp4', sampleVideo({ bytes: 60_000_000 }));
		const parameters = { ...directPost, options: { postOnceKey: 'render-1' } };
		const { id } = await stage.rest.createWorkflow(
			chain('killed', [readFiles(file.path), tikTok(parameters, desktop)]),
		);
		const before = { inits: stage.simulator.tasks.length, posts: stage.simulator.posts.length };
		let arrived = 0;
		// Two runs die; the one chunk is the last one as well, and much longer than what waits in the buffers of sockets.
		for (const bytes of [10_000_000, 20_000_000]) {
			stage.simulator.fault('upload', { at: { bytes }, kind: 'stall' });
			await stage.rest.startWorkflow(id);
			arrived += 1;
			await until(
				() =>
					stage.simulator.tasks.length === before.inits + arrived &&
					(stage.simulator.callsTo(/^\/video\//).at(-1)?.bodyBytes ?? 0) >= bytes,
			);
			await stage.n8n.kill('SIGKILL');
			await stage.n8n.restart();
			stage.nextMinute();
		}
		const [third, fourth] = [await stage.rest.runWorkflow(id), await stage.rest.runWorkflow(id)];
		expect(third.describeError()).toBe('No error.');
		expect(third.json('TikTok')[0]).toMatchObject({ verdict: 'published' });
		expect(fourth.json('TikTok')[0]).toMatchObject({
			verdict: 'skipped',
			post_once_key: 'render-1',
		});
		expect(stage.simulator.tasks.length - before.inits).toBe(3);
		expect(stage.simulator.posts.length - before.posts).toBe(1);
	}, 600_000);

	test('cancelling the execution in mid-upload stops it, and leaves no post', async () => {
		const file = await stage.file('cancelled.mp4', sampleVideo({ bytes: 70_000_000 }));
		const { id } = await stage.rest.createWorkflow(
			chain('cancelled', [readFiles(file.path), tikTok(directPost, desktop)]),
		);
		const before = stage.simulator.posts.length;
		stage.simulator.fault('upload', { chunk: 1, at: { bytes: 1_000_000 }, kind: 'stall' });
		const execution = await stage.rest.startWorkflow(id);
		await until(() => stage.simulator.uploads.at(-1)?.receivedBytes === 35_000_000);
		await stage.rest.stopExecution(execution);
		expect((await stage.rest.waitForExecution(execution)).status).toBe('canceled');
		expect(stage.simulator.posts.length - before).toBe(0);
	});

	test('a workflow run twice with the same Post Once key posts once', async () => {
		const { path } = await stage.file('once.mp4', sampleVideo());
		const parameters = { ...directPost, options: { postOnceKey: 'render-2' } };
		const { id } = await stage.rest.createWorkflow(
			chain('twice', [readFiles(path), tikTok(parameters, desktop)]),
		);
		const before = stage.simulator.posts.length;
		const [first, second] = [await stage.rest.runWorkflow(id), await stage.rest.runWorkflow(id)];
		expect(first.json('TikTok')[0]).toMatchObject({ verdict: 'published' });
		expect(second.json('TikTok')[0]).toMatchObject({
			verdict: 'skipped',
			publish_id: first.json('TikTok')[0].publish_id,
		});
		expect(stage.simulator.posts.length - before).toBe(1);
	});

	test('a wrong Client Secret is named at the first use', async () => {
		const wrong = await stage.credential('Wrong secret', desktopApp, {
			appSecret: 'not the secret',
		});
		await stage.connect(wrong);
		const execution = await stage.tikTok(wrong, creatorInfo);
		expect(execution.describeError()).toMatch(/does not accept the Client Key or Client Secret/);
	});
});

test('no token, secret or upload URL is in any item, error, log line or stored execution', async () => {
	const secrets = [...stage.simulator.secrets];
	expect(secrets.length).toBeGreaterThan(20);
	const executions = await stage.rest.listExecutions({}, 100);
	expect(executions.length).toBeGreaterThan(20);
	for (const { id } of executions) {
		const raw = await stage.rest.rawExecution(id);
		expect(secrets.filter((secret) => raw.includes(secret))).toEqual([]);
	}
	await stage.n8n.stop();
	expect(secrets.filter((secret) => stage.n8n.log.text.includes(secret))).toEqual([]);
	expect(await stage.n8n.searchData(secrets)).toEqual([]);
});
