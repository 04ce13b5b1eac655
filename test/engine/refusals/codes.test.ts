import { describe, expect, test } from '@jest/globals';

import { knownCodes } from '../../../nodes/shared/errors/codes';
import { useSkippedTime } from '../../harness/setUps';
import { sampleVideo, type Call } from '../../simulator';
import { expectMessage, notExercised, messages } from './expectMessage';
import { callsRefused, pointOf, refusalCases } from './refusalCases';
import { operations, useScene, callsOf, type Operation } from './scene';
import type { Message } from './messages';

const waits = useSkippedTime();
const scene = useScene();

/** TikTok's own words in an answer. */
function refusalIn({ answerBody }: Call): { code?: string; message?: string; log_id?: string } {
	const { error } = JSON.parse(answerBody ?? '{}') as {
		error?: { code: string; message: string; log_id: string };
	};
	return error ?? {};
}

test.each(refusalCases.map((one) => [one.code, one.operation, one] as const))(
	'%s at %s',
	async (code, operation, refusal) => {
		const { status, arrange, sent = callsOf[operation], row } = refusal;
		const parameters = await arrange(scene);
		const error = await scene.failure(parameters ?? operations[operation]);
		const call = scene.lastCall(operation === 'cancel' ? 'cancel' : sent[sent.length - 1]);
		const { code: answered, message: text, log_id: logId } = refusalIn(call);
		expect([call.status, answered]).toEqual([status, code]);
		expect(text).not.toBe('');
		expectMessage(scene, error, code, { row, httpStatus: status, text });
		const logIds = scene.calls
			.map(refusalIn)
			.filter((refused) => refused.code === code)
			.map((refused) => refused.log_id);
		expect(logIds).toContain(logId);
		expect(logIds.some((id) => error.description?.includes(`log_id ${id}`))).toBe(true);
		expect(scene.sent).toEqual(sent);
		expect(scene.simulator.posts).toEqual([]);
	},
);

// Seen in users' reports; TikTok documents none of them.
describe('TikTok’s texts behind a bad parameter', () => {
	const common = {
		in: 'codes',
		docs: 'content-posting-api-reference-direct-post',
		cause: 'configuration-invalid',
	} as const;
	const chunks = { ...common, wayOut: ['Nothing was posted', 'report it', 'size of the file'] };
	const texts: Array<{ text: string; at: Operation[]; row: Message }> = [
		{
			text: 'The chunk size is invalid',
			at: ['directPost', 'draft'],
			row: { ...chunks, happened: ['size of the parts'] },
		},
		{
			text: 'The total chunk count is invalid',
			at: ['directPost', 'draft'],
			row: { ...chunks, happened: ['number of parts'] },
		},
		{
			text: 'The request post info is empty or incorrect',
			at: ['directPost', 'directPostByPull', 'photoPost', 'photoDraft'],
			row: {
				...common,
				happened: ['text or a setting of the post'],
				wayOut: ['‘Privacy Level’', 'shorten the texts', 'how many characters', 'emoji'],
			},
		},
		{
			text: 'The request source info is empty or incorrect',
			at: ['directPostByPull', 'draftByPull', 'photoPost', 'photoDraft'],
			row: {
				...common,
				happened: ['file or address of the post'],
				wayOut: ['https', 'publicly reachable'],
			},
		},
		{
			text: 'Invalid media_type or post_mode',
			at: ['photoPost', 'photoDraft'],
			row: {
				...common,
				happened: ['kind of media for this kind of post'],
				wayOut: ['resource Photo for pictures', 'resource Video for videos'],
			},
		},
		{
			text: 'Invalid authorization header. Please check the format.',
			at: Object.keys(operations) as Operation[], // the keys of a literal
			row: {
				...common,
				happened: ['form of the access token'],
				wayOut: ['connect the account again'],
			},
		},
	];
	const cases = texts.flatMap(({ text, at, row }) =>
		at.flatMap((operation) =>
			(['invalid_params', 'invalid_param'] as const).map(
				(code) => [text, code, operation, row] as const,
			),
		),
	);

	test.each(cases)('“%s” as %s at %s', async (text, code, operation, row) => {
		const refused = callsRefused(operation, code);
		for (const point of refused) scene.refuse(point, 400, code, text);
		const error = await scene.failure(operations[operation]);
		expectMessage(scene, error, code, {
			row,
			httpStatus: 400,
			text,
			logId: refusalIn(scene.lastCall(pointOf(operation))).log_id,
		});
		expect(scene.sent).toEqual([...callsOf[operation].slice(0, -1), ...refused]);
	});
});

