import { isPart, partIndex, partsOf, steps, type Cell, type Outcome, type Step } from './cells';
import { faultAnswers, faultNamed } from './faults';

/** How often a call that met passing trouble is made in all. */
const attempts = 4;

/** How often a part is sent in all where the upload server or the network is away: the upload URL lives for an hour. */
const uploadAttempts = 14;

/** Refusals of a call that another call would get as well. */
const lasting = [
	'access_token_invalid',
	'spam_risk_too_many_posts',
	'token_not_authorized_for_specified_publish_id',
];

const isAfter = (step: Step, other: Step): boolean => steps.indexOf(step) > steps.indexOf(other);

/**
 * What is promised for a cell, by rules; nothing here looks at what the node does.
 *
 * 1. Creator info, init of an upload and status may be asked again: trouble that passes costs nothing but a publish id
 *    that nobody uses, where TikTok had carried the init out.
 * 2. A part whose answer was lost: TikTok's progress decides. What it has is not sent again, what it lacks is
 *    sent once more into the same upload URL.
 * 3. Trouble that stays ends in its message. Before the last byte has arrived there is no post; after it there is exactly
 *    one: where its status cannot be had, it is `processing`, which is what is known; where TikTok refuses to tell it, the message names
 *    the publish id.
 */
export function expected(cell: Cell): Outcome {
	const { step } = cell;
	const fault = faultNamed(cell.fault);
	const isKept = fault.isKept(step);
	if (isPart(step)) return expectedOfPart(cell, isKept);
	const parts = partsOf(step);
	if (cell.lasting === 'once') {
		const inits = step === 'init' && isKept ? 2 : 1;
		return { end: 'published', inits, posts: 1, sent: parts, kept: parts };
	}
	const code = jsonCodes(cell.step)[cell.fault];
	const end = step === 'status' && !lasting.includes(code) ? 'processing' : code;
	if (isAfter(step, 'init')) return { end, inits: 1, posts: 1, sent: parts, kept: parts };
	return { end, inits: step === 'init' && isKept ? attempts : 0, posts: 0, sent: 0, kept: 0 };
}

function expectedOfPart({ fault, step, lasting: strikes }: Cell, isKept: boolean): Outcome {
	const [index, parts] = [partIndex(step), partsOf(step)];
	const published = (more: number): Outcome => ({
		end: 'published',
		inits: 1,
		posts: 1,
		sent: parts + more,
		kept: parts,
	});
	const stops = (end: string, more: number): Outcome => ({
		end,
		inits: 1,
		posts: 0,
		sent: index + more,
		kept: index,
	});
	// The upload is gone, and TikTok says that it is not through: nothing is sent any more.
	if (fault === 'upload URL expired') return stops('upload_expired', 1);
	if (fault === '404') return stops('upload_unknown', 1);
	// TikTok said that all has arrived: no answer that came later says otherwise. Never a false success.
	if (fault === 'wrong 201' && step === 'last part') return { ...stops('processing', 1) };
	// What TikTok has grows with each part that it keeps, so a fault that only loses answers cannot stop the upload.
	if (isKept) return published(0);
	// The next part shows that this one is missing; both go again.
	if (fault === 'wrong 206')
		return strikes === 'once' ? published(2) : stops('upload_out_of_step', 2 * attempts);
	// With no connection at all, nothing reaches TikTok; what fails for good is the question for its progress.
	if (fault === 'refused') return strikes === 'once' ? published(0) : stops('no_answer', 0);
	if (strikes === 'once') return published(1);
	if (fault === '416') return stops('upload_out_of_step', attempts);
	// A try that ends only with minutes of silence counts as four.
	if (fault === 'time-out in the body') return stops('upload_unavailable', attempts);
	return stops('upload_unavailable', uploadAttempts);
}

/** The codes of messages, by the table of codes. */
function jsonCodes(step: Step): Record<string, string> {
	return {
		refused: 'no_answer',
		'reset before the body': 'no_answer',
		'reset in the body': 'no_answer',
		'reset after the body': 'no_answer',
		'time-out in the body': 'no_answer',
		'time-out after the body': 'no_answer',
		'short write': 'no_answer',
		'500': 'internal_error',
		'502': 'service_unavailable',
		'503': 'service_unavailable',
		'429': 'rate_limit_exceeded',
		'404': 'answer_unreadable',
		'malformed JSON': 'answer_unreadable',
		...Object.fromEntries(faultAnswers.map(({ name }) => [name, 'internal_error'])),
		'expired token': 'access_token_invalid',
		'200 with a refusal':
			step === 'status'
				? 'token_not_authorized_for_specified_publish_id'
				: 'spam_risk_too_many_posts',
	};
}

/** What the user reads: one sentence that says what happened, by code. */
export const messages: Record<string, string> = {
	no_answer: 'TikTok could not be reached',
	internal_error: 'TikTok’s service reports an internal fault',
	service_unavailable: 'TikTok’s service is not available at the moment',
	rate_limit_exceeded: 'TikTok received too many requests for this account within a minute',
	answer_unreadable: 'The answer was not in TikTok’s format',
	access_token_invalid: 'TikTok no longer accepts the connection of this credential',
	spam_risk_too_many_posts: 'This account has reached TikTok’s daily number of posts through apps',
	token_not_authorized_for_specified_publish_id:
		'This publish ID belongs to another TikTok account or app',
	upload_expired: 'The hour that TikTok gives for an upload is over',
	upload_unknown: 'TikTok’s upload server no longer knows this upload',
	upload_out_of_step:
		'TikTok’s upload server and n8n could not agree on how much of the file has arrived',
	upload_unavailable:
		'The file did not get through to TikTok’s upload server, even after several attempts',
	internal: 'TikTok could not process the post because of a fault on its side',
	outcome_unknown:
		'TikTok’s answer was lost or unclear, so it is not known whether the post was started',
};
