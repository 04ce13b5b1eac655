import type { PublishEvents } from '../events';
import type { App, Grant } from '../model';
import type { World } from '../world';
import { newDelivery, type Delivery, type DeliveryAttempt, type DeliveryOptions } from './delivery';
import { CONTENT, spell, writeEnvelope, type WebhookContent } from './envelope';
import { signatureOf } from './signature';
import { transmit, type Transmission } from './transmission';

/** The deliveries of one app that are due, in order. */
interface Lane {
	due: Delivery[];
	underWay: number;
}

/** TikTok's webhooks: what is to be delivered to the callback URLs of the apps, and what became of it. */
export class Webhooks {
	/** All deliveries since the start or `reset`, forged ones included. */
	readonly deliveries: Delivery[] = [];

	private readonly lanes = new Map<App, Lane>();

	private holds: (delivery: Delivery) => boolean = () => false;

	private paused = false;

	private waiters: (() => void)[] = [];

	private readonly watchers: ((delivery: Delivery, attempt: DeliveryAttempt) => void)[] = [];

	constructor(private readonly world: World) {}

	/** From now on new deliveries (those that `which` chooses) are kept back until `release`. */
	hold(which: (delivery: Delivery) => boolean = () => true): void {
		this.holds = which;
	}

	/**
	 * Ends `hold` and lets go what was kept back.
	 * @param order the deliveries in the order in which they shall go, as it was by default; what is left out stays held
	 */
	release(order: (held: Delivery[]) => Delivery[] = (held) => held): void {
		this.holds = () => false;
		for (const delivery of order(this.deliveries.filter(({ state }) => state === 'held')))
			this.enqueue(delivery);
	}

	/** Stops all attempts, retries as well, until `resume`. */
	pause(): void {
		this.paused = true;
	}

	resume(): void {
		this.paused = false;
		for (const [app, { due }] of this.lanes) {
			for (const delivery of due) delivery.dueAt = this.world.clock.now();
			this.pump(app);
		}
	}

	/** Delivers an event again, as TikTok may do at any time: it promises delivery at least once. Keeps to `hold` and `pause`. */
	duplicate(original: Delivery, times = 1): Delivery[] {
		return Array.from({ length: times }, () => {
			const { number, clientKey, event, openId, bytes } = original;
			const copy = this.add({ clientKey, event, openId, bytes, repeats: number });
			this.start(copy);
			return copy;
		});
	}

	/** Resolves once no attempt is under way and none is due on the simulator's clock (or all that is due is paused). */
	async settled(): Promise<void> {
		while (this.busy()) await new Promise<void>((resolve) => this.waiters.push(resolve));
	}

	/** Adds a listener, which is called with each attempt once it has ended. */
	watch(listener: (delivery: Delivery, attempt: DeliveryAttempt) => void): void {
		this.watchers.push(listener);
	}

	/** Starts to listen to what happens; anew after each reset of the world. */
	listen(): void {
		const subscribe = <Name extends keyof PublishEvents>(name: Name): void => {
			const listener = (...[detail]: PublishEvents[Name]): void =>
				this.dispatch(name, detail, () => CONTENT[name](detail, this.world.rules));
			this.world.events.on<Name>(name, listener as never); // the emitter's listener type does not resolve for a generic name
		};
		for (const name of Object.keys(CONTENT) as (keyof PublishEvents)[]) subscribe(name);
	}

	/** Forgets everything; what is under way ends with the world's `lifetime`. */
	reset(): void {
		this.deliveries.length = 0;
		this.watchers.length = 0;
		this.lanes.clear();
		this.holds = () => false;
		this.paused = false;
		this.wake();
	}

	/** Enters a delivery into the history. */
	add(options: DeliveryOptions): Delivery {
		const delivery = newDelivery(this.deliveries.length + 1, options);
		this.deliveries.push(delivery);
		return delivery;
	}

	/** One POST, with its outcome in the history. @returns whether it was answered with 200 */
	async attempt(
		delivery: Delivery,
		{ url, headers, bytes, ...rest }: Transmission,
	): Promise<boolean> {
		const at = this.world.clock.now();
		const attempt: DeliveryAttempt = { dueAt: Math.min(delivery.dueAt, at), at, url, headers };
		delivery.attempts.push(attempt);
		delivery.state = 'sending';
		try {
			Object.assign(attempt, await transmit(this.world, { url, headers, bytes, ...rest }));
		} catch (error) {
			attempt.failure = error instanceof Error ? error.message : String(error);
		}
		for (const watcher of this.watchers) watcher(delivery, attempt);
		// Any other status is a failure: https://developers.tiktok.com/doc/webhooks-overview
		return attempt.status === 200;
	}

