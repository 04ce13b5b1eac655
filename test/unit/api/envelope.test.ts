import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';

import { openEnvelope } from '../../../nodes/shared/api/envelope';
import {
	nothingSchema,
	publishStatusSchema,
	uploadInitSchema,
} from '../../../nodes/shared/api/schemas/publish';
import { TikTokError } from '../../../nodes/shared/errors/tikTokError';

const someData = z.object({ value: z.number() }).passthrough();

interface Answered {
	status?: number;
	headers?: Record<string, unknown>;
	schema?: z.ZodTypeAny;
}

function open(body: unknown, { status = 200, headers = {}, schema = someData }: Answered = {}) {
	const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
	return openEnvelope({ statusCode: status, body: bytes, headers }, schema);
}

function failure(body: unknown, answered: Answered = {}): TikTokError {
	const outcome = open(body, answered);
	expect(outcome).toBeInstanceOf(TikTokError);
	return outcome as TikTokError;
}

const ok = { code: 'ok', message: '', log_id: 'log-1' };

describe('a success', () => {
	test('gives the data, with what the schema does not know', () => {
		expect(open({ data: { value: 1, new_field: 'x' }, error: ok })).toEqual({
			data: { value: 1, new_field: 'x' },
		});
	});

	test('may have new keys beside data and error, and an error object without message or log id', () => {
		expect(open({ data: { value: 1 }, error: { code: 'ok', hint: 1 }, extra: {} })).toEqual({
			data: { value: 1 },
		});
	});

	test('is read from text as well as from bytes', () => {
		const body = JSON.stringify({ data: { value: 1 }, error: ok });
		expect(openEnvelope({ statusCode: 200, body, headers: {} }, someData)).toEqual({
			data: { value: 1 },
		});
	});

	test('keeps 64-bit ids to the last digit', () => {
		const body =
			'{"data":{"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[7678907398077074696]},"error":{"code":"ok"}}';
		expect(open(body, { schema: publishStatusSchema })).toEqual({
			data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ['7678907398077074696'] },
		});
	});

	test('needs no data where none are due', () => {
		expect(open({ error: ok }, { schema: nothingSchema })).toEqual({ data: undefined });
		expect(open({ data: {}, error: ok }, { schema: nothingSchema })).toEqual({ data: {} });
	});
});

describe('a refusal', () => {
	test.each([200, 400, 401, 403, 429, 500])('is one with HTTP status %d, data or not', (status) => {
		const error = { code: 'spam_risk_too_many_posts', message: 'Too many', log_id: 'log-2' };
		for (const body of [
			{ error },
			{ data: {}, error },
			{ data: { value: 1 }, error },
			{ data: null, error },
		]) {
			expect(failure(body, { status }).facts).toMatchObject({
				code: 'spam_risk_too_many_posts',
				tikTokText: 'Too many',
				logId: 'log-2',
				httpStatus: status,
			});
		}
	});

	test.each([
		['log_id', { error: { code: 'internal_error', log_id: 'A' } }, {}, 'A'],
		['logid', { error: { code: 'internal_error', logid: 'B' } }, {}, 'B'],
		['the header', { error: { code: 'internal_error' } }, { 'x-tt-logid': 'C' }, 'C'],
		[
			'the body before the header',
			{ error: { code: 'internal_error', logid: 'B' } },
			{ 'x-tt-logid': 'C' },
			'B',
		],
		['nowhere', { error: { code: 'internal_error', message: null } }, {}, undefined],
	])('takes the log id from %s', (_where, body, headers, logId) => {
		expect(failure(body, { status: 500, headers }).facts.logId).toBe(logId);
	});

	test('may come in the flat form of the token endpoint', () => {
		const body = {
			error: 'invalid_grant',
			error_description: 'Refresh token is expired.',
			log_id: 'D',
		};
		expect(failure(body).facts).toMatchObject({
			code: 'invalid_grant',
			tikTokText: 'Refresh token is expired.',
			logId: 'D',
		});
	});

	test('with a code that is new is shown with TikTok’s own words', () => {
		const { message, description } = failure(
			{ error: { code: 'brand_new', message: 'Do this instead', log_id: 'E' } },
			{ status: 418 },
		);
		expect(message).toBe('TikTok refused the request');
		expect(description).toMatch(/brand_new – Do this instead \(HTTP 418, log_id E\)/);
	});

	// TikTok's pages have no code for 5xx; a gateway answers in its own words.
	test.each([
		[503, { error: { code: 'brand_new', message: 'Busy' } }, 'retry'],
		[502, { error: 'upstream connect error' }, 'retry'],
		[429, { error: 'too many requests' }, 'wait'],
	])('with status %d passes, though its code is new: %j', (status, body, retry) => {
		expect(failure(body, { status }).explanation.retry).toBe(retry);
	});

	test('says how long to wait where a gateway says so, in seconds', () => {
		const error = { code: 'rate_limit_exceeded', message: '', log_id: 'F' };
		const waitOf = (value: unknown) =>
			failure({ error }, { status: 429, headers: { 'retry-after': value } }).facts.retryAfterMs;
		expect(waitOf('7')).toBe(7_000);
		for (const useless of ['', '0', '-3', 'soon', undefined])
			expect(waitOf(useless)).toBeUndefined();
	});
});

