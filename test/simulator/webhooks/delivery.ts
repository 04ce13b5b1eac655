import type { PublishEvents } from '../events';

/**
 * The last four are sent only on demand: the portal's ping, and those of other products
 * (https://developers.tiktok.com/doc/webhooks-events).
 */
export type WebhookEvent =
	| keyof PublishEvents
	| 'tiktok.ping'
	| 'video.upload.failed'
	| 'video.publish.completed'
	| 'portability.download.ready';

/** One POST to a callback URL. */
export interface DeliveryAttempt {
	/** When it was due and when it was made, on the simulator's clock in ms. */
	dueAt: number;
	at: number;
	url: string;
	headers: Record<string, string>;
	/** What was answered; undefined while under way and if no answer came. */
	status?: number;
	/** The beginning of the answer's body. */
	answer?: string;
	/** Why no answer came, in words. */
	failure?: string;
}

/** One event on its way to an app's callback URL. */
export interface Delivery {
	/** Counts from 1, in order of creation. */
	readonly number: number;
	readonly clientKey: string;
	/** As spelled in the envelope. */
	readonly event: string;
	readonly openId: string;
	/** The envelope as text. */
	readonly body: string;
	/** The bytes that are signed and sent. */
	readonly bytes: Buffer;
	/** Sent by `simulator.deliver`: one attempt, whatever the answer. */
	readonly forged: boolean;
	/** The number of the delivery that this one repeats. */
	readonly repeats?: number;
	/**
	 * `held`: until it is released. `waiting`: for its turn, for `dueAt` or for the end of a pause. `sending`: under way.
	 * `delivered`: answered with 200. `dropped`: given up.
	 */
	state: 'held' | 'waiting' | 'sending' | 'delivered' | 'dropped';
	/** When the next attempt is due, on the simulator's clock in ms; Infinity while held or over. */
	dueAt: number;
	readonly attempts: DeliveryAttempt[];
}

export type DeliveryOptions = Pick<Delivery, 'clientKey' | 'event' | 'openId' | 'bytes'> &
	Partial<Pick<Delivery, 'forged' | 'repeats'>>;

export function newDelivery(number: number, options: DeliveryOptions): Delivery {
	const body = options.bytes.toString('utf8');
	return {
		forged: false,
		...options,
		number,
		body,
		state: 'waiting',
		dueAt: Infinity,
		attempts: [],
	};
}
