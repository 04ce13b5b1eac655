import { describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { useSkippedTime } from '../../harness/setUps';
import type { Scope } from '../../simulator';
import { expectMessage, notExercised } from './expectMessage';
import { operations, useScene, type Operation } from './scene';
import { tokenErrors } from './connectionMessages';

useSkippedTime();
const scene = useScene();

const logId = '2026112210150000TOKEN';
const flat = (error: string) => ({
	error,
	error_description: `TikTok's words about ${error}.`,
	log_id: logId,
});

/** Whether another attempt can help: those codes are asked again, four times in all. */
const isPassing = (code: string): boolean =>
	['server_error', 'temporarily_unavailable'].includes(code);

const stored = (): IDataObject => structuredClone(scene.engine.tokenData);

const posts = () => [scene.simulator.posts, scene.simulator.tasks];

describe.each([[200], [400], [401]])('a refused refresh with HTTP status %i', (status) => {
	test.each(Object.keys(tokenErrors).map((code) => [code]))('%s', async (code) => {
		scene.simulator.expireAccessTokens();
		scene
			.expect('token')
			.reply(status, flat(code))
			.times(isPassing(code) ? 4 : 1);
		const before = stored();
		const error = await scene.failure(operations.directPost);
		const isGrantGone = code === 'invalid_grant' && status !== 200;
		// n8n has an error of its own for a dead grant, which leaves TikTok's words out.
		expectMessage(
			scene,
			error,
			code,
			isGrantGone ? {} : { text: flat(code).error_description, logId },
		);
		expect(new Set(scene.sent)).toEqual(new Set(['creator info', 'token']));
		expect(stored()).toEqual(before);
		expect(posts()).toEqual([[], []]);
	});
});

describe('refusals that come of themselves', () => {
	const statuses = [200, 400, 401, 'byError'] as const;

	test.each(statuses.map((status) => [status]))(
		'the user removed the app (HTTP %s)',
		async (status) => {
			scene.simulator.rules.tokenErrorStatus = status;
			scene.simulator.revoke(scene.app, scene.account);
			const before = stored();
			expectMessage(scene, await scene.failure(operations.directPost), 'invalid_grant');
			expect(stored()).toEqual(before);
			expect(posts()).toEqual([[], []]);
		},
	);

	test.each(statuses.map((status) => [status]))(
		'the refresh token was used up elsewhere (HTTP %s)',
		async (status) => {
			scene.simulator.rules.tokenErrorStatus = status;
			scene.simulator.rules.refreshTokenSeconds = 60;
			scene.connectAs(scene.account);
			scene.simulator.clock.advance(10 * 3_600_000);
			const before = stored();
			expectMessage(scene, await scene.failure(operations.draft), 'invalid_grant');
			expect(stored()).toEqual(before);
			expect(posts()).toEqual([[], []]);
		},
	);

	test.each(statuses.map((status) => [status]))(
		'a wrong Client Secret (HTTP %s), and once it is right all goes on',
		async (status) => {
			scene.simulator.rules.tokenErrorStatus = status;
			scene.simulator.expireAccessTokens();
			const before = stored();
			scene.engine.store({ oauthTokenData: before, appSecret: 'mistyped' });
			expectMessage(scene, await scene.failure(operations.directPost), 'invalid_client', {
				text: 'Client key or secret is incorrect.',
			});
			expect(stored()).toEqual(before);
			scene.engine.store({ oauthTokenData: before });
			expect((await scene.run(operations.directPost)).json).toMatchObject([
				{ verdict: 'published' },
			]);
			expect(stored().refresh_token).not.toBe(before.refresh_token);
		},
	);

	test('a passing fault of the login service: the refresh is tried again and the post goes out once', async () => {
		scene.simulator.expireAccessTokens();
		scene.expect('token').reply(200, flat('temporarily_unavailable'));
		const { json } = await scene.run(operations.directPost);
		expect(json).toMatchObject([{ verdict: 'published' }]);
		expect(scene.simulator.posts).toHaveLength(1);
		expect(stored()).not.toHaveProperty('error');
	});
});

describe('a refresh without a usable answer', () => {
	const answers: Array<[string, number, string | object | undefined]> = [
		['HTML with status 403', 403, '<html>Forbidden</html>'],
		['no access token', 200, { scope: 'user.info.basic', expires_in: 7200 }],
		['an empty body', 200, undefined],
		['an empty object', 200, {}],
		['malformed JSON', 200, '{"access_token":'],
		['HTML with status 200', 200, '<html>Welcome</html>'],
	];

	test.each(answers)(
		'%s: a clear message, nothing posted, the stored token kept',
		async (_answer, status, body) => {
			scene.simulator.expireAccessTokens();
			scene.expect('token').reply(status, body).persist();
			const before = stored();
			const error = await scene.failure(operations.directPost);
			expect(error.name).toBe('NodeApiError');
			expect(error.message).toMatch(
				/^TikTok (no longer accepts the connection|did not renew the connection|could not be reached)/,
			);
			expect(error.description).toContain('again');
			expect(stored()).toEqual(before);
			expect(posts()).toEqual([[], []]);
		},
	);

	test('a status that the node does not expect', async () => {
		scene.simulator.expireAccessTokens();
		scene.expect('token').reply(403, '<html>Forbidden</html>');
		expectMessage(scene, await scene.failure(operations.directPost), 'refresh_refused', {
			httpStatus: 403,
		});
	});

	test('an error that is new to the node is shown as it came', async () => {
		scene.simulator.expireAccessTokens();
		scene.expect('token').reply(200, flat('device_not_trusted'));
		const before = stored();
		const error = await scene.failure(operations.directPost);
		expectMessage(scene, error, 'device_not_trusted', {
			row: 'unknown_code',
			text: flat('device_not_trusted').error_description,
			logId,
		});
		expect(error.description).toContain('refused to renew the access token');
		expect(stored()).toEqual(before);
	});

	test('a fault of the login service with HTTP status 500: asked again, then said', async () => {
		scene.simulator.expireAccessTokens();
		scene.simulator.fault('token', { kind: 'status', status: 500, times: 4 });
		const before = stored();
		expectMessage(scene, await scene.failure(operations.directPost), 'temporarily_unavailable');
		expect(scene.sent.filter((name) => name === 'token')).toHaveLength(4);
		expect(stored()).toEqual(before);
		expect(posts()).toEqual([[], []]);
	});

	test.each([
		['reset', { kind: 'reset' }],
		['HTTP 503 without a body', { kind: 'status', status: 503, body: '' }],
	] as const)(
		'the token endpoint is out of order (%s): nothing was started, so the outcome is not “unknown”',
		async (_name, fault) => {
			scene.simulator.expireAccessTokens();
			scene.simulator.fault('token', { ...fault, times: 4 });
			const before = stored();
			// The init of a photo draft comes first here, and TikTok has refused it readably: nothing was started.
			expectMessage(scene, await scene.failure(operations.photoDraft), 'temporarily_unavailable');
			expect(stored()).toEqual(before);
			expect(posts()).toEqual([[], []]);
		},
	);
});

describe('a 401 without a readable code, perhaps of a proxy', () => {
	const html = '<html>Authorization required</html>';
	const tokenCalls = () => scene.sent.filter((name) => name === 'token').length;

	test.each([
		['a page', html],
		['nothing', undefined],
		['JSON without a code', { message: 'Unauthorized' }],
	])('%s, once: asked again, and no refresh token is used up', async (_what, body) => {
		scene.expect('creator info').reply(401, body);
		const before = stored();
		expect((await scene.run(operations.creatorInfo)).error).toBeUndefined();
		expect(scene.sent).toEqual(['creator info', 'creator info']);
		expect(stored()).toEqual(before);
	});

	test('in place of TikTok’s refusal of an expired token: renewed at the second look', async () => {
		scene.expect('creator info').reply(401, html).times(3);
		const before = stored();
		expect((await scene.run(operations.creatorInfo)).error).toBeUndefined();
		expect(tokenCalls()).toBe(1);
		expect(stored().refresh_token).not.toBe(before.refresh_token);
	});

	test('for ever: one refresh in all the attempts of a call', async () => {
		scene.expect('creator info').reply(401, html).persist();
		expectMessage(scene, await scene.failure(operations.creatorInfo), 'answer_unreadable', {
			httpStatus: 401,
		});
		expect(tokenCalls()).toBe(1);
	});

	test('to a call that starts a post: neither repeated nor renewed, as the post may be under way', async () => {
		scene.expect('content init').reply(401, html);
		expectMessage(scene, await scene.failure(operations.photoDraft), 'outcome_unknown', {
			httpStatus: 401,
		});
		expect(scene.sent).toEqual(['content init']);
	});

	test('to such a call, with TikTok’s own code for an expired token: renewed, and posted once', async () => {
		scene.simulator.expireAccessTokens();
		await scene.run(operations.photoDraft);
		expect(tokenCalls()).toBe(1);
		expect(scene.simulator.tasks).toHaveLength(1);
	});
});

describe('a refusal of the refresh in the envelope of the other endpoints', () => {
	test.each([200, 400, 401])('with HTTP status %i is read as well', async (status) => {
		scene.simulator.expireAccessTokens();
		const error = { code: 'invalid_client', message: 'Wrong secret.', log_id: logId };
		scene.expect('token').reply(status, { error });
		const before = stored();
		expectMessage(scene, await scene.failure(operations.creatorInfo), 'invalid_client', {
			text: 'Wrong secret.',
			logId,
		});
		expect(stored()).toEqual(before);
	});
});

describe('never connected', () => {
	const all = Object.keys(operations) as Operation[]; // the keys of a literal

	test.each(all)('%s: nothing is sent', async (operation) => {
		scene.engine.store({});
		expectMessage(scene, await scene.failure(operations[operation]), 'not_connected');
		expect(scene.sent).toEqual([]);
	});

	test.each(all)(
		'%s after a first exchange that was refused: TikTok’s reason, and nothing is sent',
		async (operation) => {
			scene.engine.store({ oauthTokenData: flat('invalid_client') });
			expectMessage(scene, await scene.failure(operations[operation]), 'invalid_client', {
				text: flat('invalid_client').error_description,
				logId,
			});
			expect(scene.sent).toEqual([]);
		},
	);

	test.each(Object.keys(tokenErrors).map((code) => [code]))(
		'a first exchange refused with %s',
		async (code) => {
			scene.engine.store({ oauthTokenData: flat(code) });
			expectMessage(scene, await scene.failure(operations.directPost), code, {
				text: flat(code).error_description,
				logId,
			});
			expect(scene.sent).toEqual([]);
		},
	);

	test('the list of privacy levels in the editor says it as well', async () => {
		scene.engine.store({});
		await expect(scene.engine.loadOptions('getPrivacyLevels')).rejects.toThrow(
			'credential is not connected',
		);
		expect(scene.sent).toEqual([]);
	});
});

describe('connected with too few permissions: nothing is sent, and the switch is named', () => {
	const needs: Array<[Operation, Scope[], Scope[], string[]]> = [
		[
			'directPost',
			['user.info.basic', 'video.upload', 'video.list'],
			['video.publish'],
			['Post Directly'],
		],
		['directPostByPull', ['user.info.basic', 'video.upload'], ['video.publish'], ['Post Directly']],
		['photoPost', ['user.info.basic', 'video.upload'], ['video.publish'], ['Post Directly']],
		['creatorInfo', ['user.info.basic', 'video.upload'], ['video.publish'], ['Post Directly']],
		['draft', ['user.info.basic', 'video.publish'], ['video.upload'], ['Upload Drafts']],
		['draftByPull', ['user.info.basic', 'video.publish'], ['video.upload'], ['Upload Drafts']],
		['photoDraft', ['user.info.basic', 'video.publish'], ['video.upload'], ['Upload Drafts']],
		[
			'getStatus',
			['user.info.basic', 'video.list'],
			['video.publish', 'video.upload'],
			['Post Directly', 'Upload Drafts'],
		],
		[
			'wait',
			['user.info.basic'],
			['video.publish', 'video.upload'],
			['Post Directly', 'Upload Drafts'],
		],
		[
			'cancel',
			['user.info.basic'],
			['video.publish', 'video.upload'],
			['Post Directly', 'Upload Drafts'],
		],
		[
			'getVideo',
			['user.info.basic', 'video.publish', 'video.upload'],
			['video.list'],
			['List Videos'],
		],
		[
			'getVideos',
			['user.info.basic', 'video.publish', 'video.upload'],
			['video.list'],
			['List Videos'],
		],
		['userInfo', ['video.publish', 'video.upload'], ['user.info.basic'], []],
	];

	test.each(needs)('%s', async (operation, granted, scopes, switches) => {
		scene.connectAs(scene.account, granted);
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, 'permission_missing');
		for (const name of [...scopes, ...switches]) expect(error.description).toContain(name);
		expect(scene.sent).toEqual([]);
	});

	test('one of the two posting permissions is enough to follow a post', async () => {
		scene.connectAs(scene.account, ['user.info.basic', 'video.upload']);
		const publishId = await scene.publishId();
		expect((await scene.run({ ...operations.getStatus, publishId })).json).toMatchObject([
			{ publish_id: publishId },
		]);
	});

	test('User: Get asks only for what was granted', async () => {
		scene.connectAs(scene.account, ['user.info.basic']);
		expect((await scene.run(operations.userInfo)).json).toMatchObject([
			{ display_name: 'Clip Maker' },
		]);
	});
});

test('every code of this file was exercised', () => {
	expect(notExercised('tokenErrors')).toEqual([]);
});