test('a token that had expired and lacks the permission: the user reads about the permission', async () => {
	scene.connectAs(scene.account, ['user.info.basic'], 'user.info.basic,video.upload');
	scene.simulator.expireAccessTokens();
	const error = await scene.failure(operations.draft);
	expect(scene.sent).toEqual(['inbox init', 'inbox init', 'token', 'inbox init']);
	const { log_id: logId } = refusalIn(scene.lastCall('inbox init'));
	expectMessage(scene, error, 'scope_not_authorized', { httpStatus: 401, logId });
});

describe('the audit', () => {
	const code = 'unaudited_client_can_only_post_to_private_accounts';

	test('“Only me” on a public account is refused as well', async () => {
		scene.app.audited = false;
		const error = await scene.failure({ ...operations.directPost, privacyLevel: 'SELF_ONLY' });
		expectMessage(scene, error, code, { httpStatus: 403 });
		expect(scene.sent).toEqual(['creator info', 'video init']);
	});

	test('a private account with another level than “Only me”', async () => {
		scene.app.audited = false;
		scene.account.private = true;
		expectMessage(
			scene,
			await scene.failure({ ...operations.directPost, privacyLevel: 'FOLLOWER_OF_CREATOR' }),
			code,
			{ httpStatus: 403 },
		);
	});

	test('the way out is one: on a private account “Only me” is posted, on a public one a draft arrives', async () => {
		scene.app.audited = false;
		expect((await scene.run(operations.draft)).error).toBeUndefined();
		scene.account.private = true;
		const { json } = await scene.run({ ...operations.directPost, privacyLevel: 'SELF_ONLY' });
		expect(json).toMatchObject([{ verdict: 'published' }]);
	});
});

describe('limits', () => {
	test.each(['directPost', 'directPostByPull', 'draft', 'photoPost', 'photoDraft'] as const)(
		'%s goes on after one 429, once',
		async (operation) => {
			const point = pointOf(operation);
			scene.refuse(point, 429, 'rate_limit_exceeded');
			const { error } = await scene.run({
				...operations[operation],
				options: { waitForCompletion: false },
			});
			expect(error).toBeUndefined();
			expect(scene.sent.filter((name) => name === point)).toHaveLength(2);
			expect(scene.simulator.tasks).toHaveLength(1);
			expect(waits.asked[0]).toBeGreaterThanOrEqual(1_500);
		},
	);

	test('five items while another process uses up two of the six posts a minute: the last one waits for its turn, each is posted once', async () => {
		scene.simulator.rules.initPerMinute = 4;
		const video = sampleVideo();
		const items = await Promise.all(Array.from({ length: 5 }, async () => await scene.item(video)));
		const { json, error } = await scene.run(
			{ ...operations.directPost, options: { waitForCompletion: false } },
			{ items },
		);
		expect(error).toBeUndefined();
		expect(new Set(json.map(({ publish_id: id }) => id)).size).toBe(5);
		const statuses = scene.calls
			.filter(({ path }) => path.endsWith('/video/init/'))
			.map(({ status }) => status);
		expect(statuses.filter((status) => status === 200)).toHaveLength(5);
		expect(statuses).toContain(429);
		expect(scene.sent.filter((name) => name === 'upload')).toHaveLength(5);
	});

	test('a gateway’s Retry-After is honoured and handed on', async () => {
		scene.refuse('user info', 429, 'rate_limit_exceeded').persist();
		scene
			.expect('list')
			.reply(429, '<html>Too Many Requests</html>', { 'Retry-After': '40' })
			.persist();
		const error = await scene.failure(operations.getVideos);
		expectMessage(scene, error, 'rate_limit_exceeded', { httpStatus: 429 });
		expect(error.failure).toEqual({ cause: 'rate-limited', retryAfterMs: 40_000 });
		expect(waits.asked).toHaveLength(6);
		expect(Math.min(...waits.asked)).toBe(40_000);
		await scene.failure(operations.userInfo);
	});
});

describe('completeness', () => {
	test('every code that the product knows has its message here, and no other has', () => {
		const known = Object.values(knownCodes).flatMap((table) => Object.keys(table));
		expect(Object.keys(messages).sort()).toEqual(known.sort());
	});

	test('every code of this file was exercised', () => {
		expect(notExercised('codes')).toEqual([]);
	});
});