describe('an answer that is not in TikTok’s format', () => {
	test.each([
		['an empty body', '', 'The body is empty.'],
		['white space', ' \n', 'The body is empty.'],
		['HTML', '<html><body>Bad gateway</body></html>', 'The body is not JSON.'],
		['cut-off JSON', '{"data":{"value":1},"error":{"co', 'The body is not JSON.'],
		['no error object', { data: { value: 1 } }, 'The body has no error code.'],
		[
			'an error without code',
			{ data: { value: 1 }, error: { message: 'ok' } },
			'The body has no error code.',
		],
		[
			'a code that is no text',
			{ data: { value: 1 }, error: { code: 0 } },
			'The body has no error code.',
		],
		['a list', [], 'The body has no error code.'],
		['null', 'null', 'The body has no error code.'],
		['a success without data', { error: ok }, "The body lacks a usable 'data'."],
		['a success with null', { data: null, error: ok }, "The body lacks a usable 'data'."],
		['data without what is due', { data: {}, error: ok }, "The body lacks a usable 'data.value'."],
		[
			'data of the wrong type',
			{ data: { value: 'one' }, error: ok },
			"The body lacks a usable 'data.value'.",
		],
	])('is no success: %s', (_what, body, detail) => {
		expect(failure(body).facts).toMatchObject({
			code: 'answer_unreadable',
			httpStatus: 200,
			detail,
		});
	});

	test('is TikTok’s outage with a status from 500', () => {
		for (const body of ['', '<html>', { data: {} }, { data: { value: 1 }, error: ok }]) {
			expect(failure(body, { status: 503 }).code).toBe('service_unavailable');
		}
	});

	test('is a rate limit with status 429', () => {
		const { code, facts } = failure('slow down', { status: 429, headers: { 'retry-after': '5' } });
		expect(code).toBe('rate_limit_exceeded');
		expect(facts.retryAfterMs).toBe(5_000);
	});

	test('is no success where status and code contradict each other', () => {
		expect(failure({ data: { value: 1 }, error: ok }, { status: 404 }).code).toBe(
			'answer_unreadable',
		);
	});

	test('is never shown itself: it may hold a secret', () => {
		const url = 'https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=canary';
		const { message, description, facts } = failure(
			{ data: { publish_id: '', upload_url: url }, error: ok },
			{ schema: uploadInitSchema },
		);
		expect(`${message} ${description} ${JSON.stringify(facts)}`).not.toContain('canary');
	});
});

test('nothing but the code ok with usable data is a success, whatever comes', () => {
	const anyBody = fc.oneof(
		fc.string(),
		fc.json(),
		fc.record({ data: fc.jsonValue(), error: fc.jsonValue() }).map((body) => JSON.stringify(body)),
	);
	fc.assert(
		fc.property(anyBody, fc.integer({ min: 100, max: 599 }), (body, statusCode) => {
			expect(openEnvelope({ statusCode, body, headers: {} }, someData)).toBeInstanceOf(TikTokError);
		}),
		{ numRuns: 1_000 },
	);
});
