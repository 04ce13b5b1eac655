import { describe, expect, test } from '@jest/globals';

import { sampleVideo, type FaultMoment, type FaultPoint } from '../index';
import type { Answered } from './client';
import { at, Fixture, outcome, text } from './fixture';
import { pause } from './origin';

const fixture = new Fixture();
const CREATOR = '/v2/post/publish/creator_info/query/';
const bytes = sampleVideo({ bytes: 15_000_000 });
const CHUNK = 5_000_000;

const creator = async (token: string): Promise<Answered> =>
	await fixture.client.api(CREATOR, token);

/** The code of a failed connection. */
async function lost(call: Promise<unknown>): Promise<string> {
	try {
		await call;
	} catch (error) {
		// The errors of Node itself are of another realm than jest's.
		return typeof error === 'object' && error !== null && 'code' in error
			? String(error.code)
			: String(error);
	}
	throw new Error('there was an answer');
}

describe('expect', () => {
	test('a scripted answer wins, as often as asked for, then the simulator answers again', async () => {
		const { token } = fixture.connect();
		fixture.simulator
			.expect('POST', CREATOR)
			.reply(503, { error: { code: 'internal_error', message: 'x', log_id: '1' } })
			.times(2);
		expect([await creator(token), await creator(token), await creator(token)].map(outcome)).toEqual(
			['503 internal_error', '503 internal_error', '200 ok'],
		);
		expect(fixture.simulator.calls.map((call) => call.answeredBy)).toEqual([
			'script',
			'script',
			'simulator',
		]);
		fixture.simulator.assertNoPendingInterceptors();
	});

	test('bodies: malformed JSON, HTML, nothing, bigints, a function of the call; own headers', async () => {
		const { token } = fixture.connect();
		const script = (): ReturnType<typeof fixture.simulator.expect> =>
			fixture.simulator.expect('post', CREATOR);
		script().reply(200, '{"data":');
		script().reply(502, '<html>Bad gateway</html>');
		script().reply(204);
		script().reply(200, { data: { id: 7602997517160123667n } });
		script().reply(429, (call) => ({ error: { code: call.path } }), { 'Retry-After': '3' });
		const answers = [];
		for (let count = 0; count < 5; count++) answers.push(await creator(token));
		expect(answers.map((answer) => answer.text)).toEqual([
			'{"data":',
			'<html>Bad gateway</html>',
			'',
			'{"data":{"id":7602997517160123667}}',
			`{"error":{"code":"${CREATOR}"}}`,
		]);
		expect(answers[1]?.headers['content-type']).toContain('text/html');
		expect(answers[4]?.headers['retry-after']).toBe('3');
	});

	test('the effect of a scripted call does not happen; uploads can be scripted too', async () => {
		const { token } = fixture.connect();
		fixture.simulator.expect('POST', /video\/init/).reply(500);
		expect((await fixture.init(token, 1000)).status).toBe(500);
		expect(fixture.simulator.tasks).toHaveLength(0);
		const init = await fixture.init(token, bytes.length, { chunkSize: CHUNK });
		fixture.simulator.expect('PUT', '/video/').reply(206);
		expect(
			(
				await fixture.client.put(
					text(init, 'data.upload_url'),
					bytes.subarray(0, CHUNK),
					0,
					bytes.length,
				)
			).status,
		).toBe(206);
		expect(fixture.simulator.uploads[0]?.receivedBytes).toBe(0);
		expect(fixture.simulator.calls.at(-1)).toMatchObject({
			answeredBy: 'script',
			bodyBytes: CHUNK,
		});
	});

	test('delay, persist, queries, and calls that only have to happen', async () => {
		const { token } = fixture.connect();
		const started = performance.now();
		fixture.simulator.expect('POST', CREATOR).reply(200, {}).delay(120);
		await creator(token);
		expect(performance.now() - started).toBeGreaterThan(110);
		fixture.simulator.expect('POST', '/v2/video/list/?fields=id').reply(418).persist();
		for (let count = 0; count < 3; count++)
			expect((await fixture.client.api('/v2/video/list/?fields=id', token)).status).toBe(418);
		expect((await fixture.client.api('/v2/video/list/?fields=title', token)).status).toBe(200);
		fixture.simulator.expect('POST', CREATOR);
		expect(() => fixture.simulator.assertNoPendingInterceptors()).toThrow(CREATOR);
		expect(outcome(await creator(token))).toBe('200 ok');
		fixture.simulator.assertNoPendingInterceptors();
	});

	test('leftovers fail: expectations, faults, and problems of the script', async () => {
		const { token } = fixture.connect();
		fixture.simulator.expect('POST', CREATOR).reply(200, {}).times(2);
		fixture.simulator.fault('status', { kind: 'stall', at: 'after body' });
		fixture.simulator.expect('GET', /never/).reply(200).persist();
		await creator(token);
		expect(() => fixture.simulator.assertNoPendingInterceptors()).toThrow(
			`The script was not played to its end:\nPOST ${CREATOR}: 1 more expected\nGET /never/: not called\nfault "stall" after body on status: 1 more to strike`,
		);
		fixture.simulator.reset();
		fixture.simulator.assertNoPendingInterceptors();
		const again = fixture.connect();
		fixture.simulator.expect('POST', CREATOR).reply(200, () => {
			throw new Error('oops');
		});
		expect((await creator(again.token)).status).toBe(500);
		expect(() => fixture.simulator.assertNoPendingInterceptors()).toThrow('oops');
	});
});

