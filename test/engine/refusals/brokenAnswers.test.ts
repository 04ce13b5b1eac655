import { describe, expect, test } from '@jest/globals';

import type { RunResult } from '../../harness/engine';
import { useSkippedTime } from '../../harness/setUps';
import type { FaultOptions } from '../../simulator';
import { expectNoSecret, expectMessage, notExercised } from './expectMessage';
import { pointOf } from './refusalCases';
import { operations, useScene, callsOf, type Operation } from './scene';

const waits = useSkippedTime();
const scene = useScene();

/** Calls that only read, or whose repeat changes nothing; an init for an upload is one, since no byte has been sent. */
const repeatable = [
	'userInfo',
	'creatorInfo',
	'directPost',
	'draft',
	'getStatus',
	'cancel',
	'getVideo',
	'getVideos',
] as const;
/** Inits that start a post by themselves. */
const starting = ['directPostByPull', 'draftByPull', 'photoPost', 'photoDraft'] as const;

/** Attempts of the retry policy for passing trouble. */
const attempts = 4;

const ok = { code: 'ok', message: '', log_id: '20261122101500BROKEN' };
const proxyPage =
	'<!DOCTYPE html><html><body>Access denied by the company firewall. Token: none</body></html>';

interface Answer {
	name: string;
	status: number;
	body?: string | object;
	code: 'answer_unreadable' | 'service_unavailable';
	/** Only for endpoints whose answer has `data`. */
	needsData?: boolean;
	/** Tried with every operation; the others with one of each kind. */
	everywhere?: boolean;
}

const answers: Answer[] = [
	{
		name: 'malformed JSON',
		status: 200,
		body: '{"data": {"publish_id": "v_pub',
		code: 'answer_unreadable',
	},
	{ name: 'HTML', status: 200, body: proxyPage, code: 'answer_unreadable', everywhere: true },
	{ name: 'an empty body', status: 200, code: 'answer_unreadable', everywhere: true },
	{ name: 'white space', status: 200, body: ' \n', code: 'answer_unreadable' },
	{
		name: 'JSON without an error code',
		status: 200,
		body: { data: {} },
		code: 'answer_unreadable',
	},
	{ name: 'JSON that is no object', status: 200, body: '[1, 2]', code: 'answer_unreadable' },
	{ name: 'null', status: 200, body: 'null', code: 'answer_unreadable' },
	{ name: 'a redirect', status: 302, body: proxyPage, code: 'answer_unreadable' },
	{ name: '403 with HTML', status: 403, body: proxyPage, code: 'answer_unreadable' },
	{
		name: '404 with text',
		status: 404,
		body: 'Unsupported path(Janus)',
		code: 'answer_unreadable',
	},
	{
		name: '“ok” under HTTP 404',
		status: 404,
		body: { data: {}, error: ok },
		code: 'answer_unreadable',
	},
	{ name: '500 without a body', status: 500, code: 'service_unavailable', everywhere: true },
	{ name: '502 with HTML', status: 502, body: proxyPage, code: 'service_unavailable' },
	{
		name: '503 with JSON of another kind',
		status: 503,
		body: { message: 'no healthy upstream' },
		code: 'service_unavailable',
	},
	{
		name: '“ok” without data',
		status: 200,
		body: { error: ok },
		code: 'answer_unreadable',
		needsData: true,
		everywhere: true,
	},
	{
		name: '“ok” with data: null',
		status: 200,
		body: { data: null, error: ok },
		code: 'answer_unreadable',
		needsData: true,
	},
	{
		name: '“ok” with data that is a text',
		status: 200,
		body: { data: 'done', error: ok },
		code: 'answer_unreadable',
		needsData: true,
	},
	{
		name: '“ok” with data that is a list',
		status: 200,
		body: { data: [], error: ok },
		code: 'answer_unreadable',
		needsData: true,
	},
];

/** An init for an upload, a read of a post and of the account, a pull, photos: the others go the same way through the client. */
const oneOfEachKind: readonly Operation[] = [
	'directPost',
	'getStatus',
	'userInfo',
	'directPostByPull',
	'photoPost',
];

const needsData = (operation: Operation): boolean => operation !== 'cancel';

/** Right in form, but of no use. */
const uselessData: Partial<Record<Operation, object[]>> = {
	userInfo: [{}, { user: 'Clip Maker' }],
	creatorInfo: [{}, { privacy_level_options: 'SELF_ONLY' }, { creator_username: 'clip.maker' }],
	directPost: [
		{},
		{ publish_id: '' },
		{ publish_id: 'v_pub_file~v2-1.7' },
		{ publish_id: 'v_pub_file~v2-1.7', upload_url: 'soon' },
		{ publish_id: 7, upload_url: 'https://open-upload.tiktokapis.com/video/' },
	],
	draft: [{}, { publish_id: 'v_inbox_file~v2.7' }],
	directPostByPull: [{}, { publish_id: '' }, { publish_id: null }],
	draftByPull: [{}, { publish_id: '' }],
	photoPost: [{}, { publish_id: '' }],
	photoDraft: [{}, { publish_id: 7 }],
	getStatus: [{}, { status: '' }, { status: null }, { status: 3 }],
	wait: [{}, { status: '' }],
	getVideo: [{ videos: 'none' }, { videos: [{ title: 'without an id' }] }],
	getVideos: [{ videos: {} }, { videos: [null] }, { videos: [], has_more: 'no' }],
};

