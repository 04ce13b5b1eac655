import { createHmac } from 'node:crypto';

import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { App } from '../index';
import { Fixture } from './fixture';
import { Origin } from './origin';

const fixture = new Fixture();
const origin = new Origin();
const HOUR = 3_600_000;

/** What can happen, in any order; waits stay below the 72 hours after which a delivery is dropped. */
const step = fc.oneof(
	{ weight: 4, arbitrary: fc.constant({ kind: 'event' as const }) },
	fc.constantFrom(
		{ kind: 'hold' as const },
		{ kind: 'pause' as const },
		{ kind: 'resume' as const },
		{ kind: 'settle' as const },
	),
	fc.record({ kind: fc.constant('release' as const), reverse: fc.boolean(), keep: fc.nat(2) }),
	fc.record({ kind: fc.constant('duplicate' as const), index: fc.nat(20) }),
	fc.record({ kind: fc.constant('advance' as const), ms: fc.nat(2 * HOUR) }),
	fc.record({
		kind: fc.constant('receiver' as const),
		mode: fc.constantFrom('ok' as const, 'error' as const, 'cut' as const),
	}),
);

type Mode = 'ok' | 'error' | 'cut';

type Step = typeof step extends fc.Arbitrary<infer Taken> ? Taken : never;

interface Run {
	app: App;
	received: { body: string; signature: string }[];
	/** What the receiver does. */
	mode: Mode;
	events: number;
}

function happen(run: Run): void {
	const account = fixture.simulator.accounts[0];
	if (account === undefined) throw new Error('there is no account');
	run.events++;
	fixture.simulator.revoke(run.app, account);
	fixture.simulator.grant(run.app, account);
}

async function take(run: Run, one: Step): Promise<void> {
	const { webhooks, clock, deliveries } = fixture.simulator;
	switch (one.kind) {
		case 'event':
			return happen(run);
		case 'hold':
			return webhooks.hold();
		case 'pause':
			return webhooks.pause();
		case 'resume':
			return webhooks.resume();
		case 'settle':
			return await webhooks.settled();
		case 'release':
			return webhooks.release((held) => (one.reverse ? held.reverse() : held).slice(one.keep));
		case 'advance':
			return clock.advance(one.ms);
		case 'receiver':
			return void (run.mode = one.mode);
		case 'duplicate': {
			const original = deliveries[one.index];
			if (original !== undefined) webhooks.duplicate(original);
		}
	}
}

function begin(): Run {
	fixture.simulator.reset();
	fixture.simulator.hosts.set('n8n.example.com', origin.url);
	const { app } = fixture.connect({ app: { webhookUrl: 'https://n8n.example.com/hook' } });
	const run: Run = { app, received: [], mode: 'ok', events: 0 };
	origin.pages.set('/hook', (request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
		request.on('end', () => {
			run.received.push({ body, signature: String(request.headers['tiktok-signature']) });
			if (run.mode === 'cut') response.destroy();
			else response.writeHead(run.mode === 'ok' ? 200 : 500).end();
		});
	});
	return run;
}

test('whatever happens on the way, each event arrives, signed, and the history says how often', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			const run = begin();
			for (const one of steps) await take(run, one);
			run.mode = 'ok';
			const { webhooks, clock, deliveries } = fixture.simulator;
			webhooks.release();
			webhooks.resume();
			await webhooks.settled();
			clock.advance(72 * HOUR);
			await webhooks.settled();

			expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
			expect(deliveries.filter(({ repeats }) => repeats === undefined)).toHaveLength(run.events);
			for (const { body, signature } of run.received) {
				const [, t, s] = /^t=(\d+),s=(\w+)$/.exec(signature) ?? [];
				expect(s).toBe(
					createHmac('sha256', run.app.clientSecret).update(`${t}.${body}`).digest('hex'),
				);
			}
			const sent = deliveries.flatMap(({ body, attempts: { length } }) =>
				Array<string>(length).fill(body),
			);
			expect(run.received.map(({ body }) => body).sort()).toEqual(sent.sort());
		}),
		{ numRuns: 200 },
	);
}, 120_000);