describe('faults of JSON calls', () => {
	const POINTS: [FaultPoint, (token: string) => Promise<Answered>][] = [
		[
			'authorize',
			async () =>
				await fixture.client.send('GET', 'https://www.tiktok.com/v2/auth/authorize/?client_key=x'),
		],
		[
			'token',
			async () => await fixture.client.form('/v2/oauth/token/', { grant_type: 'refresh_token' }),
		],
		['revoke', async () => await fixture.client.form('/v2/oauth/revoke/', { token: 'x' })],
		[
			'user info',
			async (token) =>
				await fixture.client.send(
					'GET',
					'https://open.tiktokapis.com/v2/user/info/?fields=open_id',
					{ token },
				),
		],
		['creator info', creator],
		['video init', async (token) => await fixture.init(token, 1000)],
		['inbox init', async (token) => await fixture.init(token, 1000, { draft: true })],
		[
			'content init',
			async (token) => await fixture.client.api('/v2/post/publish/content/init/', token, {}),
		],
		['status', async (token) => await fixture.status(token, 'x')],
		['cancel', async (token) => await fixture.client.api('/v2/post/publish/cancel/', token, {})],
		['list', async (token) => await fixture.client.api('/v2/video/list/?fields=id', token, {})],
		['query', async (token) => await fixture.client.api('/v2/video/query/?fields=id', token, {})],
	];

	test.each(POINTS)('%s: reset, close and status, once each', async (point, call) => {
		const { token } = fixture.connect();
		fixture.simulator.fault(point);
		fixture.simulator.fault(point, { kind: 'close', at: 'after headers' });
		fixture.simulator.fault(point, {
			kind: 'status',
			status: 502,
			at: 'after body',
			headers: { 'x-fault': '1' },
		});
		expect(await lost(call(token))).toBe('ECONNRESET');
		expect(await lost(call(token))).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
		const third = await call(token);
		expect([third.status, third.headers['x-fault']]).toEqual([502, '1']);
		const flat = point === 'token' || point === 'revoke';
		if (point !== 'authorize')
			expect(at(third, flat ? 'error' : 'error.code')).toBe(
				flat ? 'server_error' : 'internal_error',
			);
		expect((await call(token)).status).not.toBe(502);
		expect(fixture.simulator.calls.map((made) => made.lost)).toEqual([true, true, false, false]);
		fixture.simulator.assertNoPendingInterceptors();
	});

	test('after body: the post has started, the answer is lost', async () => {
		const { token } = fixture.connect();
		fixture.simulator.fault('video init', { at: 'after body' });
		expect(await lost(fixture.init(token, 1000))).toBe('ECONNRESET');
		expect(fixture.simulator.tasks).toHaveLength(1);
		fixture.simulator.fault('video init', {
			at: 'after body',
			kind: 'status',
			status: 504,
			body: '<html>',
		});
		expect((await fixture.init(token, 1000)).text).toBe('<html>');
		expect(fixture.simulator.tasks).toHaveLength(2);
	});

	test('after body on the token endpoint: the rotation has happened', async () => {
		const { app, account } = fixture.connect();
		const { refresh_token } = fixture.simulator.grant(app, account);
		const fields = {
			client_key: app.clientKey,
			client_secret: app.clientSecret,
			grant_type: 'refresh_token',
			refresh_token,
		};
		fixture.simulator.fault('token', { at: 'after body', kind: 'close' });
		await lost(fixture.client.form('/v2/oauth/token/', fields));
		expect(at(await fixture.client.form('/v2/oauth/token/', fields), 'error')).toBe(
			'invalid_grant',
		);
	});

	test('inside the body and inside the answer', async () => {
		const { token } = fixture.connect();
		fixture.simulator.fault('video init', { at: { bytes: 10 }, kind: 'status', status: 500 });
		expect((await fixture.init(token, 1000)).status).toBe(500);
		expect(fixture.simulator.tasks).toHaveLength(0);
		fixture.simulator.fault('video init', { at: 'in answer' });
		expect(await lost(fixture.init(token, 1000))).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
		expect(fixture.simulator.tasks).toHaveLength(1);
		fixture.simulator.assertNoPendingInterceptors();
	});

	test('delay goes on afterwards; stall ends with the patience of the client', async () => {
		const { token } = fixture.connect();
		fixture.simulator.fault('creator info', { kind: 'delay', ms: 120 });
		const started = performance.now();
		expect(outcome(await creator(token))).toBe('200 ok');
		expect(performance.now() - started).toBeGreaterThan(110);
		fixture.simulator.fault('creator info', { kind: 'stall' });
		const winner = await Promise.race([
			creator(token).then(
				() => 'answer',
				() => 'gone',
			),
			pause(150).then(() => 'silence'),
		]);
		expect(winner).toBe('silence');
	});

	test('times', async () => {
		const { token } = fixture.connect();
		fixture.simulator.fault('creator info', { kind: 'status', status: 500, times: 2 });
		const statuses = [];
		for (let count = 0; count < 3; count++) statuses.push((await creator(token)).status);
		expect(statuses).toEqual([500, 500, 200]);
	});
});

