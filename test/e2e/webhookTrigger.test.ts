/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import {
	chain,
	N8nInstance,
	node,
	TIKTOK_CREDENTIAL,
	type Credential,
	type Execution,
} from '../rig';
import {
	sampleVideo,
	type Account,
	type App,
	type Delivery,
	type DeliverOptions,
} from '../simulator';
import { isOlderLine, Stage, webUrl } from './stage';

const TRIGGER = 'TikTok Webhook Trigger';

/** A workflow with the trigger, active, under its own production URL. */
interface Listener {
	id: string;
	/** As TikTok's portal gets it. */
	url: string;
	testUrl: string;
}

let stage: Stage;
let credential: Credential;
let main: Listener;
let app: App;
let other: Account;
/** Where n8n's hook before each execution looks: {@link hook}. */
let gate: string;

/**
 * An external hook of n8n (https://docs.n8n.io/embed/configuration/#backend-hooks) that stands for all that can keep n8n from
 * starting an execution: it waits as long as there is the file `hold`, saying so by the file `held`, and refuses if there
 * is the file `refuse` then.
 */
const hook = (folder: string) => `
const { existsSync, rmSync, writeFileSync } = require('node:fs');
const { setTimeout } = require('node:timers/promises');
const file = (name) => ${JSON.stringify(`${folder}/`)} + name;
module.exports = { workflow: { preExecute: [async () => {
	if (existsSync(file('hold'))) {
		writeFileSync(file('held'), '');
		while (existsSync(file('hold'))) await setTimeout(20);
		rmSync(file('held'));
	}
	if (existsSync(file('refuse'))) throw new Error('Not now');
}] } };
`;

beforeAll(async () => {
	gate = await mkdtemp(join(tmpdir(), 'n8n-gate-'));
	const file = join(gate, 'hooks.js');
	await writeFile(file, hook(gate));
	stage = await Stage.start({}, async (options) => {
		const env = { ...options.env, EXTERNAL_HOOK_FILES: file };
		return await N8nInstance.start({ ...options, env });
	});
	app = stage.webApp;
	stage.simulator.hosts.set(new URL(webUrl).hostname, stage.n8n.url);
	credential = await stage.credential('TikTok account', app);
	other = stage.simulator.addAccount({ username: 'someone.else' });
	stage.simulator.grant(app, other, ['user.info.basic']);
}, 1_500_000);
afterAll(async () => {
	await stage?.stop();
	await rm(gate, { recursive: true, force: true });
});

const allEvents = [
	'post.publish.complete',
	'post.publish.failed',
	'post.publish.inbox_delivered',
	'post.publish.publicly_available',
	'post.publish.no_longer_publicaly_available',
	'authorization.removed',
	'other',
];

async function listener(
	name: string,
	parameters: IDataObject,
	use = credential,
): Promise<Listener> {
	const webhookId = randomUUID();
	const trigger = {
		...node('n8n-nodes-tiktok-publisher.tikTokWebhookTrigger', parameters, {
			name: TRIGGER,
			typeVersion: 1,
		}),
		credentials: { [TIKTOK_CREDENTIAL]: { id: use.id, name: use.name } },
		webhookId,
	};
	const { id } = await stage.rest.createWorkflow(
		chain(name, [trigger, node('n8n-nodes-base.noOp', {}, { name: 'Behind', typeVersion: 1 })]),
	);
	return {
		id,
		url: `${webUrl}/webhook/${webhookId}/webhook`,
		testUrl: `${webUrl}/webhook-test/${webhookId}/webhook`,
	};
}

/** Activates it and waits until n8n knows its address: n8n 2 activates in the background. */
async function active(name: string, parameters: IDataObject, use?: Credential): Promise<Listener> {
	const made = await listener(name, parameters, use);
	await stage.rest.activateWorkflow(made.id);
	while ((await fetch(local(made.url), { method: 'POST' })).status === 404) await setTimeout(100);
	return made;
}