	/** Makes the deliveries of an event and starts them. */
	private dispatch(
		name: keyof PublishEvents,
		detail: { grant: Grant } | { task: { grant: Grant } },
		contentOf: () => WebhookContent,
	): void {
		const { rules, clock } = this.world;
		const { app, account, openId } = 'grant' in detail ? detail.grant : detail.task.grant;
		if (
			app.webhookUrl === undefined ||
			(app.sandboxTargets !== undefined && !rules.webhooksOfSandbox)
		)
			return;
		const isUser = this.world.grants.some(
			(one) => one.app === app && one.account === account && one.revokedAt === undefined,
		);
		const always = name === 'authorization.removed' || name === 'post.publish.failed';
		if (!isUser && !always && !rules.webhooksAfterRemoval) return;
		const content = contentOf();
		const event = spell(name, rules);
		const createTime = Math.floor(clock.now() / 1000);
		const bytes = Buffer.from(
			writeEnvelope({ clientKey: app.clientKey, event, createTime, openId, content }),
		);
		const draftComplete =
			name === 'post.publish.complete' && content['publish_type'] === 'INBOX_SHARE';
		for (let count = draftComplete ? rules.draftCompleteEvents : 1; count > 0; count--) {
			const delivery = this.add({ clientKey: app.clientKey, event, openId, bytes });
			this.start(delivery);
			if (rules.webhookDuplicateEvery > 0 && delivery.number % rules.webhookDuplicateEvery === 0)
				this.duplicate(delivery);
		}
	}

	private start(delivery: Delivery): void {
		if (this.holds(delivery)) delivery.state = 'held';
		else this.plan(delivery, this.world.clock.now() + this.world.rules.webhookDelayMs);
	}

	/** Makes the next attempt at `dueAt`; at once if that has passed. */
	private plan(delivery: Delivery, dueAt: number): void {
		delivery.state = 'waiting';
		delivery.dueAt = dueAt;
		const wait = dueAt - this.world.clock.now();
		if (wait > 0) this.world.clock.after(wait, () => this.enqueue(delivery));
		else this.enqueue(delivery);
	}

	private enqueue(delivery: Delivery): void {
		const app = this.world.apps.find(({ clientKey }) => clientKey === delivery.clientKey);
		if (app === undefined) return;
		delivery.state = 'waiting';
		delivery.dueAt = Math.min(delivery.dueAt, this.world.clock.now());
		const lane = this.lanes.get(app) ?? { due: [], underWay: 0 };
		this.lanes.set(app, lane);
		lane.due.push(delivery);
		this.pump(app);
	}

	private pump(app: App): void {
		const lane = this.lanes.get(app);
		while (lane !== undefined && !this.paused && lane.underWay < this.world.rules.webhookParallel) {
			const delivery = lane.due.shift();
			if (delivery === undefined) break;
			lane.underWay++;
			void this.run(app, delivery).finally(() => {
				lane.underWay--;
				if (this.lanes.get(app) === lane) this.pump(app);
			});
		}
		this.wake();
	}

	private async run(app: App, delivery: Delivery): Promise<void> {
		const { lifetime, rules } = this.world;
		const { dueAt, attempts, bytes } = delivery;
		const url = app.webhookUrl;
		if (url === undefined) return this.end(delivery, 'dropped');
		const signature =
			rules.webhookRetrySignature === 'same' ? this.firstSignature(delivery) : undefined;
		const headers = {
			'Content-Type': 'application/json',
			'TikTok-Signature':
				signature ??
				signatureOf(app.clientSecret, Math.floor(this.world.clock.now() / 1000), bytes),
		};
		const arrived = await this.attempt(delivery, { url, headers, bytes });
		if (lifetime.aborted) return;
		if (arrived) return this.end(delivery, 'delivered');
		const { webhookFirstRetryMs, webhookRetryFactor, webhookRetryForMs } = rules;
		const next = dueAt + webhookFirstRetryMs * webhookRetryFactor ** (attempts.length - 1);
		if (next > (attempts[0]?.dueAt ?? dueAt) + webhookRetryForMs) this.end(delivery, 'dropped');
		else this.plan(delivery, next);
	}

	private firstSignature({ attempts, repeats }: Delivery): string | undefined {
		const source =
			attempts[0] ?? this.deliveries.find(({ number }) => number === repeats)?.attempts[0];
		return source?.headers['TikTok-Signature'];
	}

	private end(delivery: Delivery, state: 'delivered' | 'dropped'): void {
		delivery.state = state;
		delivery.dueAt = Infinity;
	}

	private busy(): boolean {
		return [...this.lanes.values()].some(
			({ due, underWay }) => underWay > 0 || (due.length > 0 && !this.paused),
		);
	}

	private wake(): void {
		if (this.busy()) return;
		for (const waiter of this.waiters.splice(0)) waiter();
	}
}
