import type { IExecuteFunctions } from 'n8n-workflow';

import { throwIfCancelled } from '../../shared/async/wait';
import { networkDetail } from '../../shared/errors/network';
import { ParameterError } from '../../shared/errors/parameterError';
import { photoHostHeader, photoHostStatus } from '../../shared/photoHost/answers';
import { isRecord } from '../../shared/records';
import { endOnSilence } from '../upload/silence';
import { hostSteps, hostUrlLabel } from './fields/photoHostUrl';

/** How long the host may take for its answer, in ms. */
const answerMs = 10_000;

/** What n8n's own look at a photo has shown. */
type Finding =
	| { kind: 'reached' }
	| { kind: 'wrong'; happened: string; wayOut: string }
	/** It says nothing of what TikTok will see: many an n8n cannot reach its own public address. */
	| { kind: 'unclear'; why: string };

/**
 * Asks for a photo's own address, as TikTok will, before the post is begun.
 *
 * @param address signed
 * @param size of the photo, in bytes
 * @returns why that could not be found out, as a sentence; undefined where all is well
 * @throws ParameterError when TikTok surely cannot fetch it
 */
export async function probeHost(
	context: IExecuteFunctions,
	address: string,
	size: number,
): Promise<string | undefined> {
	const cancel = context.getExecutionCancelSignal();
	const answer: unknown = await endOnSilence(
		answerMs,
		() => 0,
		cancel,
		() => false,
		async (signal) => await head(context, address, signal),
	).catch((error: unknown) => error);
	throwIfCancelled(cancel);
	const found = isAnswer(answer) ? judge(answer, size) : notReached(answer);
	if (found.kind === 'wrong') throw new ParameterError(hostUrlLabel, found.happened, found.wayOut);
	if (found.kind === 'reached') return undefined;
	return `n8n could not check its own photo host beforehand: ${found.why}.`;
}

interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
}

async function head(
	context: IExecuteFunctions,
	url: string,
	abortSignal: AbortSignal,
): Promise<unknown> {
	return await context.helpers.httpRequest({
		method: 'HEAD',
		url,
		headers: { Accept: '*/*', 'Accept-Encoding': 'identity' },
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal,
	});
}

function isAnswer(answer: unknown): answer is Answer {
	return isRecord(answer) && 'statusCode' in answer && isRecord(answer.headers);
}

function notReached(error: unknown): Finding {
	const detail = networkDetail(error)?.replace(/\.$/, '');
	return { kind: 'unclear', why: detail ?? 'its address did not answer' };
}

function judge({ statusCode: status, headers }: Answer, size: number): Finding {
	const isHost = headers[photoHostHeader.toLowerCase()] !== undefined;
	const type = String(headers['content-type'] ?? '');
	const length = headers['content-length'];
	if (status === 200 && (isHost || type.startsWith('image/')))
		return length === undefined || Number(length) === size
			? { kind: 'reached' }
			: { kind: 'unclear', why: `it announces ${String(length)} bytes for a photo of ${size}` };
	if (isHost) return byHost[status] ?? unclear(status);
	return byOther(status) ?? unclear(status);
}

const unclear = (status: number): Finding => ({
	kind: 'unclear',
	why: `‘${hostUrlLabel}’ answered with HTTP ${status}`,
});

/** What the host's own refusals mean. */
const byHost: Record<number, Finding | undefined> = {
	[photoHostStatus.refused]: {
		kind: 'wrong',
		happened: `The photo host at ‘${hostUrlLabel}’ does not take the signature of this TikTok credential`,
		wayOut:
			'Choose the same credential in the TikTok Photo Host Trigger and here, or one with the same Client Secret, and publish the host’s workflow again. In queue mode the clocks of all computers must be right.',
	},
	[photoHostStatus.gone]: {
		kind: 'wrong',
		happened: `The photo host at ‘${hostUrlLabel}’ cannot see the files of this execution`,
		wayOut:
			'n8n’s processes do not share their files: let n8n keep them in its database (N8N_DEFAULT_BINARY_DATA_MODE=database), in S3, or in a folder that all processes share (N8N_BINARY_DATA_STORAGE_PATH).',
	},
	[photoHostStatus.unknown]: {
		kind: 'wrong',
		happened: `The photo host at ‘${hostUrlLabel}’ was asked for something that is not the address of a photo`,
		wayOut:
			'Something in front of n8n changes addresses: let the reverse proxy pass on what stands behind the question mark. If this package was updated, restart all of n8n’s processes.',
	},
};

const notPublished: Finding = {
	kind: 'wrong',
	happened: `Nothing in n8n answers at ‘${hostUrlLabel}’ of the TikTok credential`,
	wayOut: `The workflow with the TikTok Photo Host Trigger is not published, or the address is another one by now. ${hostSteps}`,
};

/** What it means when something else answers. */
function byOther(status: number): Finding | undefined {
	if (status === 404) return notPublished;
	if (status === 401 || (status >= 300 && status < 400))
		return {
			kind: 'wrong',
			happened: `‘${hostUrlLabel}’ answers with ${status === 401 ? 'a login' : 'a redirect'} (HTTP ${status}), and TikTok follows neither`,
			wayOut:
				'Let the reverse proxy or access service in front of n8n pass requests to the webhook addresses on without a login, and enter the address that a redirect leads to.',
		};
	if (status === 200)
		return {
			kind: 'wrong',
			happened: `‘${hostUrlLabel}’ leads to a page, not to the photo host`,
			wayOut: `The address leads to a process of n8n’s that serves no webhooks, or to another site. Enter the Production URL that the TikTok Photo Host Trigger shows (it follows WEBHOOK_URL).`,
		};
	return undefined;
}