/** What n8n tells the user who activates a workflow that cannot be: n8n 1 at once, n8n 2 once it has tried in the background. */
async function activationError(id: string): Promise<string> {
	try {
		await stage.rest.activateWorkflow(id);
	} catch (error) {
		return String(error);
	}
	for (;;) {
		const status = JSON.stringify(
			await stage.rest.call('GET', `/rest/workflows/${id}/publication-status`),
		);
		if (/error|failed/i.test(status)) return status;
		await setTimeout(500);
	}
}

/** The address behind the reverse proxy. */
const local = (url: string) => stage.n8n.url + new URL(url).pathname;

const idsOf = async ({ id }: Listener) =>
	(await stage.rest.listExecutions({ workflowId: id }, 100)).map((one) => one.id);

interface Outcome {
	/** HTTP status of n8n's answer. */
	answer: number | undefined;
	/** What the workflow was started with. */
	items: IDataObject[];
	executions: Execution[];
}

/**
 * Does something and tells what n8n answered and which executions have come of it, ended.
 *
 * @param expected how many to wait for: n8n 1 answers before it has made the execution
 */
async function outcomeOf(
	target: Listener,
	act: () => Promise<Delivery>,
	expected = 0,
): Promise<Outcome> {
	const before = new Set(await idsOf(target));
	const delivery = await act();
	let fresh: string[];
	for (const deadline = Date.now() + 10_000; ; await setTimeout(50)) {
		fresh = (await idsOf(target)).filter((id) => !before.has(id)).reverse();
		if (fresh.length >= expected || Date.now() > deadline) break;
	}
	const executions = await Promise.all(
		fresh.map(async (id) => await stage.rest.waitForExecution(id)),
	);
	const items = executions.flatMap((one) => (one.status === 'success' ? one.json(TRIGGER) : []));
	return { answer: delivery.attempts[0].status, items, executions };
}

const send = async (options: DeliverOptions, target: Listener, expected: number) =>
	await outcomeOf(
		target,
		async () =>
			await stage.simulator.deliver(app, { account: stage.account, url: target.url, ...options }),
		expected,
	);

const rows: string[] = [];

/** Enters an outcome into the table of the docs. */
function enter(what: string, { answer, items }: Pick<Outcome, 'answer' | 'items'>): void {
	const count = items.length > 1 ? `starts ${items.length} times` : 'starts';
	rows.push(`| ${what} | ${answer ?? 'none'} | ${items.length > 0 ? count : 'does not start'} |`);
}

async function expectRow(
	what: string,
	options: DeliverOptions,
	expected: { answer?: number; starts: boolean },
): Promise<Outcome> {
	const outcome = await send(options, main, expected.starts ? 1 : 0);
	enter(what, outcome);
	expect({ what, answer: outcome.answer, started: outcome.executions.length }).toEqual({
		what,
		answer: expected.answer,
		started: expected.starts ? 1 : 0,
	});
	return outcome;
}

const now = () => Math.floor(Date.now() / 1000);

describe('activation', () => {
	test('without a connected account is refused where its events are wanted, in plain words', async () => {
		const { id } = await listener('not connected', { accounts: 'connected' });
		expect(await activationError(id)).toMatch(
			/not connected to an account yet|connected account only \(‘Accounts’\), and there is none/,
		);
	});

	test('needs no connected account for the events of all accounts, and verifies them', async () => {
		const all = await active('all, not connected', { accounts: 'all' });
		expect(await send({}, all, 1)).toMatchObject({
			answer: 200,
			items: [{ event: 'post.publish.complete' }],
		});
		expect(await send({ signature: 'wrong' }, all, 0)).toMatchObject({
			answer: 401,
			executions: [],
		});
		await stage.rest.deactivateWorkflow(all.id);
	});

	test('with a connected account gives the production URL', async () => {
		expect(await stage.connect(credential)).toMatchObject({ connected: true });
		main = await active('main', { events: allEvents, accounts: 'connected' });
		stage.simulator.setWebhook(app, main.url);
	});
});

