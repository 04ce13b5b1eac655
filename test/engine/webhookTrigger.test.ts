/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { Engine } from '../harness/engine';
import { Receiving } from '../harness/receiving';
import type { Delivery } from '../simulator';

let engine: Engine;
const open: Receiving[] = [];

beforeAll(async () => {
	engine = await Engine.start();
});
afterEach(async () => {
	for (const receiving of open.splice(0)) await receiving.stop();
});
afterAll(async () => await engine.stop());

async function receiving(line: 1 | 2 = 2): Promise<Receiving> {
	const made = await Receiving.start(engine, undefined, line);
	open.push(made);
	return made;
}

let posts = 0;

/** What TikTok sends of one event, each time anew: a direct post is published. */
function eventFor(target: Receiving): () => Promise<Delivery> {
	const content = { publish_id: `v_pub_url~v2-1.${++posts}`, publish_type: 'DIRECT_PUBLISH' };
	return async () =>
		await engine.simulator.deliver(engine.app, {
			account: engine.account,
			url: target.url,
			content,
		});
}

const statusOf = ({ attempts }: Delivery) => attempts[0].status;

/** Something that a test brings to its end. */
function pending(): {
	wait: () => Promise<void>;
	end: (error?: Error) => void;
	begun: Promise<void>;
} {
	let end: (error?: Error) => void = () => {};
	let begin = () => {};
	const begun = new Promise<void>((resolve) => (begin = resolve));
	const over = new Promise<void>((resolve, reject) => {
		end = (error) => (error ? reject(error) : resolve());
	});
	over.catch(() => {});
	const wait = async () => {
		begin();
		await over;
	};
	return { wait, end, begun };
}

const cannotStart = async () => await Promise.reject(new Error('The database is out of reach'));

/** Delivers, and hangs up while n8n makes the execution. @returns what ends the making of it */
async function hangUp(target: Receiving, deliver: () => Promise<Delivery>) {
	const execution = pending();
	target.handlings.push({ start: execution.wait });
	const delivery = deliver();
	await execution.begun;
	await target.hangUp(0);
	expect(statusOf(await delivery)).toBeUndefined();
	return execution;
}

/** Lets what has been ended take its course. */
const settled = async () => await new Promise((resolve) => setImmediate(resolve));

describe('the sender hangs up before the answer', () => {
	test('n8n cannot start the workflow then: the repeat starts it', async () => {
		const target = await receiving();
		const deliver = eventFor(target);
		const execution = await hangUp(target, deliver);
		execution.end(new Error('The database is out of reach'));
		await settled();
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(1);
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(1);
	});

	test('n8n starts the workflow all the same: the repeat does not', async () => {
		const target = await receiving();
		const deliver = eventFor(target);
		const execution = await hangUp(target, deliver);
		execution.end();
		await settled();
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(1);
		target.kill();
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(1);
	});

	test.each([
		['starts it', undefined],
		['cannot', new Error('The database is out of reach')],
	])(
		'n8n has not started the workflow yet: repeats are to come again, until it %s',
		async (_, error) => {
			const target = await receiving();
			const deliver = eventFor(target);
			const execution = await hangUp(target, deliver);
			for (let repeat = 0; repeat < 2; repeat++) expect(statusOf(await deliver())).toBe(503);
			expect(statusOf(await eventFor(target)())).toBe(200);
			execution.end(error);
			await settled();
			for (let repeat = 0; repeat < 2; repeat++) expect(statusOf(await deliver())).toBe(200);
			expect(target.started).toHaveLength(2);
		},
	);

	test('n8n was killed before it started the workflow: the repeat starts it', async () => {
		const target = await receiving();
		const deliver = eventFor(target);
		await hangUp(target, deliver);
		expect(statusOf(await eventFor(target)())).toBe(200);
		target.kill();
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(2);
	});
});

describe('n8n cannot start the workflow', () => {
	test('the sender hears 500, and the repeat starts it', async () => {
		const target = await receiving();
		const deliver = eventFor(target);
		target.handlings.push({ start: cannotStart }, { start: cannotStart });
		expect(statusOf(await deliver())).toBe(500);
		expect(statusOf(await deliver())).toBe(500);
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(1);
	});

	test('another event was stored meanwhile: the repeat starts it nevertheless', async () => {
		const target = await receiving();
		const deliver = eventFor(target);
		const execution = pending();
		target.handlings.push({ start: execution.wait });
		const first = deliver();
		await execution.begun;
		expect(statusOf(await eventFor(target)())).toBe(200);
		execution.end(new Error('The database is out of reach'));
		expect(statusOf(await first)).toBe(500);
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(2);
	});

	test('repeats that wait for it: one of them starts it', async () => {
		const target = await receiving();
		const deliver = eventFor(target);
		const execution = pending();
		target.handlings.push({ start: execution.wait });
		const first = deliver();
		await execution.begun;
		const repeats = [deliver(), deliver(), deliver()];
		execution.end(new Error('The database is out of reach'));
		expect(statusOf(await first)).toBe(500);
		expect((await Promise.all(repeats)).map(statusOf)).toEqual([200, 200, 200]);
		expect(target.started).toHaveLength(1);
	});

	test('a repeat that waited for it has hung up too: it starts the workflow, and no other does', async () => {
		const target = await receiving();
		const deliver = eventFor(target);
		const execution = pending();
		target.handlings.push({ start: execution.wait });
		const first = deliver();
		await execution.begun;
		const waiting = deliver();
		await target.hangUp(1);
		expect(statusOf(await waiting)).toBeUndefined();
		execution.end(new Error('The database is out of reach'));
		expect(statusOf(await first)).toBe(500);
		await settled();
		expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(1);
	});

	test('n8n 1, which has stored the event by then and answers 500: the repeat starts it, after other events too', async () => {
		const target = await receiving(1);
		const deliver = eventFor(target);
		const database = pending();
		target.handlings.push({ start: cannotStart, store: database.wait });
		expect(statusOf(await deliver())).toBe(500);
		database.end();
		expect(Object.keys(target.state.seen as object)).toHaveLength(1);
		const other = eventFor(target);
		for (let time = 0; time < 2; time++) expect(statusOf(await other())).toBe(200);
		for (let time = 0; time < 2; time++) expect(statusOf(await deliver())).toBe(200);
		expect(target.started).toHaveLength(2);
	});
});

test.each([1, 2] as const)(
	'n8n %i: each of many events at once, delivered three times, starts the workflow once, across a kill too',
	async (line) => {
		const target = await receiving(line);
		const events = Array.from({ length: 3 }, () => eventFor(target));
		const deliver = async () =>
			await Promise.all(events.flatMap((event) => [event(), event(), event()]));
		expect(new Set((await deliver()).map(statusOf))).toEqual(new Set([200]));
		expect(target.started).toHaveLength(3);
		target.kill();
		expect(new Set((await deliver()).map(statusOf))).toEqual(new Set([200]));
		expect(target.started).toHaveLength(3);
	},
);