const sentTo = (operation: Operation): number =>
	scene.sent.filter((name) => name === pointOf(operation)).length;

/** Nothing came out that could be taken for a success, and nothing of the answer or of the secrets. */
function expectNoSuccess(result: RunResult): void {
	expect(result.items).toEqual([]);
	expect(scene.sent).not.toContain('upload');
	expect(scene.simulator.posts).toEqual([]);
	expect(JSON.stringify(result.error)).not.toContain('company firewall');
	expectNoSecret(scene, result.error);
}

async function stopped(operation: Operation): Promise<NonNullable<RunResult['error']>> {
	const result = await scene.run(operations[operation]);
	if (!result.error) throw new Error(`A false success: ${JSON.stringify(result.json)}`);
	expectNoSuccess(result);
	return result.error;
}

describe.each(repeatable.map((operation) => [operation]))(
	'%s is asked again, within the policy, and then stops',
	(operation) => {
		const cases = answers
			.filter((answer) => !answer.needsData || needsData(operation))
			.filter((answer) => answer.everywhere || oneOfEachKind.includes(operation))
			.map((answer) => [answer.name, answer] as const);

		test.each(cases)('%s', async (_name, { status, body, code }) => {
			scene.expect(pointOf(operation)).reply(status, body).times(attempts);
			expectMessage(scene, await stopped(operation), code, { httpStatus: status });
			expect(sentTo(operation)).toBe(attempts);
			expect(waits.asked).toHaveLength(attempts - 1);
		});

		if (uselessData[operation]) {
			test.each(uselessData[operation].map((data) => [JSON.stringify(data), data] as const))(
				'data: %s',
				async (_name, data) => {
					scene.expect(pointOf(operation)).reply(200, { data, error: ok }).times(attempts);
					expectMessage(scene, await stopped(operation), 'answer_unreadable', {
						logId: undefined,
						httpStatus: 200,
					});
					expect(sentTo(operation)).toBe(attempts);
				},
			);
		}

		test.each([
			['reset before the answer', { kind: 'reset' }],
			['closed before the answer', { kind: 'close' }],
			['reset after the request', { kind: 'reset', at: 'after body' }],
			['reset in the middle of the answer', { kind: 'reset', at: 'in answer' }],
		] as ReadonlyArray<readonly [string, FaultOptions]>)(
			'the connection is %s',
			async (_name, fault) => {
				scene.simulator.fault(pointOf(operation), { ...fault, times: attempts });
				expectMessage(scene, await stopped(operation), 'no_answer');
				expect(sentTo(operation)).toBe(attempts);
			},
		);

		test('a code that is new to the node is a refusal: shown as it came, not repeated', async () => {
			scene.refuse(pointOf(operation), 403, 'creator_on_holiday', 'The creator is on holiday.');
			const error = await stopped(operation);
			expectMessage(scene, error, 'creator_on_holiday', {
				row: 'unknown_code',
				httpStatus: 403,
				text: 'The creator is on holiday.',
			});
			expect(error.description).toContain('log_id 2026');
			expect(scene.sent).toEqual(callsOf[operation]);
		});

		test('a new code inside HTTP 200 as well', async () => {
			scene.refuse(pointOf(operation), 200, 'creator_on_holiday');
			expectMessage(scene, await stopped(operation), 'creator_on_holiday', {
				row: 'unknown_code',
				httpStatus: 200,
			});
		});

		test('the flat form of the token endpoint in place of the envelope', async () => {
			scene.expect(pointOf(operation)).reply(400, {
				error: 'invalid_request',
				error_description: 'The request parameters are malformed.',
				log_id: 'FLAT1',
			});
			expectMessage(scene, await stopped(operation), 'invalid_request', {
				httpStatus: 400,
				text: 'The request parameters are malformed.',
				logId: 'FLAT1',
			});
		});
	},
);

