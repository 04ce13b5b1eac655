import { z } from 'zod';

import type { RawAnswer } from '../context';
import { TikTokError } from '../errors/tikTokError';
import { parseLosslessly } from '../losslessJson';

/**
 * `{"data": …, "error": {"code": "ok", …}}`, see https://developers.tiktok.com/doc/tiktok-api-v2-error-handling. New keys
 * are accepted, and both spellings of the log id: some field tables have `logid`, every example and every answer that was
 * seen has `log_id`.
 */
const envelopeSchema = z.object({
	data: z.unknown(),
	error: z.object({
		code: z.string(),
		message: z.string().nullish(),
		log_id: z.string().nullish(),
		logid: z.string().nullish(),
	}),
});

/**
 * The flat refusal of the token endpoint (https://developers.tiktok.com/doc/oauth-error-handling), accepted in place of
 * the envelope in case a gateway sends it.
 */
const flatErrorSchema = z.object({
	error: z.string().min(1),
	error_description: z.string().nullish(),
	log_id: z.string().nullish(),
});

/**
 * Reads TikTok's answer. Only `error.code == "ok"` is a success: a refusal can come with HTTP 200
 * (https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info), and a success must bring the
 * `data` that the schema asks for.
 *
 * @param answer the HTTP answer
 * @param schema the schema of `data`
 * @returns the parsed `data`, or the failure: a refusal, or an answer that is not in TikTok's format
 */
export function openEnvelope<S extends z.ZodTypeAny>(
	answer: RawAnswer,
	schema: S,
): { data: z.output<S> } | TikTokError {
	const { statusCode: httpStatus } = answer;
	const text = bodyText(answer.body);
	if (text.trim() === '') return unreadable(answer, 'The body is empty.');
	const json = readJson(text);
	if (json === undefined) return unreadable(answer, 'The body is not JSON.');
	const envelope = envelopeSchema.safeParse(json);
	if (!envelope.success) {
		const flat = flatErrorSchema.safeParse(json);
		if (flat.success) {
			return new TikTokError({
				code: flat.data.error,
				tikTokText: flat.data.error_description ?? undefined,
				logId: flat.data.log_id ?? headerLogId(answer),
				httpStatus,
			});
		}
		return unreadable(answer, 'The body has no error code.');
	}
	const { data, error } = envelope.data;
	const logId = error.log_id ?? error.logid ?? headerLogId(answer);
	if (error.code !== 'ok') {
		return new TikTokError({
			code: error.code,
			tikTokText: error.message ?? undefined,
			logId,
			httpStatus,
			retryAfterMs: retryAfterMs(answer),
		});
	}
	if (httpStatus >= 400)
		return unreadable(answer, 'The HTTP status and the body contradict each other.');
	const parsed = schema.safeParse(data);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		const where = ['data', ...issue.path].join('.');
		return unreadable(answer, `The body lacks a usable '${where}'.`);
	}
	return { data: parsed.data as z.output<S> };
}

/** @returns the parsed text, or undefined where it is not JSON */
function readJson(text: string): unknown {
	try {
		return parseLosslessly(text);
	} catch {
		return undefined;
	}
}

function bodyText(body: unknown): string {
	if (typeof body === 'string') return body;
	return Buffer.isBuffer(body) ? body.toString('utf8') : '';
}

/** The failure for an answer that is not in TikTok's format; the body itself is never shown. */
function unreadable(answer: RawAnswer, what: string): TikTokError {
	const { statusCode: httpStatus } = answer;
	if (httpStatus === 429) {
		return new TikTokError({
			code: 'rate_limit_exceeded',
			httpStatus,
			retryAfterMs: retryAfterMs(answer),
		});
	}
	return new TikTokError({
		code: httpStatus >= 500 ? 'service_unavailable' : 'answer_unreadable',
		httpStatus,
		logId: headerLogId(answer),
		detail: what,
	});
}

function headerLogId({ headers }: RawAnswer): string | undefined {
	const value = headers['x-tt-logid'];
	return typeof value === 'string' ? value : undefined;
}

/**
 * TikTok documents no Retry-After (https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit), but a gateway may send one,
 * in seconds. @returns ms
 */
function retryAfterMs({ headers }: RawAnswer): number | undefined {
	const seconds = Number(headers['retry-after']);
	return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