describe('genuine deliveries', () => {
	const publishId = 'v_pub_file~v2-1.7602997070760331285';
	const openId = () => stage.simulator.grant(app, stage.account, ['user.info.basic']).open_id;

	test('a published post comes in the words of the TikTok node', async () => {
		const createTime = now();
		const { items } = await expectRow(
			'A genuine one',
			{ content: { publish_id: publishId, publish_type: 'DIRECT_PUBLISH' }, createTime },
			{ answer: 200, starts: true },
		);
		expect(items).toEqual([
			{
				event: 'post.publish.complete',
				event_time: new Date(createTime * 1000).toISOString(),
				open_id: openId(),
				publish_id: publishId,
				publish_type: 'DIRECT_PUBLISH',
				status: 'PUBLISH_COMPLETE',
				verdict: 'published',
				post_ids: [],
				post_url: null,
				fail_reason: null,
				creator_username: null,
				uploaded_bytes: null,
			},
		]);
	});

	test('a failed post comes with the reason explained', async () => {
		const { items } = await expectRow(
			'`post.publish.failed`',
			{
				event: 'post.publish.failed',
				content: {
					publish_id: 'p1',
					reason: 'duration_check_failed',
					publish_type: 'DIRECT_PUBLISH',
				},
			},
			{ answer: 200, starts: true },
		);
		expect(items[0]).toMatchObject({
			status: 'FAILED',
			verdict: 'failed',
			fail_reason: 'duration_check_failed',
			fail_message: expect.stringContaining('too long or too short'),
			fail_way_out: expect.stringContaining('Cut the video'),
		});
	});

	test.each([
		['post.publish.inbox_delivered', { status: 'SEND_TO_USER_INBOX', verdict: 'in_inbox' }],
		[
			'post.publish.publicly_available',
			{
				status: 'PUBLISH_COMPLETE',
				verdict: 'published',
				post_ids: [expect.stringMatching(/^\d{19}$/)],
			},
		],
		[
			'post.publish.no_longer_publicaly_available',
			{ status: null, verdict: 'no_longer_public', post_ids: [expect.stringMatching(/^\d{19}$/)] },
		],
		[
			'authorization.removed',
			{ reason: expect.any(Number), way_out: expect.stringContaining('connect the account again') },
		],
		[
			'video.publish.completed',
			{ content: expect.objectContaining({ share_id: expect.any(String) }) },
		],
	])('%s', async (event, expected) => {
		const { items } = await expectRow(`\`${event}\``, { event }, { answer: 200, starts: true });
		expect(items).toEqual([expect.objectContaining({ event, ...expected })]);
	});

	test('both spellings of publicly, and both names of direct posts', async () => {
		const one = await expectRow(
			'`post.publish.publicaly_available` (the other spelling)',
			{
				event: 'post.publish.publicaly_available',
				content: { publish_id: 'p2', publish_type: 'DIRECT_POST', post_id: '7602997517160123666' },
			},
			{ answer: 200, starts: true },
		);
		expect(one.items[0]).toMatchObject({
			event: 'post.publish.publicly_available',
			publish_type: 'DIRECT_PUBLISH',
		});
		const two = await expectRow(
			'`post.publish.no_longer_publicly_available` (the other spelling)',
			{
				event: 'post.publish.no_longer_publicly_available',
				content: {
					publish_id: 'p2',
					publish_type: 'DIRECT_PUBLISH',
					post_id: '7602997517160123666',
				},
			},
			{ answer: 200, starts: true },
		);
		expect(two.items[0]).toMatchObject({ event: 'post.publish.no_longer_publicaly_available' });
	});

	test('a 64-bit id that comes as a number keeps its last digits', async () => {
		const { items } = await expectRow(
			'A post ID as a 64-bit number',
			{
				event: 'post.publish.publicly_available',
				content: '{"publish_id":"p3","post_id":7602997517160123667}',
			},
			{ answer: 200, starts: true },
		);
		expect(items[0]).toMatchObject({ post_ids: ['7602997517160123667'] });
	});

	test('a draft that is published twice comes twice', async () => {
		const draft = { content: { publish_id: 'v_inbox_file~v2.1', publish_type: 'INBOX_SHARE' } };
		await expectRow(
			'A draft is published',
			{ ...draft, createTime: now() - 60 },
			{ answer: 200, starts: true },
		);
		await expectRow(
			'The same draft is published again, a minute later',
			{ ...draft, createTime: now() },
			{ answer: 200, starts: true },
		);
	});

	test('the ping of TikTok’s portal is answered', async () => {
		await expectRow(
			'The ping of TikTok’s Test URL button, at the production URL',
			{ event: 'tiktok.ping', content: '' },
			{ answer: 200, starts: false },
		);
	});
});

