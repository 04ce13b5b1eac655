import type { FaultOptions } from '../simulator';
import { isPart, type Lasting, type Step } from './cells';
import type { FaultStage } from './stage';

/** A fault as data. */
export interface Fault {
	name: string;
	/** How it is made, for the page. */
	how: string;
	/** Whether TikTok had carried the call out when its answer was lost: the part is kept, the publish id exists. */
	isKept: (step: Step) => boolean;
	/** Why it does not occur at a step. */
	absent?: (step: Step) => string | undefined;
	/** Why it cannot be over after one time. */
	neverOnce?: string;
	/** Plans it; `times` is how often it strikes. */
	plan: (stage: FaultStage, step: Step, times: number, lasting: Lasting) => void;
}

const page = '<html><body>Bad Gateway</body></html>';
const nothing = (): boolean => false;
const everything = (): boolean => true;

/** A fault of the simulator's at the step. */
const at =
	(options: (step: Step) => FaultOptions): Fault['plan'] =>
	(stage, step, times) =>
		stage.fault(step, { ...options(step), times });

/** In the middle of the body; those of JSON calls are small. */
const inBody = (step: Step) => ({ bytes: isPart(step) ? 1_000_000 : 1 });

const noBody = (step: Step): string | undefined =>
	step === 'creator info' ? 'the call has no body' : undefined;
const onlyParts = (why: string) => (step: Step) => (isPart(step) ? undefined : why);
const onlyJson = (why: string) => (step: Step) => (isPart(step) ? why : undefined);

const noUploadUrl = 'the call does not use the upload URL';
const noRange = 'only the upload server answers with this status';

/** TikTok's envelope of a refusal. */
const refusal = (code: string) =>
	JSON.stringify({ error: { code, message: 'As planned.', log_id: '20261122101500FAULT' } });

