import { Clock } from './clock';
import { PublishEventEmitter } from './events';
import { newLogId, newLongId } from './identifiers';
import type {
	AccessToken,
	Account,
	App,
	AuthorizationCode,
	FailReason,
	Grant,
	Post,
	PublishTask,
	RefreshToken,
	Upload,
} from './model';
import { RateLimits } from './publishing/limits';
import { defaultRules, type Rules } from './rules';
import { Webhooks } from './webhooks/webhooks';

/** What a simulator is started with, as far as TikTok's behaviour is concerned. */
export interface WorldOptions {
	/** Rules that differ from the defaults. */
	rules?: Partial<Rules>;
	/** Called with the name of a rule each time that something TikTok does depends on it. */
	onRule?: (name: keyof Rules) => void;
	/** Names that exist on the simulated internet and the loopback origin that serves each, e.g. `http://127.0.0.1:8080`. */
	hosts?: Record<string, string>;
	/** Write what arrives into this directory as well. */
	storeDirectory?: string;
	/** How long TikTok processes complete media, in ms of the simulator's clock. Default 1500. */
	processingMs?: number;
	/** How long moderation takes after that, in ms. Default 0. */
	moderationMs?: number;
	/** How far TikTok's clock is ahead of this machine's, in ms; negative = behind. Default 0. */
	clockSkewMs?: number;
}

/** A fault that waits for the next post of an account (of any account if undefined). */
export interface PlannedFailure {
	account?: Account;
	reason: FailReason;
}

/** How long moderation of the next post of an account (of any account if undefined) takes, in ms. */
export interface PlannedModeration {
	account?: Account;
	ms: number;
}

/** All state of the simulated TikTok. */
export class World {
	readonly clock = new Clock();

	readonly events = new PublishEventEmitter();

	readonly webhooks = new Webhooks(this);

	readonly limits = new RateLimits(this.clock);

	readonly rules: Rules;

	readonly hosts = new Map<string, string>();

	readonly apps: App[] = [];

	readonly accounts: Account[] = [];

	readonly grants: Grant[] = [];

	readonly accessTokens = new Map<string, AccessToken>();

	readonly refreshTokens = new Map<string, RefreshToken>();

	readonly codes = new Map<string, AuthorizationCode>();

	readonly tasks = new Map<string, PublishTask>();

	readonly uploads = new Map<string, Upload>();

	readonly posts: Post[] = [];

	readonly plannedFailures: PlannedFailure[] = [];

	readonly plannedModeration: PlannedModeration[] = [];

	private readonly postIds = new Set<string>();

	/** Every secret ever given out; a test searches its output for them. */
	readonly secrets = new Set<string>();

	processingMs = 0;

	moderationMs = 0;

	/** Set by `reset` and by a stop: ends downloads and deliveries that are under way. */
	private ending = new AbortController();

	constructor(private readonly options: WorldOptions) {
		this.rules = watched(defaultRules(), options.onRule);
		this.applyOptions();
	}

	get storeDirectory(): string | undefined {
		return this.options.storeDirectory;
	}

	/** Aborted when this state is thrown away. */
	get lifetime(): AbortSignal {
		return this.ending.signal;
	}

	newLogId(): string {
		return newLogId(this.clock.now());
	}

	/** An id that no other post has, for a post made at `atMs`. */
	newPostId(atMs: number): string {
		let id = newLongId(atMs);
		while (this.postIds.has(id)) id = newLongId(atMs);
		this.postIds.add(id);
		return id;
	}

	/** Back to the state right after the start: nothing registered, rules and hosts as given then. */
	reset(): void {
		this.ending.abort();
		this.ending = new AbortController();
		this.clock.reset();
		this.limits.reset();
		for (const list of [
			this.apps,
			this.accounts,
			this.grants,
			this.posts,
			this.plannedFailures,
			this.plannedModeration,
		])
			list.length = 0;
		this.postIds.clear();
		for (const map of [this.accessTokens, this.refreshTokens, this.codes, this.tasks, this.uploads])
			map.clear();
		this.hosts.clear();
		this.secrets.clear();
		this.webhooks.reset();
		this.events.removeAllListeners();
		this.applyOptions();
	}

	private applyOptions(): void {
		this.webhooks.listen();
		Object.assign(this.rules, defaultRules(), this.options.rules);
		for (const [name, origin] of Object.entries(this.options.hosts ?? {})) {
			this.hosts.set(name.toLowerCase(), origin);
		}
		this.processingMs = this.options.processingMs ?? 1500;
		this.moderationMs = this.options.moderationMs ?? 0;
		this.clock.skewMs = this.options.clockSkewMs ?? 0;
	}
}

/** The rules, which tell when they are looked up. */
function watched(rules: Rules, onRule: WorldOptions['onRule']): Rules {
	if (onRule === undefined) return rules;
	return new Proxy(rules, {
		get: (target, name) => {
			if (isRule(target, name)) onRule(name);
			return Reflect.get(target, name) as unknown;
		},
	});
}

const isRule = (rules: Rules, name: string | symbol): name is keyof Rules =>
	Object.hasOwn(rules, name);
