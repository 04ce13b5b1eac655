import type { IDataObject } from 'n8n-workflow';

import { TikTokFailure } from '../../shared/errors/failures';
import { ledgerEntry, type LedgerEntry } from '../../shared/publish/postLedger';
import type { Session } from '../session';

/**
 * Runs a posting operation so that an item is posted once in an execution, n8n's Retry On Fail included (design §6): an
 * item that is final puts out what it put out before, one that was begun goes on, one whose fate is unknown stays so.
 *
 * @param post begins the post, or goes on with it, and words its verdict
 */
export async function onceForItem(
	{ context }: Session,
	itemIndex: number,
	post: (entry: LedgerEntry) => Promise<IDataObject>,
): Promise<IDataObject> {
	const entry = ledgerEntry(context, itemIndex);
	if (entry.unknown) throw entry.unknown;
	if (entry.output) return { ...entry.output };
	const output = await post(entry).catch(async (error: unknown) => {
		if (error instanceof TikTokFailure) noteFailure(entry, error);
		return await Promise.reject(error);
	});
	if (output.verdict === 'published' || output.verdict === 'in_inbox') entry.output = output;
	return output;
}

function noteFailure(entry: LedgerEntry, failure: TikTokFailure): void {
	if (failure.code === 'outcome_unknown') entry.unknown = failure;
	// TikTok has given the post up for a passing reason: the next try is a new post.
	const isOver = failure.facts.isFailReason === true && failure.explanation.retry === 'retry';
	if (isOver) entry.begun = undefined;
}
