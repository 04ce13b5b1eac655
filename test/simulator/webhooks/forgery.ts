import { newLongId } from '../identifiers';
import type { Account, App } from '../model';
import type { World } from '../world';
import type { Delivery, WebhookEvent } from './delivery';
import { madeUpContent, writeEnvelope, type WebhookContent } from './envelope';
import { signatureOf } from './signature';
import type { Webhooks } from './webhooks';

/** A delivery on demand: a genuine one unless the options say otherwise. */
export interface DeliverOptions {
	/** Any name; `post.publish.complete` by default. */
	event?: WebhookEvent | (string & {});
	/** Whose `user_openid`; made up if the account never granted the app anything, or none is given. */
	account?: Account;
	openId?: string;
	/** An object is serialised, a string is sent as it is. Believable for known events by default. */
	content?: WebhookContent | string;
	/** Unix seconds, now by default; a ping has ms. */
	createTime?: number;
	/** Sent instead of the envelope (signed like it). */
	body?: string | Buffer;
	/** Fills the envelope up to so many bytes, with spaces at its end. */
	padTo?: number;
	/** `application/json` by default; an empty one is left out. */
	contentType?: string;
	/** `t` of the signature in unix seconds; now by default. */
	timestamp?: number;
	/** The secret that signs; the app's own by default. */
	secret?: string;
	/** The whole header instead of a computed one; `null` leaves it out; `wrong` flips the last digit. */
	signature?: 'wrong' | (string & {}) | null;
	/** Sends only so many bytes, as a complete request; the signature is that of the whole. */
	truncateTo?: number;
	/** Ends the connection after so many bytes of the body. */
	breakOffAfter?: number;
	/** The bytes, signature and content type of an earlier delivery's last attempt, once more; other options are ignored. */
	replayOf?: Delivery;
	/** Where to; the app's callback URL by default. */
	url?: string;
}

/**
 * Makes one POST to the callback URL of an app, past `hold` and `pause`, and never again.
 * @returns its entry in the history, once it was answered (or could not be)
 * @throws Error if the app has no callback URL
 */
export async function deliver(
	world: World,
	webhooks: Webhooks,
	app: App,
	options: DeliverOptions,
): Promise<Delivery> {
	const url = options.url ?? app.webhookUrl;
	if (url === undefined)
		throw new Error(
			`The app ${app.name} has no callback URL: call simulator.setWebhook(app, url) first`,
		);
	const { replayOf } = options;
	const delivery =
		replayOf === undefined ? forge(world, webhooks, app, options) : repeat(webhooks, replayOf);
	const headers =
		replayOf === undefined
			? headersOf(world, app, options, delivery.bytes)
			: { ...lastAttempt(replayOf).headers };
	const bytes =
		options.truncateTo === undefined || replayOf !== undefined
			? delivery.bytes
			: delivery.bytes.subarray(0, options.truncateTo);
	const { breakOffAfter } = options;
	const arrived = await webhooks.attempt(delivery, {
		url,
		headers,
		bytes,
		...(breakOffAfter === undefined ? {} : { breakOffAfter }),
	});
	delivery.state = arrived ? 'delivered' : 'dropped';
	return delivery;
}

function forge(world: World, webhooks: Webhooks, app: App, options: DeliverOptions): Delivery {
	const nowMs = world.clock.now();
	const event = options.event ?? 'post.publish.complete';
	const grant = world.grants.find((one) => one.app === app && one.account === options.account);
	// A ping that was captured in July 2025 names no user of the app, and its time is in ms.
	const isPing = event === 'tiktok.ping';
	const openId =
		options.openId ?? grant?.openId ?? (isPing ? newLongId(nowMs) : '-000forgedOpenId');
	const content = options.content ?? madeUpContent(event, nowMs, world.rules);
	const createTime = options.createTime ?? (isPing ? nowMs : Math.floor(nowMs / 1000));
	const envelope = Buffer.from(
		options.body ?? writeEnvelope({ clientKey: app.clientKey, event, createTime, openId, content }),
	);
	const missing = Math.max(0, (options.padTo ?? 0) - envelope.length);
	const bytes = Buffer.concat([envelope, Buffer.alloc(missing, ' ')]);
	return webhooks.add({ clientKey: app.clientKey, event, openId, bytes, forged: true });
}

function repeat(
	webhooks: Webhooks,
	{ number, clientKey, event, openId, bytes }: Delivery,
): Delivery {
	return webhooks.add({ clientKey, event, openId, bytes, forged: true, repeats: number });
}

function lastAttempt({ number, attempts }: Delivery): Delivery['attempts'][number] {
	const attempt = attempts.at(-1);
	if (attempt === undefined)
		throw new Error(`Delivery ${number} was not sent yet, so it cannot be replayed`);
	return attempt;
}

function headersOf(
	world: World,
	app: App,
	options: DeliverOptions,
	bytes: Buffer,
): Record<string, string> {
	const timestamp = options.timestamp ?? Math.floor(world.clock.now() / 1000);
	const right = signatureOf(options.secret ?? app.clientSecret, timestamp, bytes);
	const signature =
		options.signature === 'wrong'
			? spoil(right)
			: options.signature === undefined
				? right
				: options.signature;
	const contentType = options.contentType ?? 'application/json';
	return {
		...(contentType === '' ? {} : { 'Content-Type': contentType }),
		...(signature === null ? {} : { 'TikTok-Signature': signature }),
	};
}

/** Another last digit: all but four bits are right. */
const spoil = (signature: string): string =>
	signature.slice(0, -1) + (signature.endsWith('0') ? '1' : '0');
