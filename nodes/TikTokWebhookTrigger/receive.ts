import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isRecord } from '../shared/records';
import { chosenAccounts, readCredential } from './account';
import { eventNames, isChosen, readEvents } from './events';
import { identityOf, parseNotification, type Notification } from './notification';
import { toOutput } from './output';
import { SeenEvents } from './seen';
import { signatureFault } from './signature';

/** The largest body that is read, in bytes. TikTok's have a few hundred. */
const maxBody = 64 * 1024;

/** What each trigger of this process has seen, by workflow and node; the least recently made goes first. */
const memories = new Map<string, SeenEvents>();
const memoriesAtMost = 200;

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
	const remember = await claim(context, notification);
	if (!remember) return { webhookResponse: 'OK' };
	return {
		workflowData,
		// n8n 2 forgets that static data was changed when it starts the execution, and so would not store it. It asks for
		// the answer after that, and stores before it sends.
		get webhookResponse() {
			remember();
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

/**
 * Claims an event, until n8n's answer tells whether n8n has taken it over.
 *
 * @returns what puts the events seen into static data; undefined for a repeat
 */
async function claim(
	context: IWebhookFunctions,
	notification: Notification,
): Promise<(() => void) | undefined> {
	const memory = memoryOf(context);
	const staticData = context.getWorkflowStaticData('node');
	memory.recall(staticData.seen);
	const settle = await memory.claim(identityOf(notification), Date.now());
	if (!settle) return undefined;
	const response = context.getResponseObject();
	const end = () => settle(response.statusCode < 400);
	// Whoever delivers may have hung up while this one waited: then nothing closes any more.
	if (response.destroyed) end();
	else response.once('close', end);
	return () => {
		staticData.seen = memory.record;
	};
}

function memoryOf(context: IWebhookFunctions): SeenEvents {
	const key = `${context.getWorkflow().id}/${context.getNode().id}`;
	const memory = memories.get(key) ?? new SeenEvents();
	memories.delete(key);
	memories.set(key, memory);
	const [oldest] = memories.keys();
	if (memories.size > memoriesAtMost) memories.delete(oldest);
	return memory;
}
