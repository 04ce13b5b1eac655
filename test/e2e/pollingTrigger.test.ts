import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import {
	chain,
	N8nInstance,
	node,
	TIKTOK_CREDENTIAL,
	type Credential,
	type Execution,
} from '../rig';
import { startRecordingHost, type RecordingHost } from '../harness/recordingHost';
import { until } from '../harness/until';
import { sampleVideo, type Account } from '../simulator';
import { readShippedWorkflow, withCredentials } from './shippedWorkflow';
import { isOlderLine, Stage } from './stage';

const TRIGGER = 'TikTok Trigger';
const listPath = '/v2/video/list/';
const statusPath = '/v2/post/publish/status/fetch/';

let stage: Stage;
let chat: RecordingHost;
/** Each test has an account and a credential of its own. */
let account: Account;
let credential: Credential;
let users = 0;

beforeAll(async () => {
	chat = await startRecordingHost(() => ({ body: '{"ok":true}' }));
	// The log tells of each poll.
	stage = await Stage.start(
		{ 'chat.example.com': chat.origin },
		async (options) =>
			await N8nInstance.start({ ...options, env: { ...options.env, N8N_LOG_LEVEL: 'debug' } }),
	);
}, 1_500_000);
beforeEach(async () => {
	account = stage.simulator.addAccount({ username: `user.${++users}` });
	credential = await stage.connectedTo(account);
	stage.nextMinute();
});
afterAll(async () => {
	await stage.stop();
	await chat.stop();
});

