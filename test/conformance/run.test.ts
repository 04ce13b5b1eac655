import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { probesFor } from '../../tools/conformance/run';
import { addCalls, countCalls, limits } from '../../tools/conformance/pace';
import { makePlan, planText } from '../../tools/conformance/plan';
import { probeOf } from '../../tools/conformance/probes';
import { changesBy } from '../../tools/conformance/report/read';
import { cannot } from '../../tools/conformance/questions';
import { published, publicAccount } from './scenes';
import { Stage, type Ran } from './stage';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.start()));
afterAll(async () => await stage.stop());

const everything = ['/v2/oauth/', '/v2/user/', '/v2/video/', '/v2/post/', '/video/'];

/** All calls to TikTok's API and upload servers. */
const calls = () =>
	stage.simulator.calls.filter(({ path }) => everything.some((part) => path.startsWith(part)));

const openIn = ({ seen }: Ran) =>
	Object.entries(seen).flatMap(([rule, value]) => (value === null ? [rule] : []));

describe('a whole run', () => {
	test('decides of a private account all but what it says', async () => {
		const ran = await stage.run({
			app: { scopes: ['video.list', 'video.publish', 'video.upload'] },
		});
		expect(openIn(ran)).toEqual([
			'cancelWhileProcessing',
			'pullPublishIdPrefix',
			'postIdForm',
			'queryAnswersCursor',
			'cursorGrain',
			'listPages',
		]);
		const decided = Object.keys(ran.seen).length - openIn(ran).length;
		expect(ran.page).toContain(`${decided} as the simulator assumes, 0 differently`);
		expect(ran.page).toContain(`${Object.keys(cannot).length} further rules`);
		expect(stage.simulator.posts.map(({ visibility }) => visibility)).toEqual(['SELF_ONLY']);
	});

	test('decides of a public account with posts, and an app that has passed the audit, all but what it says', async () => {
		const ran = await stage.run({
			...published,
			app: {
				...publicAccount.app,
				scopes: ['video.list', 'video.publish', 'video.upload'],
				urlProperties: ['cdn.example.com'],
			},
			options: { url: 'https://cdn.example.com/video.mp4' },
		});
		expect(openIn(ran)).toEqual(['unauditedLevelCode', 'cancelWhileProcessing']);
	});

	test('makes no more calls than it said, and keeps to TikTok’s limits', async () => {
		const plan = await makePlan(probesFor(undefined));
		await stage.run();
		expect(stage.simulator.calls.filter(({ status }) => status === 429)).toEqual([]);
		expect(calls().length).toBeLessThanOrEqual(countCalls(plan.calls) + 1); // the connection
		const inits = stage.simulator.callsTo(/\/init\/$/).map(({ at }) => at);
		for (const at of inits)
			expect(
				inits.filter((other) => other > at - 60_000 && other <= at).length,
			).toBeLessThanOrEqual(limits.inits);
		const all = calls().map(({ at }) => at);
		expect(all.length).toBeGreaterThan(50);
	});

	test('says before what it will do, and does nothing when told not to', async () => {
		const plan = await makePlan(probesFor(undefined));
		const text = planText(plan);
		for (const probe of plan.probes.map(probeOf))
			if (probe.consequence !== undefined) expect(text).toContain(probe.consequence.leaves);
		expect(text).toContain(`at most ${countCalls(addCalls([plan.calls]))} calls`);
		expect(planText(await makePlan(['refusedTokens']))).toContain(
			'Nothing appears on your account',
		);
	});
});

describe('tokens from elsewhere', () => {
	test('are asked with; what needs their making stays open', async () => {
		const ran = await stage.run({
			before: ({ simulator, app, account }) => {
				const { access_token: access, refresh_token: refresh } = simulator.grant(app, account);
				return { tokens: { access, refresh } };
			},
		});
		expect(ran.rows.accessTokenSeconds).toContain('tokens were given');
		expect(ran.rows.disableAutoAuth).toContain('where no tokens are given');
		expect(ran.seen.refreshTokenRotation).toBe('rotate');
		expect(stage.simulator.callsTo(/authorize/)).toEqual([]);
	});

	test('without a refresh token none is used up', async () => {
		const ran = await stage.run({
			before: ({ simulator, app, account }) => ({
				tokens: { access: simulator.grant(app, account).access_token },
			}),
		});
		expect(ran.rows.refreshTokenRotation).toContain('no refresh token was given');
		expect(ran.seen.chunkBounds).toBe('lenient');
	});
});

describe('--read', () => {
	test('shows what a report would change in rules.ts', async () => {
		const { json } = await stage.run({
			rules: { tokenErrorStatus: 401, chunkBounds: 'decimal', accessTokenSeconds: 86_400 },
			options: { post: false, revoke: false },
		});
		const changes = changesBy(json);
		expect(changes).toContain('3 of our values differ');
		for (const line of [
			'-\t\ttokenErrorStatus: 200,\n+\t\ttokenErrorStatus: 401,',
			"-\t\tchunkBounds: 'lenient',\n+\t\tchunkBounds: 'decimal',",
			'-\t\taccessTokenSeconds: 7_200,\n+\t\taccessTokenSeconds: 86_400,',
		])
			expect(changes).toContain(line);
	});

	test('judges by the facts, and shows nothing else of a file', async () => {
		const { json } = await stage.run({ options: { only: ['tokenErrorStatus'] } });
		const file = JSON.parse(json) as { rules: object[]; findings: Record<string, unknown> };
		file.rules = [{ rule: 'tokenErrorStatus', assumed: 'ignore', seen: 'all' }];
		file.findings.basicAuthentication = { facts: { basic: { status: 200, code: 'do this' } } };
		file.findings.addresses = { facts: { hosts: ['jane.example.com'], paths: ['/video/'] } };
		file.findings.ofAnotherVersion = { facts: { anything: 'at all' } };
		const changes = changesBy(JSON.stringify(file)) ?? '';
		expect(changes).toContain('0 of our values differ from TikTok’s, 1 are the same');
		expect(changes).not.toMatch(/ignore|do this|at all|jane/);
	});

	test.each(['', '{}', 'no report', JSON.stringify({ format: 'another' })])(
		'takes no other file: %j',
		(text) => {
			expect(changesBy(text)).toBeUndefined();
		},
	);
});
