import type { IDataObject } from 'n8n-workflow';

import { ParameterIssue, TikTokFailure } from '../../shared/errors/failures';
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
import { noteArrival } from './beginPost';
import { finish, skipped, validated } from './finishPost';

/** A post whose parameters have passed their checks. */
export interface ItemPost {
	media: 'video' | 'photo';
	/** What was asked of TikTok, for the output. */
	requested: IDataObject;
	/** What tells this post from others of the same node: its parameters and where its media come from. */
	content: IDataObject;
	completion: Completion;
	/**
	 * The checks that need the file and creator info. Not made for an item that is posted already: its link may have expired.
	 *
	 * @param entry what is known of the post; once it is begun, only its file is opened
	 */
	prepare: (entry: LedgerEntry) => Promise<PreparedPost>;
}

/** A post that has passed every check. */
export interface PreparedPost {
	/** The init's body. */
	body: IDataObject;
	/** The creator's handle, where creator info was asked for. */
	username?: string;
	/** What the output says of the file, for a video that n8n sends. */
	file?: IDataObject;
	/** Begins the post, or goes on with what the entry knows of it. */
	begin: (entry: LedgerEntry) => Promise<BegunPost>;
	close?: () => void;
}

/**
 * Posts an item once (design §6). Within an execution, n8n's Retry On Fail included: an item that is final puts out what
 * it put out before, one that was begun goes on, one whose fate is unknown stays so. With a Post Once key also across
 * executions and crashes.
 */
export async function postItem(session: Session, itemIndex: number, post: ItemPost): Promise<IDataObject> {
	const { postOnceKey, forgetKey, validateOnly } = post.completion;
	if (validateOnly) return await validateItem(post);
	const own = ledgerEntry(session.context, itemIndex, JSON.stringify(post.content));
	if (postOnceKey === '') return await goOn(session, own, post);

	const { openId = '' } = await session.client.connection();
	const digest = digestOf(postOnceKey, openId);
	if (own.isClaimed) return await goOn(session, own, post, digest);
	if (forgetKey) await release(session.context, digest);
	if (await claim(session.context, digest)) {
		own.isClaimed = true;
		rememberKey(digest, own);
		return await goOn(session, own, post, digest);
	}
	const known = entryOfKey(digest);
	const brokeOff = known?.begun?.upload?.complete === false && !known.isRunning;
	// An upload that an earlier execution of this process began, and that broke off: the same post goes on.
	return known && brokeOff ? await goOn(session, known, post, digest) : skipped(postOnceKey, known);
}

async function validateItem(post: ItemPost): Promise<IDataObject> {
	const { body, username, close } = await post.prepare({});
	close?.();
	return validated(body, username);
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
	const releaseKey = async () => {
		if (!digest) return;
		entry.isClaimed = false;
		await release(session.context, digest);
	};
	entry.isRunning = true;
	try {
		const output = await beginAndFinish(session, entry, post);
		if (output.verdict === 'published' || output.verdict === 'in_inbox') entry.output = output;
		if (output.verdict === 'failed') await releaseKey();
		return output;
	} catch (error) {
		if (note(entry, error)) await releaseKey();
		return await Promise.reject(error);
	} finally {
		entry.isRunning = false;
	}
}

async function beginAndFinish(session: Session, entry: LedgerEntry, post: ItemPost): Promise<IDataObject> {
	if (entry.begun) await noteArrival(session, entry.begun);
	// Nothing is left to be sent: the file is not needed any more.
	const isSent = entry.begun !== undefined && entry.begun.upload?.complete !== false;
	const prepared = isSent ? undefined : await post.prepare(entry);
	try {
		entry.username ??= prepared?.username;
		entry.file ??= prepared?.file;
		const begun = prepared ? await prepared.begin(entry) : entry.begun;
		if (!begun) throw new Error('The post was not begun');
		const about = { media: post.media, username: entry.username };
		const output = await finish(session, about, begun, post.completion, post.requested);
		return entry.file ? { ...output, media: entry.file } : output;
	} finally {
		prepared?.close?.();
	}
}

/** Notes what a failure means for the item. @returns whether the post surely does not exist, and cannot come about */
function note(entry: LedgerEntry, error: unknown): boolean {
	if (!entry.begun) {
		const isUnknown = error instanceof TikTokFailure && error.code === 'outcome_unknown';
		if (isUnknown) entry.unknown = error;
		return !isUnknown;
	}
	// The file is no longer there, or another one: what was begun cannot become whole.
	if (error instanceof ParameterIssue) return entry.begun.upload?.complete === false;
	if (!(error instanceof TikTokFailure)) return false;
	const { isFailReason = false } = error.facts;
	// TikTok has given the post up for a passing reason: the next try is a new post.
	if (isFailReason && error.explanation.retry === 'retry') entry.begun = undefined;
	// The upload is gone, and TikTok said that not everything had arrived.
	return isFailReason || error.code === 'upload_expired' || error.code === 'upload_unknown';
}