/** n8n wants a minute between polls at least, for each time that is entered: twenty of them make a poll each three seconds. */
const pollTimes = {
	item: Array.from({ length: 20 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 3} * * * * *`,
	})),
};

/** A workflow with the trigger. */
class Listener {
	private constructor(
		readonly id: string,
		private readonly name: string,
	) {}

	static async create(parameters: IDataObject, use = credential): Promise<Listener> {
		const name = `listener ${use.name} ${String(parameters.event)} ${Math.random()}`;
		const trigger = {
			...node(
				'n8n-nodes-tiktok-publisher.tikTokTrigger',
				{ pollTimes, ...parameters },
				{ name: TRIGGER, typeVersion: 1 },
			),
			credentials: { [TIKTOK_CREDENTIAL]: { id: use.id, name: use.name } },
		};
		const behind = node('n8n-nodes-base.noOp', {}, { name: 'Behind', typeVersion: 1 });
		const { id } = await stage.rest.createWorkflow(chain(name, [trigger, behind]));
		return new Listener(id, name);
	}

	static async active(parameters: IDataObject = { event: 'postPublished' }): Promise<Listener> {
		const listener = await Listener.create(parameters);
		await stage.rest.activateWorkflow(listener.id);
		// n8n polls when it activates, which is in the background, and then at the times.
		await listener.afterPolls(2);
		return listener;
	}

	/** How many polls n8n has begun since it started. */
	get polls(): number {
		const begun = `trigger initiated for workflow "${this.name}"`;
		return stage.n8n.log.text.split('\n').filter((line) => line.includes(begun)).length;
	}

	/** Waits for the begin of this many further polls, so that the one before the last is over. */
	async afterPolls(count: number): Promise<void> {
		const before = this.polls;
		await until(() => this.polls >= before + count);
	}

	async executions(): Promise<Execution[]> {
		const summaries = await stage.rest.listExecutions({ workflowId: this.id });
		return await Promise.all(
			summaries.reverse().map(async ({ id }) => await stage.rest.waitForExecution(id)),
		);
	}

	/** What came out of the trigger so far, execution by execution. */
	async output(): Promise<IDataObject[]> {
		return (await this.executions()).flatMap((execution) => execution.json('Behind'));
	}

	/** Waits until this much has come out, and for further polls, in which nothing must come. */
	async settled(count: number): Promise<IDataObject[]> {
		await until(async () => (await this.output()).length >= count);
		await this.afterPolls(3);
		return await this.output();
	}

	/** Switches it off. n8n 2 does so in the background: with another one that polls at the same times it is seen to be off. */
	async end(other?: Listener): Promise<void> {
		await stage.rest.deactivateWorkflow(this.id);
		for (let polls = -1; other && polls !== this.polls; ) {
			polls = this.polls;
			await other.afterPolls(2);
		}
	}
}

const idsOf = (items: IDataObject[]) => items.map(({ id }) => id);
const addPost = (secondsAgo = 0) =>
	stage.simulator.addPost(account, { createdAt: stage.simulator.clock.now() - secondsAgo * 1000 });

/** Calls of this test's account. */
const callsTo = (path: string) =>
	stage.simulator.callsTo(path).filter(({ accountId }) => accountId === account.id);

describe('Post Published', () => {
	test('a post that another workflow makes comes out once', async () => {
		const listener = await Listener.active();
		const { path } = await stage.file('for-trigger.mp4', sampleVideo());
		const parameters = {
			resource: 'video',
			operation: 'directPost',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			caption: 'From a workflow',
		};
		const posted = (await stage.tikTok(credential, parameters, { file: path })).json('TikTok')[0];
		const output = await listener.settled(1);
		expect(output).toEqual([
			expect.objectContaining({ id: (posted.post_ids as string[])[0], title: 'From a workflow' }),
		]);
		expect(String(output[0].id)).toMatch(/^\d{19}$/);
		await listener.end();
	});

	test('nothing new: one call a poll, and no execution', async () => {
		addPost(60);
		const listener = await Listener.active();
		await listener.afterPolls(1);
		await until(() => callsTo(listPath).length === listener.polls);
		const [calls, polls] = [callsTo(listPath).length, listener.polls];
		await listener.afterPolls(4);
		await until(() => callsTo(listPath).length - calls >= listener.polls - polls);
		expect(callsTo(listPath).length - calls).toBe(listener.polls - polls);
		expect(await listener.executions()).toEqual([]);
		await listener.end();
	});

	test('n8n killed between fetch and emit, and started again: each post once, none lost', async () => {
		const listener = await Listener.active();
		const first = addPost(40);
		expect(idsOf(await listener.settled(1))).toEqual([first.id]);
		let isHalfWay = false;
		stage.simulator.expect('POST', listPath);
		stage.simulator.expect('POST', listPath).reply(200, async () => {
			isHalfWay = true;
			return await new Promise<never>(() => {});
		});
		// More than a page: the second one never comes.
		const posts = Array.from({ length: 25 }, (_, index) => addPost(25 - index));
		await until(() => isHalfWay);
		await stage.n8n.kill('SIGKILL');
		await stage.n8n.restart();
		expect(idsOf(await listener.settled(26))).toEqual(idsOf([first, ...posts] as never));
		await listener.end();
	});

	test('a token that expires between polls is renewed, and the rotated one outlives a restart', async () => {
		const listener = await Listener.active();
		const before = stage.refreshes;
		stage.simulator.expireAccessTokens(account);
		const post = addPost(5);
		expect(idsOf(await listener.settled(1))).toEqual([post.id]);
		expect(stage.refreshes - before).toBe(1);
		await stage.n8n.restart();
		stage.simulator.expireAccessTokens(account);
		const later = addPost();
		expect(idsOf(await listener.settled(2))).toEqual([post.id, later.id]);
		expect(stage.refreshes - before).toBe(2);
		await listener.end();
	});

	test('two active workflows on one account do not disturb each other', async () => {
		const [one, two] = [await Listener.active(), await Listener.active()];
		const posts = [addPost(20), addPost(10)];
		for (const listener of [one, two])
			expect(idsOf(await listener.settled(2))).toEqual(idsOf(posts as never));
		await one.end(two);
		const late = addPost();
		expect(idsOf(await two.settled(3))).toEqual(idsOf([...posts, late] as never));
		expect(idsOf(await one.output())).toEqual(idsOf(posts as never));
		await two.end();
	});

	test('what was posted while the workflow was off comes when it is on again', async () => {
		const [listener, other] = [await Listener.active(), await Listener.active()];
		await listener.end(other);
		const post = addPost();
		expect(idsOf(await other.settled(1))).toEqual([post.id]);
		expect(await listener.output()).toEqual([]);
		await stage.rest.activateWorkflow(listener.id);
		expect(idsOf(await listener.settled(1))).toEqual([post.id]);
		for (const each of [listener, other]) await each.end();
	});

	test('trouble is an execution that says so', async () => {
		const listener = await Listener.active();
		stage.simulator.revoke(stage.webApp, account);
		await until(
			async () => (await stage.rest.listExecutions({ workflowId: listener.id })).length > 0,
		);
		await listener.end();
		const [execution] = await listener.executions();
		expect(execution.status).toBe('error');
		expect(execution.describeError()).toMatch(/connect the account again/);
	});

	test('a test in the editor shows the latest post', async () => {
		const post = addPost();
		const { id } = await Listener.create({ event: 'postPublished' });
		const execution = await stage.rest.runWorkflow(id, { triggerToStartFrom: TRIGGER });
		expect(execution.describeError()).toBe('No error.');
		expect(idsOf(execution.json('Behind'))).toEqual([post.id]);
	});
});

test('the workflow new-post-message tells of a new post', async () => {
	const { id } = await stage.rest.createWorkflow(
		withCredentials(readShippedWorkflow('new-post-message'), [credential]),
	);
	await stage.rest.activateWorkflow(id);
	await until(() => callsTo(listPath).length > 0);
	const post = stage.simulator.addPost(account, { caption: 'Small boat, big city' });
	await until(() => chat.received.length > 0);
	const { text } = JSON.parse(chat.received[0].body) as { text: string };
	expect(text).toMatch(
		new RegExp(
			`^New on TikTok: Small boat, big city https://www\\.tiktok\\.com/@${account.username}/video/${post.id}`,
		),
	);
	await stage.rest.deactivateWorkflow(id);
});