describe.each(starting.map((operation) => [operation]))(
	'%s: the outcome is unknown, and the init is sent exactly once',
	(operation) => {
		const cases = answers
			.filter((answer) => answer.everywhere || oneOfEachKind.includes(operation))
			.map((answer) => [answer.name, answer] as const);

		test.each(cases)('%s', async (_name, { status, body, code }) => {
			scene.expect(pointOf(operation)).reply(status, body);
			const error = await stopped(operation);
			expectMessage(scene, error, code, { row: 'outcome_unknown', httpStatus: status });
			expect(scene.sent).toEqual(callsOf[operation]);
		});

		test.each((uselessData[operation] ?? []).map((data) => [JSON.stringify(data), data] as const))(
			'data: %s',
			async (_name, data) => {
				scene.expect(pointOf(operation)).reply(200, { data, error: ok });
				expectMessage(scene, await stopped(operation), 'answer_unreadable', {
					row: 'outcome_unknown',
				});
				expect(scene.sent).toEqual(callsOf[operation]);
			},
		);

		test.each([
			[{ kind: 'reset' }],
			[{ kind: 'close' }],
			[{ kind: 'reset', at: 'after body' }],
			[{ kind: 'reset', at: 'in answer' }],
			[{ kind: 'status', status: 503, at: 'after body', body: '' }],
		] as ReadonlyArray<readonly [FaultOptions]>)('the answer is lost: %p', async (fault) => {
			scene.simulator.fault(pointOf(operation), fault);
			const error = await stopped(operation);
			expectMessage(scene, error, 'outcome_unknown');
			expect(scene.sent).toEqual(callsOf[operation]);
			expect(scene.simulator.tasks.length).toBeLessThanOrEqual(1);
		});

		test('and the next item is handled all the same', async () => {
			scene.simulator.fault(pointOf(operation), { kind: 'reset', at: 'after body' });
			const parameters = { ...operations[operation], options: { waitForCompletion: false } };
			const { json, error } = await scene.run(parameters, {
				items: [{ json: {} }, { json: {} }],
				onError: 'continueRegularOutput',
			});
			expect(error).toBeUndefined();
			expect(json[0].error).toContain('not known whether the post was started');
			expect(json[1]).toMatchObject({ status: 'PROCESSING_DOWNLOAD' });
			expect(sentTo(operation)).toBe(2);
		});

		test('a refusal that can be read is no unknown outcome', async () => {
			scene.refuse(pointOf(operation), 403, 'creator_on_holiday', 'The creator is on holiday.');
			expectMessage(scene, await stopped(operation), 'creator_on_holiday', {
				row: 'unknown_code',
				httpStatus: 403,
				text: 'The creator is on holiday.',
			});
			expect(scene.sent).toEqual(callsOf[operation]);
		});
	},
);

describe('a passing disturbance is ridden out', () => {
	test.each(repeatable.map((operation) => [operation]))('%s', async (operation) => {
		const publishId = ['getStatus', 'cancel'].includes(operation) ? await scene.publishId() : '';
		if (operation === 'cancel') scene.expect('cancel').reply(200, { error: ok });
		scene.simulator.fault(pointOf(operation), { kind: 'reset' });
		scene.simulator.fault(pointOf(operation), { kind: 'status', status: 502, body: proxyPage });
		const { error, json } = await scene.run({
			...operations[operation],
			...(publishId ? { publishId } : {}),
		});
		expect(error).toBeUndefined();
		if (operation === 'directPost' || operation === 'draft') {
			expect(scene.simulator.uploads.filter((upload) => upload.receivedBytes > 0)).toHaveLength(1);
			expect(json).toHaveLength(1);
		}
	});

	test('an upload’s init whose answer was lost leaves an empty task behind, and one post', async () => {
		scene.simulator.fault('video init', { kind: 'reset', at: 'after body' });
		const { json } = await scene.run(operations.directPost);
		expect(json).toMatchObject([{ verdict: 'published' }]);
		expect(scene.simulator.tasks).toHaveLength(2);
		expect(scene.simulator.posts).toHaveLength(1);
		expect(json[0].publish_id).toBe(scene.simulator.posts[0].publishId);
	});
});

describe('while waiting for the verdict', () => {
	test.each([
		['a proxy’s page', proxyPage],
		['empty data', { data: {}, error: ok }],
	])('%s is no verdict: the wait goes on, and nothing is posted again', async (_, body) => {
		scene
			.expect('status')
			.reply(200, body)
			.times(attempts + 1);
		const { json } = await scene.run(operations.directPost);
		expect(json).toMatchObject([{ verdict: 'published' }]);
		expect(scene.sent.slice(0, 3)).toEqual(['creator info', 'video init', 'upload']);
		expect(scene.sent.slice(3)).toEqual(new Array(attempts + 2).fill('status'));
	});
});

describe('without videos in the answer', () => {
	test.each(['getVideo', 'getVideos'] as const)('%s: empty data mean none', async (operation) => {
		scene.expect(pointOf(operation)).reply(200, { data: {}, error: ok });
		const { json, error } = await scene.run(operations[operation]);
		expect(error).toBeUndefined();
		expect(json).toEqual(
			operation === 'getVideo' ? [{ id: operations.getVideo.videoIds, available: false }] : [],
		);
	});
});

test('every code of this file was exercised', () => {
	expect(notExercised('brokenAnswers')).toEqual([]);
});