describe('signature and time', () => {
	test.each<[string, () => DeliverOptions, number]>([
		['A forged signature', () => ({ signature: 'wrong' }), 401],
		['No signature', () => ({ signature: null }), 401],
		['A signature without a timestamp', () => ({ signature: `s=${'0'.repeat(64)}` }), 401],
		['Signed with another app’s secret', () => ({ secret: 'a-secret-of-another-app' }), 401],
		['Signed with an empty secret', () => ({ secret: '' }), 401],
		['Stale: signed six minutes ago', () => ({ timestamp: now() - 360 }), 401],
		['From the future: signed for in six minutes', () => ({ timestamp: now() + 360 }), 401],
	])('%s', async (what, options, answer) => {
		await expectRow(what, options(), { answer, starts: false });
	});

	test('four minutes are no matter', async () => {
		await expectRow(
			'Signed four minutes ago',
			{ timestamp: now() - 240 },
			{ answer: 200, starts: true },
		);
	});

	test('the event of another app, signed as it must not be able to', async () => {
		const body = JSON.stringify({
			client_key: 'another-app',
			event: 'post.publish.complete',
			create_time: now(),
			user_openid: 'x',
			content: '{}',
		});
		await expectRow(
			'Another app’s client key, signed with this app’s secret',
			{ body },
			{ answer: 401, starts: false },
		);
	});

	test('the delivery of another app, as TikTok would make it', async () => {
		const stranger = stage.simulator.addApp({
			platform: 'web',
			redirectUris: [stage.n8n.redirectUrl],
		});
		const outcome = await outcomeOf(
			main,
			async () => await stage.simulator.deliver(stranger, { url: main.url }),
		);
		enter('A genuine delivery of another app', outcome);
		expect(outcome).toMatchObject({ answer: 401, executions: [] });
	});

	test('the refusals say nothing of the reason', async () => {
		const answers = await Promise.all(
			[{ signature: 'wrong' }, { signature: null }, { timestamp: now() - 360 }].map(
				async (options) =>
					(await stage.simulator.deliver(app, { url: main.url, ...options })).attempts[0].answer,
			),
		);
		expect(new Set(answers)).toEqual(new Set(['Unauthorized']));
	});
});

describe('repeats', () => {
	test('the same delivery once more, signed anew too, starts nothing', async () => {
		const first = await stage.simulator.deliver(app, { account: stage.account, url: main.url });
		expect(first.attempts[0].status).toBe(200);
		await expectRow(
			'Replayed: the same bytes and signature',
			{ replayOf: first },
			{ answer: 200, starts: false },
		);
		await expectRow(
			'Repeated by TikTok: signed anew',
			{ body: first.body },
			{ answer: 200, starts: false },
		);
	});

	test('two at the same time start the workflow once', async () => {
		const { body } = await stage.simulator.deliver(app, {
			account: stage.account,
			url: main.url,
			signature: 'wrong',
		});
		const both: Delivery[] = [];
		const outcome = await outcomeOf(
			main,
			async () => {
				both.push(
					...(await Promise.all(
						[1, 2, 3, 4].map(
							async () => await stage.simulator.deliver(app, { url: main.url, body }),
						),
					)),
				);
				return both[0];
			},
			1,
		);
		enter('Four times at the same moment', outcome);
		expect(both.map(({ attempts }) => attempts[0].status)).toEqual([200, 200, 200, 200]);
		expect(outcome.items).toHaveLength(1);
	});

	test('after n8n was stopped, or killed, it still knows', async () => {
		const one = await stage.simulator.deliver(app, { account: stage.account, url: main.url });
		const many = await Promise.all(
			[1, 2, 3, 4, 5, 6].map(
				async (number) =>
					await stage.simulator.deliver(app, {
						account: stage.account,
						url: main.url,
						content: { publish_id: `parallel ${number}`, publish_type: 'DIRECT_PUBLISH' },
					}),
			),
		);
		expect([one, ...many].map(({ attempts }) => attempts[0].status)).toEqual(
			Array.from({ length: 7 }, () => 200),
		);
		await stage.n8n.kill();
		await stage.n8n.restart();
		await expectRow(
			'Replayed after n8n was killed and started again',
			{ replayOf: one },
			{ answer: 200, starts: false },
		);
		for (const delivery of many)
			expect(await send({ replayOf: delivery }, main, 0)).toMatchObject({
				answer: 200,
				executions: [],
			});
	});
});

