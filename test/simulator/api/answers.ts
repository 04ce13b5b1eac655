import { writeJson } from '../json';
import type { Rules } from '../rules';

/** What goes back to the client. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	/** Undefined = empty. */
	body?: string;
	/** The `error.code` or OAuth `error`, for the history. */
	errorCode?: string;
}

/** A refusal with one of TikTok's codes: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling */
export class ApiRefusal extends Error {
	constructor(
		readonly code: string,
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** Of the Content Posting API, or of the Display API. */
export type EndpointFamily = 'posting' | 'display';

/**
 * The envelope of a success, as in the examples of every page; the header `x-tt-logid` was seen in live answers. Bigints are
 * written as plain numbers.
 */
export function success(data: unknown, logId: string): Answer {
	return {
		status: 200,
		headers: { 'Content-Type': 'application/json', 'x-tt-logid': logId },
		body: writeJson({ data, error: { code: 'ok', message: '', log_id: logId } }),
		errorCode: 'ok',
	};
}

/** The envelope of a refusal. */
export function refusal(problem: ApiRefusal, rules: Rules, logId: string): Answer {
	const empty =
		rules.dataOnError === 'empty' ||
		(rules.dataOnError === 'byCode' && problem.code === 'access_token_invalid');
	const error = { code: problem.code, message: problem.message, log_id: logId };
	return {
		status: problem.status,
		headers: { 'Content-Type': 'application/json', 'x-tt-logid': logId },
		body: writeJson(empty ? { data: {}, error } : { error }),
		errorCode: problem.code,
	};
}

const GUIDELINES = 'https://developers.tiktok.com/doc/content-sharing-guidelines/';
const OWNERSHIP =
	'https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide/#pull_from_url';

/** The 403 codes of the init endpoints and their texts. The two texts with links are from captured answers, the others are ours. */
const FORBIDDEN = {
	spam_risk_too_many_posts: 'The daily post cap from the API is reached for the current user.',
	spam_risk_user_banned_from_posting: 'The user is banned from making new posts.',
	spam_risk_too_many_pending_share: 'There are too many pending shares for the current user.',
	reached_active_user_cap:
		'The daily quota for active publishing users from your client is reached.',
	unaudited_client_can_only_post_to_private_accounts: `Please review our integration guidelines at ${GUIDELINES}`,
	url_ownership_unverified: `Please review our URL ownership verification rules at ${OWNERSHIP}`,
	privacy_level_option_mismatch:
		'The privacy level is missing or is not among the current options of the creator.',
} as const;

export type ForbiddenCode = keyof typeof FORBIDDEN;

/**
 * A 403 of an init endpoint. Creator info refuses with HTTP 200 instead:
 * https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 */
export function forbidden(code: ForbiddenCode, status = 403): ApiRefusal {
	return new ApiRefusal(code, status, FORBIDDEN[code]);
}

/** Texts of a 400 that were seen in live answers; the last one is from the test data of one public client. */
export const INVALID = {
	chunkSize: 'The chunk size is invalid',
	chunkCount: 'The total chunk count is invalid',
	postInfo: 'The request post info is empty or incorrect',
	sourceInfo: 'The request source info is empty or incorrect',
	mode: 'Invalid media_type or post_mode',
	authorization: 'Invalid authorization header. Please check the format.',
} as const;

/** The refusal of a bad parameter. */
export function invalidParams(rules: Rules, message: string): ApiRefusal {
	return new ApiRefusal(rules.invalidParamCode, 400, message);
}

export function accessTokenInvalid(): ApiRefusal {
	return new ApiRefusal(
		'access_token_invalid',
		401,
		'The access token is invalid or not found in the request.',
	);
}

/** The text is as seen live in August 2026. */
export function scopeNotAuthorized(): ApiRefusal {
	return new ApiRefusal(
		'scope_not_authorized',
		401,
		'The user did not authorize the scope required for completing this request.',
	);
}

export function rateLimitExceeded(): ApiRefusal {
	return new ApiRefusal(
		'rate_limit_exceeded',
		429,
		'The API rate limit was exceeded. Please try again later.',
	);
}
