import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { makeReport } from '../../tools/conformance/report/report';
import { published, publicAccount } from './scenes';
import { CANARY, poisoned } from './poison';
import { Stage, type Ran, type Scene } from './stage';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.start()));
afterAll(async () => await stage.stop());

/** Everything of TikTok's that names somebody or opens something. */
function secretsOf({ simulator, app, account }: Stage): string[] {
	const { tasks, uploads, posts, calls } = simulator;
	return [
		...simulator.secrets,
		app.clientSecret,
		account.id,
		account.unionId,
		account.username,
		account.nickname,
		...tasks.map(({ publishId }) => publishId),
		...uploads.flatMap(({ uploadId, url }) => [uploadId, url]),
		...posts.map(({ id }) => id),
		...calls.flatMap(({ answerHeaders }) => answerHeaders?.['x-tt-logid'] ?? []),
	];
}

const who: Scene['account'] = {
	username: 'the_username',
	nickname: 'The Nickname',
	bio: 'The Bio',
};

const scenes: Array<[string, Scene]> = [
	['a private account', { account: who }],
	['a public account with posts', { ...published, account: { ...publicAccount.account, ...who } }],
];

const decided = ({ seen }: Ran) => Object.values(seen).filter((value) => value !== null).length;

describe.each(scenes)('%s', (_name, scene) => {
	test('no canary of any field of any answer is in the report or on the screen', async () => {
		const ran = await stage.run({ ...scene, around: (one) => poisoned(one, true) });
		for (const text of [ran.shown, ran.page, ran.json]) expect(text).not.toContain('anary');
		expect(ran.json).not.toContain('424242');
		// The canaries did not keep the answers from being understood.
		expect(decided(ran)).toBeGreaterThan(35);
	});

	test('not even where TikTok’s own words are spoilt', async () => {
		const ran = await stage.run({ ...scene, around: (one) => poisoned(one, false) });
		for (const text of [ran.shown, ran.page, ran.json]) {
			expect(text).not.toContain('anary');
			expect(text).not.toContain('424242');
		}
		expect(ran.json).toContain('another code');
	});

	test('no token, secret, address, id or name is in the report or on the screen', async () => {
		const ran = await stage.run(scene);
		const secrets = secretsOf(stage);
		expect(secrets.length).toBeGreaterThan(60);
		for (const text of [ran.shown, ran.page, ran.json])
			expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
		for (const text of [ran.page, ran.json]) expect(text).not.toContain(stage.app.clientKey);
	});
});

test('a failure of the network does not show the address with its token', async () => {
	const ran = await stage.run({
		around: (transport) => async (request) => {
			if (request.method !== 'PUT') return await transport(request);
			throw new Error(`connect ECONNREFUSED ${request.url} ${CANARY}`);
		},
	});
	expect(ran.rows.uploadAnswerRange).toContain('no answer');
	for (const text of [ran.shown, ran.page, ran.json]) {
		expect(text).not.toContain(CANARY);
		expect(text).not.toContain('upload_token');
	}
});

describe('a report', () => {
	const about = {
		day: '2026-01-31',
		sandbox: false,
		account: 'unknown' as const,
		permissions: [],
		stopped: false,
	};

	test.each([
		[
			'a text beside the facts',
			{ basicAuthentication: { facts: { basic: { status: 200, code: 'ok' }, note: CANARY } } },
		],
		[
			'a code in words of somebody’s',
			{ basicAuthentication: { facts: { basic: { status: 200, code: 'jane_doe' } } } },
		],
		[
			'a number that may be an id',
			{ lives: { facts: { accessHours: 7_600_000_000_000_000, refreshDays: 1 } } },
		],
		['a host of somebody’s', { addresses: { facts: { hosts: ['jane.example.com'], paths: [] } } }],
		['a reason in words of somebody’s', { basicAuthentication: { missing: CANARY } }],
		['a probe that does not exist', { [CANARY]: { missing: 'declined' } }],
	])('cannot be made with %s', (_name, findings) => {
		expect(() => makeReport(findings as Parameters<typeof makeReport>[0], about)).toThrow();
	});

	test('may have a code that nobody has listed, if its words are known', () => {
		const basic = { status: 403, code: 'invalid_access_token_scope' };
		const made = makeReport({ basicAuthentication: { facts: { basic } } }, about);
		expect(JSON.stringify(made)).toContain('invalid_access_token_scope');
	});
});