/** n8n 1 answers before it starts the execution, so that there is nothing between. */
(isOlderLine ? describe.skip : describe)('n8n cannot start the execution', () => {
	const refuse = () => join(gate, 'refuse');
	const hold = () => join(gate, 'hold');

	/** Waits for a file to come or go. */
	const until = async (name: string, isThere: boolean) => {
		while (existsSync(join(gate, name)) !== isThere) await setTimeout(20);
	};

	/** A delivery that hangs up while n8n is about to start the execution. */
	async function hangUp(): Promise<Delivery> {
		const { rules } = stage.simulator;
		const { webhookAnswerMs } = rules;
		await writeFile(hold(), '');
		rules.webhookAnswerMs = 1_000;
		const delivery = await stage.simulator.deliver(app, { account: stage.account, url: main.url });
		rules.webhookAnswerMs = webhookAnswerMs;
		expect(delivery.attempts[0].status).toBeUndefined();
		await until('held', true);
		return delivery;
	}

	/** Repeats a delivery until n8n has finished with the one before. */
	async function repeat(first: Delivery, expected: number): Promise<Outcome> {
		for (;;) {
			const outcome = await send({ body: first.body }, main, expected);
			if (outcome.answer !== 503) return outcome;
		}
	}

	test('TikTok hears 500, and its repeat starts the workflow', async () => {
		await writeFile(refuse(), '');
		const first = await stage.simulator.deliver(app, { account: stage.account, url: main.url });
		expect(first.attempts[0].status).toBe(500);
		await rm(refuse());
		expect(await repeat(first, 1)).toMatchObject({
			answer: 200,
			items: [{ verdict: 'published' }],
		});
		expect(await repeat(first, 0)).toMatchObject({ answer: 200, executions: [] });
	});

	test('TikTok has hung up: it is to come again until the outcome is known, and its repeat starts the workflow then', async () => {
		const first = await hangUp();
		await writeFile(refuse(), '');
		expect(await send({ body: first.body }, main, 0)).toMatchObject({
			answer: 503,
			executions: [],
		});
		await rm(hold());
		await until('held', false);
		await setTimeout(500);
		await rm(refuse());
		expect(await repeat(first, 1)).toMatchObject({
			answer: 200,
			items: [{ verdict: 'published' }],
		});
		expect(await repeat(first, 0)).toMatchObject({ answer: 200, executions: [] });
	});

	test('TikTok has hung up, but n8n can start it in the end: once', async () => {
		const first = await hangUp();
		const before = new Set(await idsOf(main));
		await rm(hold());
		let fresh: string[] = [];
		while (fresh.length === 0) fresh = (await idsOf(main)).filter((id) => !before.has(id));
		expect(await repeat(first, 0)).toMatchObject({ answer: 200, executions: [] });
		expect((await idsOf(main)).filter((id) => !before.has(id))).toEqual(fresh);
	});
});

