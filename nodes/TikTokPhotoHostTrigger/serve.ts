import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { credentialText, credentialType } from '../shared/context';
import { photoHostStatus, photoPath } from '../shared/photoHost/answers';
import { isCurrent, isGenuine, readToken } from '../shared/photoHost/token';
import { sendPhoto, sendText } from './send';
import { openPhoto } from './storedPhoto';
import { readVerification } from './verification';

/**
 * Answers one request. Never throws, and never hands data to the workflow: n8n makes an execution of either, and anybody may ask.
 * What an answer says of a refusal is its status alone.
 */
export async function serve(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = context.getResponseObject();
	try {
		await answer(context);
	} catch {
		// Such as a credential that was deleted. The error may name paths and ids.
		context.logger.warn(
			'TikTok Photo Host Trigger: a request could not be answered. Check that the node has a credential that exists.',
		);
		if (response.headersSent) response.destroy();
		else sendText(response, 503, 'Service Unavailable');
	}
	return { noWebhookResponse: true };
}

async function answer(context: IWebhookFunctions): Promise<void> {
	const response = context.getResponseObject();
	// n8n hands over only what is one of the node's own addresses.
	const [path] = context.getRequestObject().url.split('?');
	const lastPart = path.split('/').pop() ?? '';
	if (lastPart === photoPath) return await answerPhoto(context);
	const { name, line } = readVerification(
		context.getNodeParameter('verificationFile', ''),
		context.getNodeParameter('verificationContent', ''),
	);
	if (lastPart !== name && lastPart !== encodeURIComponent(name))
		return sendText(response, 200, 'The photo host is on.');
	if (line === undefined) return sendText(response, photoHostStatus.unknown, 'Not Found');
	sendText(response, 200, line);
}

async function answerPhoto(context: IWebhookFunctions): Promise<void> {
	const response = context.getResponseObject();
	const refuse = (reason: keyof typeof photoHostStatus) =>
		sendText(response, photoHostStatus[reason], refusals[reason]);
	// A parameter that comes twice is a list.
	const { t } = context.getQueryData() as { t?: unknown };
	const token = readToken(t);
	if (!token) return refuse('unknown');
	if (!isCurrent(token, Date.now())) return refuse('refused');
	// Only now, since anybody may ask: n8n reads it from its database, and decrypts it.
	if (!isGenuine(token, await secretOf(context))) return refuse('refused');
	const photo = await openPhoto(context, token.id);
	if (photo === 'gone') return refuse('gone');
	if (photo === 'no photo') return refuse('unknown');
	sendPhoto(response, photo, context.getRequestObject().method !== 'HEAD');
}

/** The credentials that n8n is reading right now, by workflow and id. */
const reading = new Map<string, Promise<string>>();

/** The Client Secret. Requests that come in while n8n reads it share one look: a flood of them must not fill its database. */
async function secretOf(context: IWebhookFunctions): Promise<string> {
	const { id } = context.getNode().credentials?.[credentialType] ?? {};
	const key = JSON.stringify([context.getWorkflow().id, id]);
	const read = async () =>
		credentialText(await context.getCredentials(credentialType), 'appSecret');
	const secret = reading.get(key) ?? read().finally(() => reading.delete(key));
	reading.set(key, secret);
	return await secret;
}

const refusals: Record<keyof typeof photoHostStatus, string> = {
	unknown: 'Not Found',
	refused: 'Forbidden',
	gone: 'Gone',
};
