import * as fc from 'fast-check';

import type { FeedState } from '../../../nodes/TikTokTrigger/cursor';
import { pollFeed } from '../../../nodes/TikTokTrigger/feed';
import { ModelAccount, type ListRules, type ModelPost } from './account';

/** Something that happens at TikTok. */
export type Change =
	/** Posts are made: some seconds later, dated back where they come late; hidden ones may be shown later. */
	| { kind: 'publish'; count: number; afterMs: number; backMs: number; hidden: boolean }
	/** Posts get out of moderation or are made public, are made private, are deleted. */
	| { kind: 'show' | 'hide' | 'delete'; which: number };

/** Something that happens at all. */
export type Step =
	| Change
	/**
	 * A poll: it fails at a call, runs out of time after some calls, or n8n is killed before the execution begins; posts may
	 * change between its calls.
	 */
	| { kind: 'poll'; failsAt?: number; callsInTime: number; isKilled: boolean; between: Change[] }
	| { kind: 'restart' };

export interface History {
	rules: ListRules;
	/**
	 * How n8n keeps static data: a copy for each poll, kept when its execution is accepted (`staged`), or one that lives in
	 * memory and is written when an execution begins (`live`).
	 */
	keeps: 'staged' | 'live';
	before: number;
	steps: Step[];
}

const change: fc.Arbitrary<Change> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('publish' as const),
			count: fc.oneof(
				{ weight: 4, arbitrary: fc.constant(1) },
				{ weight: 1, arbitrary: fc.integer({ min: 2, max: 9 }) },
			),
			afterMs: fc.constantFrom(0, 20, 150, 300, 1000, 60_000),
			backMs: fc.constantFrom(0, 0, 0, 2000, 90_000, 400_000),
			hidden: fc.boolean(),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constantFrom('show' as const, 'show' as const, 'hide' as const, 'delete' as const),
			which: fc.nat(40),
		}),
	},
);

const poll: fc.Arbitrary<Step> = fc.record(
	{
		kind: fc.constant('poll' as const),
		failsAt: fc.integer({ min: 1, max: 4 }),
		callsInTime: fc.oneof(
			{ weight: 2, arbitrary: fc.constant(Infinity) },
			{ weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) },
		),
		isKilled: fc.oneof(
			{ weight: 5, arbitrary: fc.constant(false) },
			{ weight: 1, arbitrary: fc.constant(true) },
		),
		between: fc.oneof(
			{ weight: 3, arbitrary: fc.constant<Change[]>([]) },
			{ weight: 1, arbitrary: fc.array(change, { maxLength: 3 }) },
		),
	},
	{ requiredKeys: ['kind', 'callsInTime', 'isKilled', 'between'] },
);

export const listRules = (pageSize: fc.Arbitrary<number>): fc.Arbitrary<ListRules> =>
	fc.record({
		pageSize,
		grainMs: fc.constantFrom(1000, 1),
		cutsBeforeFilter: fc.boolean(),
	});

/** @param before how many posts there are at the beginning, at most */
export const history = (before: number): fc.Arbitrary<History> =>
	fc.record({
		rules: listRules(fc.integer({ min: 2, max: 5 })),
		keeps: fc.constantFrom('staged' as const, 'live' as const),
		before: fc.nat(before),
		steps: fc.array(
			fc.oneof(
				{ weight: 5, arbitrary: change },
				{ weight: 5, arbitrary: poll },
				{ weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
			),
			{ maxLength: 30 },
		),
	});

const start = Date.UTC(2026, 0, 1);

/** Plays a history: the model of TikTok, n8n's memory of static data, and the trigger between them. */
export class Play {
	readonly account: ModelAccount;

	/** What the last poll put out. */
	emitted: ModelPost[] = [];

	/** How many calls the last poll made. */
	calls = 0;

	private now = start;

	private inMemory?: FeedState;

	/** n8n's database. */
	private stored?: string;

	constructor(
		private readonly given: History,
		private readonly limit?: number,
	) {
		this.account = new ModelAccount(given.rules);
		for (let index = 0; index < given.before; index++) {
			this.account.publish(start - (given.before - index) * 40_000, index % 7 !== 3);
		}
	}

	get state(): FeedState | undefined {
		return this.inMemory;
	}

	get hasBegun(): boolean {
		return this.stored !== undefined;
	}

	/** The first poll, at activation. */
	async begin(): Promise<void> {
		for (const post of this.account.listed) post.wasListedAtBeginning = true;
		await this.poll({ kind: 'poll', callsInTime: Infinity, isKilled: false, between: [] });
		this.stored = JSON.stringify(this.inMemory);
	}

	async step(step: Step): Promise<void> {
		if (step.kind === 'restart') this.restart();
		else if (step.kind === 'poll') await this.poll(step);
		else this.change(step);
	}

	/** A poll to which nothing happens. @returns how many calls it took */
	async quietPoll(): Promise<number> {
		await this.poll({ kind: 'poll', callsInTime: Infinity, isKilled: false, between: [] });
		return this.calls;
	}

	private restart(): void {
		this.inMemory = this.stored === undefined ? undefined : (JSON.parse(this.stored) as FeedState);
	}

	private async poll({
		failsAt,
		callsInTime,
		isKilled,
		between,
	}: Step & { kind: 'poll' }): Promise<void> {
		this.emitted = [];
		if (this.given.keeps === 'staged') this.restart();
		const { account } = this;
		const changes = [...between];
		const callsBefore = account.calls;
		const poll = pollFeed({
			state: this.inMemory,
			account: 'open id',
			limit: this.limit,
			readPage: async (beforeMs) => {
				if (account.calls - callsBefore + 1 === failsAt) throw new Error('TikTok is out of reach');
				const page = account.page(beforeMs);
				const next = changes.shift();
				if (next) this.change(next);
				return page;
			},
			isTimeUp: () => account.calls - callsBefore >= callsInTime,
		});
		const outcome = await poll.catch((error: Error) => error);
		this.calls = account.calls - callsBefore;
		if (outcome instanceof Error) return;
		if (isKilled) return this.restart();
		const { fresh, next } = outcome;
		this.inMemory = next;
		if (this.given.keeps === 'staged' || fresh.length > 0) this.stored = JSON.stringify(next);
		this.emitted = fresh.map(({ id }) => account.posts.find((post) => post.id === id) as ModelPost);
		for (const post of this.emitted) post.emitted += 1;
	}

	private change(change: Change): void {
		const { posts } = this.account;
		if (change.kind === 'publish') {
			for (let index = 0; index < change.count; index++) {
				this.now += change.afterMs;
				this.account.publish(this.now - change.backMs, !change.hidden);
			}
			return;
		}
		const post = posts.at(change.which % Math.max(1, posts.length));
		if (!post) return;
		if (change.kind === 'delete') post.isDeleted = true;
		else post.isPublic = change.kind === 'show';
	}
}