describe('faults of uploads', () => {
	const begin = async (): Promise<{ url: string; put: (index: number) => Promise<Answered> }> => {
		const { token } = fixture.connect();
		const url = text(
			await fixture.init(token, bytes.length, { chunkSize: CHUNK }),
			'data.upload_url',
		);
		const put = async (index: number): Promise<Answered> =>
			await fixture.client.put(
				url,
				bytes.subarray(index * CHUNK, (index + 1) * CHUNK),
				index * CHUNK,
				bytes.length,
			);
		return { url, put };
	};

	test.each([
		['before', 0],
		['after headers', 0],
		[{ bytes: 2_000_000 }, 0],
		['after body', CHUNK],
	] as [FaultMoment, number][])(
		'a reset %j of the second chunk: %d bytes of it count',
		async (moment, counted) => {
			const { put } = await begin();
			fixture.simulator.fault('upload', { chunk: 1, at: moment });
			expect((await put(0)).status).toBe(206);
			expect(await lost(put(1))).toMatch(/ECONNRESET|EPIPE|UND_ERR_SOCKET/);
			expect(fixture.simulator.uploads[0]?.receivedBytes).toBe(CHUNK + counted);
			expect((await put(1)).status).toBe(counted === 0 ? 206 : 416);
			expect((await put(2)).status).toBe(201);
			fixture.simulator.assertNoPendingInterceptors();
		},
	);

	test('a status instead: 500 without effect, 500 after the bytes were stored', async () => {
		const { put } = await begin();
		fixture.simulator.fault('upload', { kind: 'status', status: 503 });
		fixture.simulator.fault('upload', { kind: 'status', status: 500, at: { bytes: 1 } });
		fixture.simulator.fault('upload', { kind: 'status', status: 502, at: 'after body' });
		const answers = [await put(0), await put(0), await put(0)];
		expect(answers.map((answer) => [answer.status, answer.text])).toEqual([
			[503, ''],
			[500, ''],
			[502, ''],
		]);
		expect(fixture.simulator.uploads[0]?.receivedBytes).toBe(CHUNK);
		expect((await put(0)).status).toBe(416);
	});

	test('the answer to the last chunk lost: the post goes on', async () => {
		const { put } = await begin();
		fixture.simulator.fault('upload', { chunk: 2, at: 'after body', kind: 'close' });
		await put(0);
		await put(1);
		await lost(put(2));
		fixture.simulator.clock.advance(1600);
		expect(fixture.simulator.tasks[0]?.status).toBe('PUBLISH_COMPLETE');
	});
});

describe('the history', () => {
	test('shows what came and what went, secrets included', async () => {
		const { account, token } = fixture.connect();
		await fixture.init(token, 1000);
		await fixture.client.form('/v2/oauth/token/', { grant_type: 'refresh_token', client_key: 'k' });
		const [init, form] = fixture.simulator.calls;
		expect(init).toMatchObject({
			number: 1,
			method: 'POST',
			host: 'open.tiktokapis.com',
			path: '/v2/post/publish/video/init/',
			headers: {
				authorization: `Bearer ${token}`,
				'content-type': 'application/json; charset=UTF-8',
			},
			body: { source_info: { video_size: 1000 } },
			status: 200,
			errorCode: 'ok',
			accountId: account.id,
			lost: false,
		});
		expect(init?.answerBody).toContain('upload_url');
		expect(form).toMatchObject({
			body: { grant_type: 'refresh_token', client_key: 'k' },
			errorCode: 'invalid_request',
		});
		expect(fixture.simulator.callsTo('/v2/oauth/token/')).toHaveLength(1);
		expect(fixture.simulator.callsTo(/init/)).toHaveLength(1);
	});

	test('reset forgets it all, and puts rules and clock back', async () => {
		const { token } = fixture.connect();
		await creator(token);
		fixture.simulator.rules.rateLimits = false;
		fixture.simulator.clock.advance(1e9);
		fixture.simulator.reset();
		expect(fixture.simulator.calls).toHaveLength(0);
		expect(fixture.simulator.accounts).toHaveLength(0);
		expect(fixture.simulator.rules.rateLimits).toBe(true);
		expect(Math.abs(fixture.simulator.clock.now() - Date.now())).toBeLessThan(1000);
		expect(outcome(await creator(token))).toBe('401 access_token_invalid');
	});
});