/**
 * Refusals inside HTTP 200 that do not pass, by
 * https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info and
 * https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
const lastingRefusal = (step: Step) =>
	step === 'status' ? 'token_not_authorized_for_specified_publish_id' : 'spam_risk_too_many_posts';

export const faults: Fault[] = [
	{
		name: 'refused',
		how: 'nothing at TikTok accepts a connection (ECONNREFUSED)',
		isKept: nothing,
		plan: (stage, step, _times, lasting) =>
			stage.beforeStep(step, () => stage.refuseConnections(lasting)),
	},
	{
		name: 'reset before the body',
		how: 'TCP reset once the headers are there',
		isKept: nothing,
		plan: at(() => ({ kind: 'reset', at: 'after headers' })),
	},
	{
		name: 'reset in the body',
		how: 'TCP reset in the middle of the body',
		isKept: nothing,
		absent: noBody,
		plan: at((step) => ({ kind: 'reset', at: inBody(step) })),
	},
	{
		name: 'reset after the body',
		how: 'TikTok has done what was asked, then a TCP reset in place of its answer',
		isKept: everything,
		plan: at(() => ({ kind: 'reset', at: 'after body' })),
	},
	{
		name: 'time-out in the body',
		how: 'TikTok stops reading, and nothing moves until the node gives up',
		isKept: nothing,
		absent: noBody,
		plan: (stage, step, times) => stage.stall(step, inBody(step), times),
	},
	{
		name: 'time-out after the body',
		how: 'TikTok has done what was asked, and never answers',
		isKept: everything,
		plan: (stage, step, times) => stage.stall(step, 'after body', times),
	},
	{
		name: '500',
		how: 'TikTok’s `internal_error`, nothing done',
		isKept: nothing,
		plan: at((step) => ({
			kind: 'status',
			status: 500,
			...(isPart(step) ? {} : { body: refusal('internal_error') }),
		})),
	},
	{
		name: '502',
		how: 'a gateway’s page in place of the answer, TikTok has done what was asked',
		isKept: everything,
		plan: at(() => ({ kind: 'status', status: 502, body: page, at: 'after body' })),
	},
	{
		name: '503',
		how: 'a gateway’s page, nothing done',
		isKept: nothing,
		plan: at(() => ({ kind: 'status', status: 503, body: page })),
	},
	{
		name: '429',
		how: 'over the limit of a minute, nothing done',
		isKept: nothing,
		plan: at((step) => ({
			kind: 'status',
			status: 429,
			...(isPart(step) ? {} : { body: refusal('rate_limit_exceeded') }),
		})),
	},
	{
		name: 'expired token',
		how: 'the access token runs out right before the call; *always*: so does each one that a refresh brings',
		isKept: nothing,
		absent: (step) =>
			isPart(step) ? 'an upload URL is signed and the call carries no token' : undefined,
		plan: (stage, step, _times, lasting) =>
			stage.beforeStep(step, () => stage.expireTokens(lasting)),
	},
	{
		name: 'upload URL expired',
		how: 'the hour of the upload URL is over right before the call (403)',
		isKept: nothing,
		absent: onlyParts(noUploadUrl),
		neverOnce: 'an expired URL stays expired',
		plan: (stage, step) => stage.beforeStep(step, () => stage.simulator.clock.advance(3_600_000)),
	},
	{
		name: '404',
		how: 'the upload server does not know the upload; elsewhere a gateway’s text, since TikTok has no such answer',
		isKept: nothing,
		plan: at((step) => ({
			kind: 'status',
			status: 404,
			...(isPart(step) ? {} : { body: 'Unsupported path(Janus)' }),
		})),
	},
	{
		name: '416',
		how: 'the upload server says that the part does not follow its progress',
		isKept: nothing,
		absent: onlyParts(noRange),
		plan: at(() => ({ kind: 'status', status: 416 })),
	},
	{
		name: 'wrong 201',
		how: 'first and middle part: 201 in place of 206, the part is kept; last part: 201, and the part is not kept',
		isKept: (step) => step !== 'last part',
		absent: onlyParts(noRange),
		plan: at((step) => ({
			kind: 'status',
			status: 201,
			...(step === 'last part' ? {} : { at: 'after body' }),
		})),
	},
	{
		name: 'wrong 206',
		how: 'first and middle part: 206, and the part is not kept; last part: 206 in place of 201, the part is kept',
		isKept: (step) => step === 'last part',
		absent: onlyParts(noRange),
		plan: at((step) => ({
			kind: 'status',
			status: 206,
			...(step === 'last part' ? { at: 'after body' } : {}),
		})),
	},
	{
		name: 'short write',
		how: 'an orderly end of the connection in the middle of the body',
		isKept: nothing,
		absent: noBody,
		plan: at((step) => ({ kind: 'close', at: inBody(step) })),
	},
	{
		name: '200 with a refusal',
		how: 'HTTP 200 with an error code, nothing done; *once*: `internal_error`, *always*: one that does not pass',
		isKept: nothing,
		plan: (stage, step, times, lasting) =>
			stage.fault(step, {
				kind: 'status',
				status: 200,
				body: refusal(lasting === 'once' ? 'internal_error' : lastingRefusal(step)),
				times,
			}),
	},
	{
		name: 'malformed JSON',
		how: 'HTTP 200 with half a JSON document, TikTok has done what was asked',
		isKept: everything,
		absent: onlyJson('the upload server’s answers have no body'),
		plan: at(() => ({
			kind: 'status',
			status: 200,
			at: 'after body',
			body: '{"data":{"publish_id":"v_pub_',
		})),
	},
];

/** TikTok does what it was asked, and answers with a fault of its service: whatever the HTTP status, it proves nothing. */
export const faultAnswers: Fault[] = [200, 400, 403].flatMap((status) =>
	['', ', flat'].map((form) => ({
		name: `HTTP ${status} with a fault${form}`,
		how: `TikTok has done what was asked, and answers \`internal_error\` with HTTP ${status}${form === '' ? '' : ', in the flat form of its login service'}`,
		isKept: everything,
		absent: onlyJson('the upload server’s answers have no body'),
		plan: at(() => ({
			kind: 'status',
			status,
			at: 'after body',
			body:
				form === ''
					? refusal('internal_error')
					: JSON.stringify({ error: 'internal_error', error_description: 'As planned.' }),
		})),
	})),
);

export function faultNamed(name: string): Fault {
	const fault = [...faults, ...faultAnswers].find((one) => one.name === name);
	if (!fault) throw new Error(`No fault is called ${name}`);
	return fault;
}