test('Publish Finished: a post comes out once, at its end', async () => {
	stage.simulator.processingMs = 600_000;
	const { path } = await stage.file('for-watch.mp4', sampleVideo());
	const parameters = {
		resource: 'video',
		operation: 'directPost',
		privacyLevel: 'PUBLIC_TO_EVERYONE',
		options: { waitForCompletion: false },
	};
	const publishId = String(
		(await stage.tikTok(credential, parameters, { file: path })).json('TikTok')[0].publish_id,
	);
	stage.simulator.processingMs = 300;
	const listener = await Listener.active({ event: 'publishFinished', publishIds: publishId });
	expect(await listener.output()).toEqual([]);
	stage.simulator.clock.advance(600_000);
	expect(await listener.settled(1)).toEqual([
		expect.objectContaining({
			publish_id: publishId,
			verdict: 'published',
			post_url: expect.stringContaining(`/@${account.username}/video/`),
		}),
	]);
	const calls = callsTo(statusPath).length;
	await listener.afterPolls(2);
	expect(callsTo(statusPath).length).toBe(calls);
	await listener.end();
});

/** n8n 2 can plan polls in its database and keep what they remember together with the execution. */
(isOlderLine ? test.skip : test)(
	'with durable cursors: from activation on each post once, n8n killed half way or not',
	async () => {
		await stage.n8n.restart({
			env: {
				N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
				N8N_SCHEDULER_ENABLED: 'true',
				N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
				N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
			},
		});
		const listener = await Listener.create({ event: 'postPublished' });
		await stage.rest.activateWorkflow(listener.id);
		await until(() => callsTo(listPath).length === 1);
		const first = addPost(40);
		await until(async () => (await listener.output()).length > 0);
		expect(idsOf(await listener.output())).toEqual([first.id]);
		let isHalfWay = false;
		stage.simulator.expect('POST', listPath);
		stage.simulator.expect('POST', listPath).reply(200, async () => {
			isHalfWay = true;
			return await new Promise<never>(() => {});
		});
		const posts = Array.from({ length: 25 }, (_, index) => addPost(25 - index));
		await until(() => isHalfWay);
		await stage.n8n.kill('SIGKILL');
		await stage.n8n.restart();
		await until(async () => (await listener.output()).length >= 26);
		const calls = callsTo(listPath).length;
		await until(() => callsTo(listPath).length >= calls + 3);
		expect(idsOf(await listener.output())).toEqual(idsOf([first, ...posts] as never));
		await listener.end();
	},
	400_000,
);
