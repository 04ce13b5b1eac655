import { createHash } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterIssue } from '../errors/failures';

/**
 * How many keys a node remembers; n8n drops the oldest without a word. The same in every call, since a smaller number
 * would cut the list (reference "n8n's deduplication store": 2,000 fit every database).
 */
const rememberedKeys = 2_000;

const options = { mode: 'entries', maxEntries: rememberedKeys } as const;

/** How often a claim is confirmed before the store counts as broken. */
const confirmations = 5;

/** One at a time in this process: n8n's store reads, changes and writes a list, and is not atomic by itself. */
let turn: Promise<unknown> = Promise.resolve();

async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
	const result = turn.then(work);
	turn = result.catch(() => {});
	return await result;
}

/**
 * What is stored for a key: neither the key nor the account can be read from it, and the same key of another account is
 * another one.
 */
export function digestOf(key: string, account: string): string {
	return createHash('sha256').update(JSON.stringify(['tiktok post once', account, key])).digest('hex');
}

/**
 * Claims a key in n8n's deduplication store, which survives executions, restarts and crashes. The claim is asked for again
 * until it holds: another process may have overwritten it, and asking writes it again. Two processes that claim the very
 * same key in the same instant may both succeed; in one process never.
 *
 * @param digest what {@link digestOf} gave
 * @returns whether the key is new; false when it was claimed before
 * @throws ParameterIssue where the host has no such store
 */
export async function claim(context: IExecuteFunctions, digest: string): Promise<boolean> {
	requireStore(context);
	return await oneAtATime(async () => {
		if (!(await isNew(context, digest))) return false;
		for (let confirmation = 0; confirmation < confirmations; confirmation++) {
			if (!(await isNew(context, digest))) return true;
		}
		throw new ParameterIssue(
			'Post Once Key',
			'n8n’s store for ‘Post Once Key’ does not keep what is written to it',
			'Nothing was posted. Check n8n’s database, or remove the key to post without this protection.',
		);
	});
}

/** Takes a claim back, so that the key counts as new. */
export async function release(context: IExecuteFunctions, digest: string): Promise<void> {
	requireStore(context);
	await oneAtATime(async () => await context.helpers.removeProcessed([digest], 'node', options));
}

/** Asks and records in one: the store offers no look without a record. */
async function isNew(context: IExecuteFunctions, digest: string): Promise<boolean> {
	const { processed } = await context.helpers.checkProcessedAndRecord([digest], 'node', options);
	return !processed.includes(digest);
}

function requireStore(context: IExecuteFunctions): void {
	if (typeof context.helpers.checkProcessedAndRecord === 'function') return;
	throw new ParameterIssue(
		'Post Once Key',
		'This n8n cannot remember a ‘Post Once Key’',
		'Update n8n to version 1.64 or newer, or remove the key to post without this protection.',
	);
}
