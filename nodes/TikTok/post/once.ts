import { createHash, randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { Lock } from '../../shared/async/lock';
import { throwIfCancelled, wait } from '../../shared/async/wait';
import { rethrow } from '../../shared/errors/rethrow';
import { ParameterError } from '../../shared/errors/parameterError';

/**
 * How many keys a node remembers; n8n drops the oldest without a word. A key that was posted takes three entries. The same
 * number in every call, since a smaller one would cut the list.
 */
const rememberedKeys = 2_000;

const options = {
	mode: 'entries',
	// With room for what a claim under way and a look record for a moment.
	maxEntries: 3 * rememberedKeys + 100,
} as const;

/** How often a claim is confirmed before the store counts as broken. */
const confirmations = 5;

/**
 * How long a claim stands before it is looked at again, in ms: longer than a process of n8n's needs from reading the list to
 * writing it, so that the last of two that wrote at once is known.
 *
 * @param callMs what a call to the store has just taken: where the database or the machine is slow, it is so for the other
 * process as well
 */
const settleMs = (callMs: number) => Math.min(200 + Math.random() * 200 + 4 * callMs, 5_000);

/** How often an upload under one key may die before the key counts as seen. */
const maxTurns = 20;

/**
 * n8n's store reads, changes and writes a list for each node, and is not atomic by itself: within this process one at a time, by
 * workflow and node id, which is how n8n tells the lists apart.
 */
const lists = new Lock<string>();

async function oneAtATime<T>(
	context: IExecuteFunctions,
	work: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T> {
	return await lists.run(`${context.getWorkflow().id}/${context.getNode().id}`, work, signal);
}

/**
 * What is stored for a key: neither the key nor the account can be read from it, and the same key of another account is
 * another one.
 */
export function digestOf(key: string, account: string): string {
	return createHash('sha256')
		.update(JSON.stringify(['tiktok post once', account, key]))
		.digest('hex');
}

/**
 * The right to post under a key. Runs take turns: a run that finds turn 1 taken takes turn 2, unless the run before it has
 * sent, or was about to send, the last bytes of its video. The right to send them is turn 2 as well, so at most one of the
 * two can: a run that died in mid-upload, even one that is only slow, is taken over and never finished.
 */
export interface Claim {
	digest: string;
	/** From 1. */
	turn: number;
	/** Whether the last bytes may have been sent. */
	isSent: boolean;
	/** Tells what this claim has recorded from what another one has, also after a call to the store that failed half-way. */
	id: string;
	/** Whether the right to the last bytes was asked for: the store may hold it although the answer was lost. */
	isAsked: boolean;
}

/** Another run has the right to post under the key now: nothing may be sent under this claim any more. */
export class TakenOverError extends Error {
	override readonly name = 'TakenOverError';
}

/**
 * Claims a key in n8n's deduplication store, which survives executions, restarts and crashes. The store is not atomic, so two
 * processes that claim the very same key in the same instant may still both succeed when one of them is held up at that
 * moment; they meet again before the last bytes ({@link claimLastBytes}). In one process never.
 *
 * @param digest what {@link digestOf} gave
 * @returns undefined when the key was posted before, or may have been, or another process claims it in this very moment
 * @throws ParameterError where the host has no such store
 */
export async function claim(
	context: IExecuteFunctions,
	digest: string,
): Promise<Claim | undefined> {
	requireStore(context);
	const id = randomUUID();
	const findTurn = async () => {
		for (let turn = 1; turn <= maxTurns; turn++) {
			const outcome = await recordAll(context, [turnEntry(digest, turn)], id);
			if (outcome === 'ours') return { digest, turn, id, isAsked: false, isSent: false };
			// The other process is alive: it wrote a moment ago.
			if (outcome === 'overwritten') return undefined;
			// Written together with this turn, so that it is there by now or will never be: before, a run could end in between.
			if (turn > 1 && (await isRecorded(context, sentEntry(digest, turn - 1)))) return undefined;
		}
		return undefined;
	};
	return await oneAtATime(context, findTurn, context.getExecutionCancelSignal());
}

/**
 * Claims the right to send what makes the post appear: the last bytes of an upload, or the init of a post whose media
 * TikTok downloads.
 *
 * @throws TakenOverError when another run has taken the key over
 */
export async function claimLastBytes(context: IExecuteFunctions, held: Claim): Promise<void> {
	const takeNextTurn = async () => {
		if (held.isSent) return;
		held.isAsked = true;
		held.isSent = (await recordAll(context, endOf(held), held.id)) === 'ours';
		if (!held.isSent)
			throw new TakenOverError('Another run with the same Post Once Key has taken this post over');
	};
	await oneAtATime(context, takeNextTurn, context.getExecutionCancelSignal());
}

/** Takes a claim back, so that the key counts as new; unless another run has taken it over. */
export async function release(context: IExecuteFunctions, held: Claim): Promise<void> {
	const own = [turnEntry(held.digest, held.turn)];
	const end = endOf(held);
	const mark = markOf(end, held.id);
	await oneAtATime(context, async () => {
		// Looked at when it is this one's turn: the last bytes may be claimed while a refusal of them comes in.
		const isEndOurs = held.isSent || (held.isAsked && (await isRecorded(context, mark)));
		if (isEndOurs) await remove(context, [...own, ...end, mark]);
		else if (!(await isRecorded(context, end[0]))) await remove(context, own);
	});
}

/** Forgets all that is known of a key. */
export async function forget(context: IExecuteFunctions, digest: string): Promise<void> {
	requireStore(context);
	const turns = Array.from({ length: maxTurns }, (_, index) => index + 1);
	const entries = turns.flatMap((turn) => [turnEntry(digest, turn), sentEntry(digest, turn)]);
	await oneAtATime(
		context,
		async () => await remove(context, [...entries, turnEntry(digest, maxTurns + 1)]),
	);
}

const turnEntry = (digest: string, turn: number) => `${digest} turn ${turn}`;
const sentEntry = (digest: string, turn: number) => `${digest} sent ${turn}`;
/** The right to the last bytes: the next turn, and that it was taken for them. */
const endOf = ({ digest, turn }: Claim) => [turnEntry(digest, turn + 1), sentEntry(digest, turn)];
const markOf = (entries: string[], id: string) => `${entries[0]} by ${id}`;

/**
 * Records entries of which none may be there, together with a mark of the claim: n8n writes its list as a whole, so of two
 * processes that record the same entries at once, the mark of the last one is left. Asked again until it holds, since
 * another process may have overwritten the list, and asking writes it again.
 *
 * A call that failed half-way may be made again: what it has left is known by the mark.
 *
 * @param id of the claim
 * @returns `taken` when one was there, `overwritten` when another process was the last; then nothing of it stays
 */
async function recordAll(
	context: IExecuteFunctions,
	entries: string[],
	id: string,
): Promise<'ours' | 'taken' | 'overwritten'> {
	const mark = markOf(entries, id);
	const marked = [...entries, mark];
	// From here to the end a cancel has to wait: entries of a claim that nobody holds would stand for good.
	throwIfCancelled(context.getExecutionCancelSignal());
	const askedAt = Date.now();
	const before = await record(context, marked);
	if (before.length > 0 && !before.includes(mark)) {
		await remove(
			context,
			marked.filter((entry) => !before.includes(entry)),
		);
		return 'taken';
	}
	const pauseMs = settleMs(Date.now() - askedAt);
	for (let confirmation = 0; confirmation < confirmations; confirmation++) {
		await wait(pauseMs);
		const there = await record(context, marked);
		if (there.length === 0) continue;
		const isLast = there.includes(mark);
		// This look may have recorded what the other process did not.
		if (!isLast) {
			await remove(
				context,
				marked.filter((entry) => !there.includes(entry)),
			);
			return 'overwritten';
		}
		// A mark that stays takes a place in the list, no more.
		await remove(context, [mark]).catch(({ message }: Error) =>
			context.logger.warn(`TikTok: n8n’s store did not remove a mark: ${message}`),
		);
		return 'ours';
	}
	throw new ParameterError(
		'Post Once Key',
		'n8n’s store for ‘Post Once Key’ does not keep what is written to it',
		'Nothing was posted. Check n8n’s database, or remove the key to post without this protection.',
	);
}

/** A look; the store offers none without a record, so what was new is removed again. */
async function isRecorded(context: IExecuteFunctions, entry: string): Promise<boolean> {
	if ((await record(context, [entry])).length > 0) return true;
	await remove(context, [entry]);
	return false;
}

/**
 * Two processes that write a node's first list at once both insert it, and one is refused: it asks again.
 *
 * @returns the entries that were there already
 */
async function record(context: IExecuteFunctions, entries: string[]): Promise<unknown[]> {
	const ask = async () => await context.helpers.checkProcessedAndRecord(entries, 'node', options);
	const { processed } = await ask()
		.catch(ask)
		.catch(async ({ message }: Error) => {
			const happened = 'n8n’s database did not record the ‘Post Once Key’, so nothing was posted';
			// No ParameterError: an upload that has begun can go on in the next run.
			return rethrow(new Error(`${happened}. Run the workflow again. The database: ${message}`));
		});
	return processed;
}

async function remove(context: IExecuteFunctions, entries: string[]): Promise<void> {
	const ask = async () => await context.helpers.removeProcessed(entries, 'node', options);
	// A database that is busy for a moment.
	await ask().catch(ask);
}

function requireStore(context: IExecuteFunctions): void {
	if (typeof context.helpers.checkProcessedAndRecord === 'function') return;
	throw new ParameterError(
		'Post Once Key',
		'This n8n cannot remember a ‘Post Once Key’',
		'Update n8n to version 1.64 or newer, or remove the key to post without this protection.',
	);
}
