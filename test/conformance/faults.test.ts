import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { countCalls } from '../../tools/conformance/pace';
import { probeOf } from '../../tools/conformance/probes';
import type { RuleName } from '../../tools/conformance/question';
import { questions } from '../../tools/conformance/questions';
import type { FaultOptions, FaultPoint, TikTokSimulator } from '../simulator';
import { sceneOf } from './scenes';
import { Stage, type Scene } from './stage';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.start()));
afterAll(async () => await stage.stop());

const points: Array<[RegExp, FaultPoint]> = [
	[/oauth\/token/, 'token'],
	[/oauth\/revoke/, 'revoke'],
	[/user\/info/, 'user info'],
	[/creator_info/, 'creator info'],
	[/publish\/video\/init/, 'video init'],
	[/inbox\/video\/init/, 'inbox init'],
	[/content\/init/, 'content init'],
	[/status\/fetch/, 'status'],
	[/cancel/, 'cancel'],
	[/video\/list/, 'list'],
	[/video\/query/, 'query'],
	[/^\/(video|upload)\/?$/, 'upload'],
];

const pointOf = (path: string): FaultPoint =>
	points.find(([pattern]) => pattern.test(path))?.[1] ?? 'authorize';

/** Calls to TikTok's API, in order. */
const pathsOf = ({ calls }: TikTokSimulator): string[] =>
	calls.map(({ path }) => path).filter((path) => !path.includes('/auth/authorize'));

/** Lets a fault strike at a call, counted from 0, of the paths of a run without it. */
function strikeAt(paths: string[], index: number, fault: FaultOptions): Scene['before'] {
	const point = pointOf(paths[index] ?? '');
	const before = paths.slice(0, index).filter((path) => pointOf(path) === point).length;
	return ({ simulator }) => {
		// A delay of nothing lets the earlier calls through.
		if (before > 0) simulator.fault(point, { kind: 'delay', ms: 0, times: before });
		simulator.fault(point, fault);
	};
}

/** One rule for each set of probes that call TikTok. */
const asked = [
	...new Map(
		questions
			.filter(({ from }) => from.some((name) => countCalls(probeOf(name).calls) > 0))
			.map(({ from, rule }) => [from.join(), rule]),
	).values(),
];

/** A form, a call with a token, a part of an upload. */
const some = ['tokenErrorStatus', 'queryForeignId', 'repeatedChunk'] as const;

const kinds: Array<[string, FaultOptions, RegExp, readonly RuleName[]]> = [
	['no answer', { kind: 'reset' }, /no answer/, asked],
	[
		'an answer that breaks off',
		{ kind: 'reset', at: 'in answer' },
		/no answer/,
		['queryForeignId'],
	],
	['a fault of TikTok’s', { kind: 'status', status: 500 }, /a fault of TikTok’s/, some],
	[
		'a page of somebody in between',
		{
			kind: 'status',
			status: 200,
			body: '<html>Log in to the Wi-Fi</html>',
			headers: { 'content-type': 'text/html' },
		},
		/an answer that is not TikTok’s/,
		some,
	],
];

/** The calls of a run without a fault. */
const pathsWithout = new Map<string, string[]>();

describe.each(kinds)('%s at the last call of a question', (_name, fault, why, rules) => {
	test.each(rules)('leaves %s open, and the report says why', async (rule) => {
		const { options, before, ...scene } = sceneOf(rule);
		const clean: Scene = { ...scene, before, options: { only: [rule], ...options } };
		if (!pathsWithout.has(rule)) {
			await stage.run(clean);
			pathsWithout.set(rule, pathsOf(stage.simulator));
		}
		const paths = pathsWithout.get(rule) ?? [];
		const strike = strikeAt(paths, paths.length - 1, fault);
		const ran = await stage.run({
			...clean,
			before: async (set) => {
				const further = await before?.(set);
				// What the scene itself called has its calls behind it.
				await strike?.(set);
				return further ?? {};
			},
		});
		expect(ran.seen[rule]).toBeNull();
		expect(ran.rows[rule]).toMatch(why);
		expect(ran.shown).toMatch(new RegExp(`^ +\\? {2}${rule}: `, 'm'));
	});
});

describe('TikTok’s answer that a limit was reached', () => {
	const limit: FaultOptions = {
		kind: 'status',
		status: 429,
		body: JSON.stringify({ error: { code: 'rate_limit_exceeded', message: '', log_id: '1' } }),
	};

	test('ends all calls, wherever it comes', async () => {
		await stage.run();
		const paths = pathsOf(stage.simulator);
		for (const index of [1, 10, Math.floor(paths.length / 2), paths.length - 2]) {
			const ran = await stage.run({ before: strikeAt(paths, index, limit) });
			expect(pathsOf(stage.simulator)).toEqual(paths.slice(0, index + 1));
			expect(ran.page).toContain('the program stopped there');
			// What was decided before stays so.
			const row = /stopped there/.exec(ran.rows.revokeKillsRefreshToken ?? '');
			expect(row).not.toBeNull();
		}
	});

	test('is heeded with a status of 200 as well', async () => {
		const ran = await stage.run({
			options: { only: ['missingFieldScope'] },
			before: ({ simulator }) => simulator.fault('user info', { ...limit, status: 200 }),
		});
		expect(ran.rows.missingFieldScope).toContain('limit of calls');
	});
});