describe('bodies', () => {
	test('truncated', async () => {
		await expectRow('Truncated on the way', { truncateTo: 100 }, { answer: 401, starts: false });
		await expectRow(
			'Truncated JSON with a right signature',
			{ body: `{"client_key":"${app.clientKey}","event":"post.pub` },
			{ answer: 400, starts: false },
		);
		const broken = await expectRow(
			'The connection breaks off in the middle',
			{ breakOffAfter: 100 },
			{ starts: false },
		);
		expect(broken.answer).toBeUndefined();
	});

	test('of another kind, rightly signed', async () => {
		await expectRow(
			'JSON that is no event, rightly signed',
			{ body: '{"hello":"world"}' },
			{ answer: 400, starts: false },
		);
		await expectRow('An empty body, rightly signed', { body: '' }, { answer: 400, starts: false });
	});

	test('large', async () => {
		await expectRow(
			'Filled up to 64 KiB, rightly signed',
			{ padTo: 65_536 },
			{ answer: 200, starts: true },
		);
		await expectRow('One byte more', { padTo: 65_537 }, { answer: 413, starts: false });
		await expectRow('5 MB, rightly signed', { padTo: 5_000_000 }, { answer: 413, starts: false });
		await expectRow(
			'5 MB, forged',
			{ padTo: 5_000_000, signature: 'wrong' },
			{ answer: 413, starts: false },
		);
	});

	test('without a length', async () => {
		const before = await idsOf(main);
		const body = new ReadableStream({
			start: (controller) => {
				for (let count = 0; count < 50; count++) controller.enqueue(Buffer.alloc(100_000, ' '));
				controller.close();
			},
		});
		const { status } = await fetch(local(main.url), {
			method: 'POST',
			body,
			duplex: 'half',
		} as RequestInit);
		enter('5 MB without a length, unsigned', { answer: status, items: [] });
		expect({ status, ids: await idsOf(main) }).toEqual({ status: 413, ids: before });
	});

	test.each([
		['The type `text/plain`, rightly signed', 'text/plain'],
		['The type `multipart/form-data`, rightly signed', 'multipart/form-data; boundary=x'],
		['The type `application/xml`, rightly signed', 'application/xml'],
		['No content type, rightly signed', ''],
	])('%s', async (what, contentType) => {
		await expectRow(what, { contentType }, { answer: 200, starts: true });
	});

	test('a wrong content type with a wrong signature', async () => {
		await expectRow(
			'The type `multipart/form-data`, forged',
			{ contentType: 'multipart/form-data; boundary=x', signature: 'wrong' },
			{ answer: 401, starts: false },
		);
		await expectRow(
			'A form with a right signature',
			{ contentType: 'application/x-www-form-urlencoded', body: 'event=post.publish.complete' },
			{ answer: 400, starts: false },
		);
	});
});

describe('filters', () => {
	test('by account', async () => {
		await expectRow(
			'Another account, with Connected Account',
			{ account: other },
			{ answer: 200, starts: false },
		);
		const all = await active('all', { accounts: 'all' });
		const outcomes = [await send({}, all, 1), await send({ account: other }, all, 1)];
		enter('Two accounts, with All Accounts of the App', {
			answer: outcomes[1].answer,
			items: outcomes.flatMap(({ items }) => items),
		});
		const [one, two] = outcomes.map(({ items }) => items.map(({ open_id }) => open_id));
		expect([one.length, two.length, one[0] === two[0]]).toEqual([1, 1, false]);
		const listed = await active('listed', {
			accounts: 'listed',
			openIds: `nobody, ${String(two[0])}`,
		});
		expect(await send({}, listed, 0)).toMatchObject({ answer: 200, executions: [] });
		const hit = await send({ account: other }, listed, 1);
		enter('An account in the list, with Listed Accounts', hit);
		expect(hit.items).toEqual([expect.objectContaining({ open_id: two[0] })]);
	});

	test('by event', async () => {
		const failures = await active('failures', { events: ['post.publish.failed'], accounts: 'all' });
		const outcome = await send({}, failures, 0);
		enter('An event that is not chosen', outcome);
		expect(outcome).toMatchObject({ answer: 200, executions: [] });
		expect(await send({ event: 'video.upload.failed' }, failures, 0)).toMatchObject({
			answer: 200,
			executions: [],
		});
		expect(await send({ event: 'post.publish.failed' }, failures, 1)).toMatchObject({
			answer: 200,
			items: [{ verdict: 'failed' }],
		});
	});

	test('a trigger in another workflow has an address and a memory of its own', async () => {
		const second = await active('second', { accounts: 'all' });
		const first = await stage.simulator.deliver(app, { account: stage.account, url: main.url });
		expect(await send({ replayOf: first, url: second.url }, second, 1)).toMatchObject({
			answer: 200,
			items: [{ verdict: 'published' }],
		});
	});
});

