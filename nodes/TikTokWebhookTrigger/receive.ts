import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isRecord } from '../shared/records';
import { chosenAccounts, readCredential } from './account';
import { eventNames, isChosen, readEvents } from './events';
import { identityOf, parseNotification, type Notification } from './notification';
import { toOutput } from './output';
import { digestOf, SeenEvents } from './seen';
import { signatureFault } from './signature';

/** The largest body that is read, in bytes. TikTok's have a few hundred. */
const maxBody = 64 * 1024;

/** What each trigger of this process has seen, by workflow and node; the least recently made goes first. */
const memories = new Map<string, SeenEvents>();
const maxMemories = 200;

/**
 * Handles one request to the trigger's address. Nothing is parsed before the signature was verified, and nothing that a
 * stranger sends starts an execution: n8n makes a failed one of every error thrown here.
 *
 * @returns the event as an item; no item for one that is filtered out or a repeat, which TikTok is told it has delivered
 * @throws TikTokError or ParameterError when a true event cannot be assigned: the user sees it as a failed execution,
 * and TikTok delivers again
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const body = await readBody(context);
	if (typeof body === 'number') return answer(context, body);
	const credential = await readCredential(context);
	const header = context.getHeaderData()['tiktok-signature'];
	const fault = signatureFault(String(header ?? ''), body, credential.clientSecret, Date.now());
	if (fault) {
		context.logger.warn(
			`TikTok Webhook Trigger: refused a request whose signature is ${fault}. If it came from TikTok, check the Client Secret of the credential and the clock of this computer.`,
		);
		return answer(context, 401);
	}
	const notification = parseNotification(body.toString('utf8'));
	if (!notification) return answer(context, 400);
	if (notification.clientKey !== credential.clientKey) {
		context.logger.warn(
			'TikTok Webhook Trigger: refused an event of another app. Check the Client Key of the credential.',
		);
		return answer(context, 401);
	}
	const isManual = context.getMode() === 'manual';
	const isTest = notification.event === eventNames.ping;
	if (isTest ? !isManual : !isWanted(context, notification, chosenAccounts(context, credential)))
		return { webhookResponse: 'OK' };
	const workflowData = [context.helpers.returnJsonArray(toOutput(notification))];
	// Whoever tries something out may send the same again.
	if (isManual) return { workflowData, webhookResponse: 'OK' };
	const memory = memoryOf(context);
	const staticData = context.getWorkflowStaticData('node');
	memory.recall(staticData.seen);
	const digest = digestOf(identityOf(notification));
	const claim = await memory.claim(digest, context.getResponseObject(), Date.now());
	if (claim === 'repeat') return { webhookResponse: 'OK' };
	// TikTok comes again, and then it is known.
	if (claim === 'undecided') return answer(context, 503);
	return {
		workflowData,
		// n8n 2 asks for the answer once it has made the execution, and stores static data before it sends the answer; what was
		// changed in static data before that it does not store (by reading n8n 2.41.1's webhook-helpers.js).
		get webhookResponse() {
			memory.take(digest, Date.now());
			staticData.seen = memory.record;
			return 'OK';
		},
	};
}

/** @returns the bytes of the body, or the HTTP status of the refusal */
async function readBody(context: IWebhookFunctions): Promise<Buffer | number> {
	const request = context.getRequestObject();
	try {
		if (Number(request.headers['content-length'] ?? 0) > maxBody) {
			// Read to its end, but not kept: the answer would be lost on a connection that is still being written to.
			for await (const piece of request) void piece;
			return 413;
		}
		await request.readRawBody();
	} catch (error) {
		// Larger than n8n allows; or compressed wrongly, or broken off.
		return isRecord(error) && error.status === 413 ? 413 : 400;
	}
	const body = request.rawBody ?? Buffer.alloc(0);
	return body.length > maxBody ? 413 : body;
}

/** Refuses, without telling why. */
function answer(context: IWebhookFunctions, status: number): IWebhookResponseData {
	const texts: Record<number, string> = {
		400: 'Bad Request',
		401: 'Unauthorized',
		413: 'Payload Too Large',
		503: 'Service Unavailable',
	};
	context.getResponseObject().status(status).send(texts[status]);
	return { noWebhookResponse: true };
}

function isWanted(
	context: IWebhookFunctions,
	{ event, openId }: Notification,
	accounts: string[] | undefined,
): boolean {
	const events = readEvents(context.getNodeParameter('events', ''));
	return isChosen(event, events) && (accounts === undefined || accounts.includes(openId ?? ''));
}

function memoryOf(context: IWebhookFunctions): SeenEvents {
	const key = `${context.getWorkflow().id}/${context.getNode().id}`;
	const memory = memories.get(key) ?? new SeenEvents();
	memories.delete(key);
	memories.set(key, memory);
	const [oldest] = memories.keys();
	if (memories.size > maxMemories) memories.delete(oldest);
	return memory;
}