describe('Ctrl-C', () => {
	test('ends the questions, wherever it comes, and the report has what was decided before', async () => {
		await stage.run();
		const paths = pathsOf(stage.simulator);
		for (const index of [1, Math.floor(paths.length / 2), paths.length - 2]) {
			let calls = 0;
			const ran = await stage.run({
				around: (transport, person) => async (request) => {
					if (calls++ === index) person.interrupt?.();
					return await transport(request);
				},
			});
			// The call under way is the last.
			expect(pathsOf(stage.simulator)).toEqual(paths.slice(0, index + 1));
			expect(ran.shown).toContain('No more questions');
			expect(ran.rows.revokeKillsRefreshToken).toContain('you had ended the questions');
			expect(ran.page).not.toContain('limit of calls was reached');
			expect(Object.values(ran.seen).some((value) => value !== null)).toBe(true);
		}
	});

	test('in a wait for TikTok’s limits makes no call earlier', async () => {
		let calls = 0;
		let interrupted: number | undefined;
		const ran = await stage.run({
			around: (transport, person) => {
				stage.onWait = (ms) => {
					if (ms < 5_000 || interrupted !== undefined) return;
					interrupted = calls;
					person.interrupt?.();
				};
				return async (request) => {
					calls += 1;
					return await transport(request);
				};
			},
		});
		stage.onWait = undefined;
		expect(interrupted).toBeGreaterThan(0);
		expect(calls).toBe(interrupted);
		expect(ran.rows.revokeKillsRefreshToken).toContain('you had ended the questions');
	});

	test('at a question about TikTok’s page leaves the question open', async () => {
		const ran = await stage.run({
			options: { only: ['disableAutoAuthDefault'] },
			around: (transport, person) => {
				const confirm = person.confirm.bind(person);
				person.confirm = async (question, otherwise) => {
					if (!question.startsWith('Did TikTok show')) return await confirm(question, otherwise);
					person.interrupt?.();
					return false;
				};
				return transport;
			},
		});
		expect(ran.seen.disableAutoAuthDefault).toBeNull();
		expect(ran.rows.disableAutoAuthDefault).toContain('you had ended the questions');
	});
});

test('a fault of the program itself costs one answer, not the report', async () => {
	const ran = await stage.run({
		options: { only: ['tokenErrorStatus', 'malformedAuthorization'] },
		around: (transport) => async (request) => {
			const answer = await transport(request);
			const isUserInfo = request.url.includes('/user/info');
			// An answer that no transport gives.
			return isUserInfo ? { ...answer, text: null as unknown as string } : answer;
		},
	});
	expect(ran.rows.malformedAuthorization).toContain('a fault of this program');
	expect(ran.seen.tokenErrorStatus).toBe(200);
});

test('whoever answers no is not asked again, and nothing is left on the account', async () => {
	const ran = await stage.run({ agrees: false });
	for (const rule of [
		'cancelFileUpload',
		'authorizationCodeSingleUse',
		'revokeBody',
		'rotationGraceMs',
	])
		expect(ran.rows[rule]).toContain('you did not want it');
	expect(stage.simulator.posts).toEqual([]);
	expect(stage.simulator.callsTo(/cancel|revoke/).length).toBe(1); // that of a made-up token
	expect(ran.seen.chunkBounds).toBe('lenient');
});

test('without --post and --revoke they are not even asked for', async () => {
	const ran = await stage.run({ options: { post: false, revoke: false } });
	expect(ran.rows.cancelFileUpload).toContain('only with --post');
	expect(ran.rows.revokeBody).toContain('only with --revoke');
	expect(ran.shown).not.toContain('cancelled');
	expect(stage.simulator.posts).toEqual([]);
});

test('a direct post that TikTok does not begin: drafts decide what they can', async () => {
	const ran = await stage.run({ account: { private: false } });
	expect(ran.seen.chunkBounds).toBe('lenient');
	expect(ran.rows.textUnit).toContain('make the account private');
	const drafts = stage.simulator.callsTo('/v2/post/publish/inbox/video/init/');
	// TikTok allows five pending drafts a day.
	expect(drafts.filter(({ errorCode }) => errorCode === 'ok').length).toBeLessThan(5);
});
