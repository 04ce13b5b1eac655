import { z } from 'zod';

import { SCOPES } from '../../test/simulator/model';

/**
 * What a report may say of an answer: the allow-list. A fact is a status, a yes or no, a small rounded number, or one of the
 * words below; nothing that TikTok or a person wrote is ever copied. Whatever has none of these shapes cannot be written.
 */

/** TikTok's codes: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling, https://developers.tiktok.com/doc/oauth-error-handling and the pages of the endpoints. */
const CODES = [
	'access_denied',
	'access_token_invalid',
	'app_version_check_failed',
	'internal_error',
	'invalid_client',
	'invalid_file_upload',
	'invalid_grant',
	'invalid_param',
	'invalid_params',
	'invalid_publish_id',
	'invalid_request',
	'invalid_scope',
	'privacy_level_option_mismatch',
	'publish_not_cancellable',
	'rate_limit_exceeded',
	'reached_active_user_cap',
	'scope_not_authorized',
	'scope_permission_missed',
	'server_error',
	'spam_risk_too_many_pending_share',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
	'temporarily_unavailable',
	'token_not_authorized_for_specified_publish_id',
	'unaudited_client_can_only_post_to_private_accounts',
	'unauthorized_client',
	'unsupported_grant_type',
	'unsupported_response_type',
	'url_ownership_unverified',
] as const;

/** In place of a code: it says that all is well, there is none, or it is not made of the words of known ones. */
const OTHER = ['ok', 'none', 'another code'] as const;

/** TikTok may have codes that nobody has listed: one is written if each of its words is in a code that is known. */
const WORDS = new Set(CODES.flatMap((code) => code.split('_')));

const isCode = (text: string): boolean =>
	OTHER.some((known) => known === text) ||
	(text.length <= 64 && text.split('_').every((word) => WORDS.has(word)));

export const httpStatus = z.number().int().min(100).max(599);

export const code = z.string().refine(isCode);

/** How a call ended. */
export const outcome = z.object({ status: httpStatus, code }).strict();

export type Outcome = z.output<typeof outcome>;

/** `data` of an envelope, or a list in it. */
export const filling = z.enum(['absent', 'empty', 'filled']);

/** A rounded number: hours, days, seconds, counts. */
export const small = z.number().int().min(0).max(1000);

/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
const STATUSES = [
	'PROCESSING_UPLOAD',
	'PROCESSING_DOWNLOAD',
	'SEND_TO_USER_INBOX',
	'PUBLISH_COMPLETE',
	'FAILED',
	'another status',
] as const;

export const publishStatus = z.enum(STATUSES);

/** The settings that TikTok's error page was seen to name. */
export const culprit = z.enum(['client_key', 'scope', 'redirect_uri', 'code_challenge', 'another']);

/** Upload hosts that are documented or were seen; another one under TikTok's names is written if its labels are known. */
const HOST =
	/^(?:(?:open|upload|us|eu|sg|jp|va|i18n)[.-]){1,4}(?:(?:us|eu|sg|jp|va|i18n)\.)?tiktokapis\.(?:com|us|eu)$/;

export const uploadHost = z
	.string()
	.refine((text) => text.length <= 60 && (text === 'another host' || HOST.test(text)));

export const uploadPath = z.enum(['/video/', '/upload/', '/upload', 'another path']);

export const scopes = z.enum(SCOPES);

export type Scope = z.output<typeof scopes>;

/** The code as it may be written. */
export function writableCode(text: string | undefined): string {
	if (text === undefined || text === '') return 'none';
	return isCode(text) ? text : 'another code';
}

export function writableStatus(text: unknown): z.output<typeof publishStatus> {
	return STATUSES.find((known) => known === text) ?? 'another status';
}

export function writableHost(text: string): string {
	return uploadHost.safeParse(text).success ? text : 'another host';
}

export function writablePath(text: string): z.output<typeof uploadPath> {
	const known = uploadPath.safeParse(text);
	return known.success ? known.data : 'another path';
}

export function writableCulprit(text: string | null): z.output<typeof culprit> {
	const known = culprit.safeParse(text);
	return known.success ? known.data : 'another';
}

/** A fact in words, as reports and the terminal have it. */
export function inWords(fact: unknown): string {
	if (typeof fact === 'boolean') return fact ? 'yes' : 'no';
	if (Array.isArray(fact)) return fact.length === 0 ? 'none' : fact.map(inWords).join(', ');
	const known = outcome.safeParse(fact);
	if (known.success)
		return known.data.code === 'none'
			? String(known.data.status)
			: `${known.data.status} ${known.data.code}`;
	return String(fact);
}