describe('a user’s day', () => {
	test('a post made in one workflow starts the other, once published and once public', async () => {
		const before = new Set(await idsOf(main));
		const { path } = await stage.file('day.mp4', sampleVideo());
		const posted = await stage.tikTok(
			credential,
			{
				resource: 'video',
				operation: 'directPost',
				privacyLevel: 'PUBLIC_TO_EVERYONE',
				caption: 'Told by webhook',
			},
			{ file: path },
		);
		const [{ publish_id, post_ids }] = posted.json('TikTok');
		await stage.simulator.webhooks.settled();
		let fresh: string[] = [];
		while (fresh.length < 2) fresh = (await idsOf(main)).filter((id) => !before.has(id)).reverse();
		const items = await Promise.all(
			fresh.map(async (id) => (await stage.rest.waitForExecution(id)).json(TRIGGER)[0]),
		);
		expect(items).toEqual([
			expect.objectContaining({ event: 'post.publish.complete', publish_id, verdict: 'published' }),
			expect.objectContaining({ event: 'post.publish.publicly_available', publish_id, post_ids }),
		]);
	});

	test('the editor listens at the test URL, where a ping arrives', async () => {
		const tried = await listener('tried', { accounts: 'connected' });
		const workflowData = await stage.rest.getWorkflow(tried.id);
		await stage.rest.call('POST', `/rest/workflows/${tried.id}/run`, {
			workflowData,
			triggerToStartFrom: { name: TRIGGER },
		});
		const { attempts } = await stage.simulator.deliver(app, {
			event: 'tiktok.ping',
			content: '',
			url: tried.testUrl,
		});
		expect(attempts[0].status).toBe(200);
		let id: string | undefined;
		while (id === undefined) [id] = await idsOf(tried);
		const execution = await stage.rest.waitForExecution(id);
		expect(execution.json(TRIGGER)).toEqual([expect.objectContaining({ event: 'tiktok.ping' })]);
	});

	test('a new client secret counts at once, while the workflow is active', async () => {
		await stage.rest.updateCredential(credential.id, { appSecret: 'the-new-secret' });
		expect(await send({}, main, 0)).toMatchObject({ answer: 401, executions: [] });
		expect(await send({ secret: 'the-new-secret' }, main, 1)).toMatchObject({
			answer: 200,
			items: [{ verdict: 'published' }],
		});
	});

	test('a deleted credential ends in a failed execution, and TikTok is to try again', async () => {
		const doomed = await stage.credential('Deleted soon', app);
		const bereft = await active('bereft', { accounts: 'all' }, doomed);
		await stage.rest.deleteCredential(doomed.id);
		const { answer, executions } = await send({}, bereft, 1);
		expect([answer, executions.map(({ status }) => status)]).toEqual([500, ['error']]);
	});

	test('nothing that n8n stores or logs holds the client secret', async () => {
		expect(await stage.n8n.searchData([app.clientSecret, 'the-new-secret'])).toEqual([]);
	});
});

test('the table in the docs says the same', () => {
	process.stdout.write(`${rows.join('\n')}\n`);
	const docs = readFileSync(join(__dirname, '..', '..', 'docs', 'webhooks.md'), 'utf8');
	const table = docs.split('<!-- outcomes -->')[1]?.trim().split('\n').slice(2);
	expect(table).toEqual(rows);
});
