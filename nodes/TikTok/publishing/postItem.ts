import type { IDataObject } from 'n8n-workflow';

import { TikTokFailure } from '../../shared/errors/failures';
import {
	entryOfKey,
	ledgerEntry,
	rememberKey,
	type BegunPost,
	type LedgerEntry,
} from '../../shared/publish/postLedger';
import { claim, digestOf, release } from '../../shared/publish/postOnce';
import type { Completion } from '../postFields/postOptions';
import type { Session } from '../session';
import { finish, skipped, validated } from './finishPost';

/** A post that has passed every check of its parameters. */
export interface ItemPost {
	media: 'video' | 'photo';
	/** The init's body. */
	body: IDataObject;
	/** What was asked of TikTok, for the output. */
	requested: IDataObject;
	completion: Completion;
	/** What the output says of the file, for a video that n8n sends. */
	file?: IDataObject;
	/** The last checks, against creator info. @returns the creator's handle */
	check?: () => Promise<string | undefined>;
	/** Begins the post, or goes on with what the entry knows of it. */
	begin: (entry: LedgerEntry) => Promise<BegunPost>;
}

/**
 * Posts an item once (design §6). Within an execution, n8n's Retry On Fail included: an item that is final puts out what
 * it put out before, one that was begun goes on, one whose fate is unknown stays so. With a Post Once key also across
 * executions and crashes.
 */
export async function postItem(session: Session, itemIndex: number, post: ItemPost): Promise<IDataObject> {
	if (post.completion.validateOnly) return validated(post.body, await post.check?.());
	const own = ledgerEntry(session.context, itemIndex);
	const { postOnceKey, forgetKey } = post.completion;
	if (postOnceKey === '') return await goOn(session, own, post);

	const { openId = '' } = await session.client.connection();
	const digest = digestOf(postOnceKey, openId);
	if (own.isClaimed) return await goOn(session, own, post, digest);
	// Before the claim: what is refused here must not use the key up.
	if (!own.begun) own.username = await post.check?.();
	const checked = { ...post, check: undefined };
	if (forgetKey) await release(session.context, digest);
	if (await claim(session.context, digest)) {
		own.isClaimed = true;
		rememberKey(digest, own);
		return await goOn(session, own, checked, digest);
	}
	const known = entryOfKey(digest);
	if (!known || known.isRunning || known.unknown || known.output) return skipped(postOnceKey, known);
	// Begun by an earlier execution of this process and broken off: the same post goes on.
	return await goOn(session, known, checked, digest);
}

/** @param digest of the Post Once key; it is released when the post surely does not exist */
async function goOn(
	session: Session,
	entry: LedgerEntry,
	post: ItemPost,
	digest?: string,
): Promise<IDataObject> {
	if (entry.unknown) throw entry.unknown;
	if (entry.output) return { ...entry.output };
	entry.isRunning = true;
	try {
		if (!entry.begun && post.check) entry.username = await post.check();
		const begun = await post.begin(entry);
		const output = await finish(session, { media: post.media, username: entry.username }, begun, post.completion, post.requested);
		if (post.file) output.media = post.file;
		if (output.verdict === 'published' || output.verdict === 'in_inbox') entry.output = output;
		return output;
	} catch (error) {
		const isOver = note(entry, error);
		if (isOver && digest) {
			entry.isClaimed = false;
			await release(session.context, digest);
		}
		return await Promise.reject(error);
	} finally {
		entry.isRunning = false;
	}
}

/** Notes what a failure means for the item. @returns whether the post surely does not exist */
function note(entry: LedgerEntry, error: unknown): boolean {
	if (error instanceof TikTokFailure) {
		if (error.code === 'outcome_unknown') entry.unknown = error;
		const { isFailReason = false } = error.facts;
		// TikTok has given the post up for a passing reason: the next try is a new post.
		if (isFailReason && error.explanation.retry === 'retry') entry.begun = undefined;
		if (isFailReason) return true;
	}
	return !entry.begun && !entry.unknown;
}
