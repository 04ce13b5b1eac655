import { explain, isOwnCode, isUploadCode, type Explanation, type FallbackCode } from './codes';
import { withoutSecrets } from './secrets';

/** What is known about a refusal or a lost answer, as plain data. */
export interface FailureFacts {
	/** `error.code`, `fail_reason`, the token endpoint's `error`, or a code of our own (see codes.ts). */
	code: string;
	/** HTTP status, where an answer came. TikTok also refuses with status 200. */
	httpStatus?: number;
	/** TikTok's own words. */
	tikTokText?: string;
	/** TikTok's id of the request, which its support asks for. */
	logId?: string;
	/** The publish id of the post, where one was begun. */
	publishId?: string;
	/** A line for the user beyond the table's row, such as the permission that is missing. */
	detail?: string;
	/** Whether the code is the `fail_reason` of a post. */
	isFailReason?: boolean;
	/** Whether the request surely never reached TikTok. */
	neverSent?: boolean;
	/** How long TikTok asks to wait, in ms. */
	retryAfterMs?: number;
}

/**
 * A refusal by TikTok, or an answer that never came. `message` and `description` are ready for the user; the router
 * turns it into n8n's error class. Holds no token, secret or upload URL.
 */
export class TikTokError extends Error {
	readonly facts: FailureFacts;

	readonly explanation: Explanation;

	readonly description: string;

	constructor(seen: FailureFacts) {
		const facts = showable(seen);
		const explanation = explain(facts.code, facts.tikTokText, fallbackFor(facts));
		super(explanation.happened);
		this.name = 'TikTokError';
		this.facts = facts;
		this.explanation = explanation;
		this.description = describe(facts, explanation);
	}

	get code(): string {
		return this.facts.code;
	}
}

/** TikTok's words, or those of a proxy in its place, are shown as they come, at bounded length and without secrets. */
function showable(facts: FailureFacts): FailureFacts {
	const { code, tikTokText, logId, detail } = facts;
	return {
		...facts,
		code: withoutSecrets(code).slice(0, 100),
		tikTokText: tikTokText && withoutSecrets(tikTokText).slice(0, 500),
		logId: logId && withoutSecrets(logId).slice(0, 100),
		detail: detail && withoutSecrets(detail),
	};
}

/** The row for a code that the table does not know: what the HTTP status says about it counts. */
function fallbackFor({ isFailReason, httpStatus = 0 }: FailureFacts): FallbackCode {
	if (isFailReason) return 'unknown_fail_reason';
	if (httpStatus === 429) return 'rate_limit_exceeded';
	return httpStatus >= 500 ? 'service_unavailable' : 'unknown_code';
}

const lookFirst =
	'The post itself may be under way: before you post again, look at the publish ID below with Publish → Get Status, so that nothing is posted twice.';

/** Whether a post was begun, and the failure does not say what became of it. */
function isOnlyOfCall({ code, publishId, isFailReason }: FailureFacts): boolean {
	return publishId !== undefined && !isFailReason && !isUploadCode(code);
}

function describe(facts: FailureFacts, explanation: Explanation): string {
	const answer = [facts.code];
	if (facts.tikTokText) answer.push(facts.tikTokText);
	const ids = [
		facts.httpStatus === undefined ? '' : `HTTP ${facts.httpStatus}`,
		facts.publishId ? `publish_id ${facts.publishId}` : '',
		facts.logId ? `log_id ${facts.logId}` : '',
	].filter((id) => id !== '');
	return [
		...(isOnlyOfCall(facts) ? [lookFirst] : []),
		...(facts.detail ? [facts.detail] : []),
		explanation.wayOut,
		`${isOwnCode(facts.code) ? 'Code' : 'TikTok'}: ${answer.join(' – ')}${ids.length > 0 ? ` (${ids.join(', ')})` : ''}.`,
		`More: ${explanation.docs}`,
	].join('\n');
}
