import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { endsFirst, throwIfCancelled } from '../../shared/async/wait';
import { cancelSignalOf } from '../../shared/context';
import { ParameterError } from '../../shared/errors/parameterError';
import { TikTokError } from '../../shared/errors/tikTokError';
import {
	entryOfKey,
	forgetEntryOfKey,
	ledgerEntry,
	rememberKey,
	type BegunPost,
	type LedgerEntry,
} from './ledger';
import { claim, digestOf, forget, release, TakenOver } from './once';
import type { Completion } from './fields/postOptions';
import type { Session } from '../session';
import { noteArrival } from './beginPost';
import { finish, leftToAnotherRun, skipped, validated } from './output';

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
export async function postItem(
	session: Session,
	itemIndex: number,
	post: ItemPost,
): Promise<IDataObject> {
	if (post.completion.validateOnly) return await validateItem(post);
	const own = ledgerEntry(
		session.context,
		itemIndex,
		JSON.stringify([post.content, post.completion.postOnceKey]),
	);
	return await inTurn(session.context, own, async () => await postOwn(session, own, post));
}

async function postOwn(session: Session, own: LedgerEntry, post: ItemPost): Promise<IDataObject> {
	const { postOnceKey, forgetKey } = post.completion;
	if (postOnceKey === '' || own.claim) return await goOn(session, own, post);

	const { context } = session;
	const { openId = '' } = await session.client.connection();
	const digest = digestOf(postOnceKey, openId);
	if (forgetKey) {
		await forget(context, digest);
		forgetEntryOfKey(context, digest);
	}
	const known = entryOfKey(context, digest);
	if (known && known !== own && (known.atWork || known.claim)) {
		const brokeOff = known.begun?.upload?.complete === false && !known.atWork;
		// An upload that an earlier execution of this process began, and that broke off: the same post goes on.
		if (!brokeOff) return skipped(postOnceKey, known);
		if (isOutdated(known, post)) known.begun = known.file = undefined;
		return await inTurn(context, known, async () => await goOn(session, known, post));
	}
	return (await claimFor(context, own, digest))
		? await goOn(session, own, post)
		: skipped(postOnceKey);
}

/**
 * Whether the upload that broke off is not to be finished: something else is asked for now, such as another caption, or its
 * hour is over. It can still be left as it is, a shell that never becomes a post.
 */
function isOutdated({ claim: held, requested, begun }: LedgerEntry, post: ItemPost): boolean {
	if (held?.isSent) return false;
	const isExpired = Date.now() > (begun?.upload?.expiresAt ?? 0);
	return isExpired || JSON.stringify(requested) !== JSON.stringify(post.requested);
}

/**
 * One at a time for an entry: an agent may call its tool twice at once with the same post, and a retry may come while
 * another execution goes on with the upload.
 */
async function inTurn<T>(
	context: IExecuteFunctions,
	entry: LedgerEntry,
	work: () => Promise<T>,
): Promise<T> {
	const signal = cancelSignalOf(context);
	while (entry.atWork) {
		await endsFirst(entry.atWork, signal);
		throwIfCancelled(signal);
	}
	let end = () => {};
	entry.atWork = new Promise((resolve) => (end = resolve));
	try {
		return await work();
	} finally {
		entry.atWork = undefined;
		end();
	}
}

/** @returns whether the entry has the right to post under the key now */
async function claimFor(
	context: IExecuteFunctions,
	entry: LedgerEntry,
	digest: string,
): Promise<boolean> {
	// Before anything is awaited: another execution of this process must not take it, which is at work, for a run that died.
	rememberKey(context, digest, entry);
	try {
		entry.claim = await claim(context, digest);
	} finally {
		if (!entry.claim) forgetEntryOfKey(context, digest);
	}
	return entry.claim !== undefined;
}

async function validateItem(post: ItemPost): Promise<IDataObject> {
	const { body, username, close } = await post.prepare({});
	close?.();
	return validated(body, username);
}

/** Posts, or goes on with the post. Its Post Once key is released when the post surely does not exist. */
async function goOn(session: Session, entry: LedgerEntry, post: ItemPost): Promise<IDataObject> {
	if (entry.unknown) throw entry.unknown;
	if (entry.output) return { ...entry.output };
	const releaseKey = async () => {
		const { claim: held } = entry;
		entry.claim = undefined;
		if (!held) return;
		// What became of the post is more to the user than what became of its key.
		await release(session.context, held).catch(({ message }: Error) =>
			session.context.logger.warn(
				`TikTok: n8n’s store did not give a ‘Post Once Key’ back: ${message}`,
			),
		);
	};
	try {
		const output = await beginAndFinish(session, entry, post);
		if (output.verdict === 'published' || output.verdict === 'in_inbox') entry.output = output;
		if (output.verdict === 'failed') await releaseKey();
		return output;
	} catch (error) {
		if (error instanceof TakenOver && entry.claim) {
			// The other run knows more; this process asks n8n's store again.
			forgetEntryOfKey(session.context, entry.claim.digest);
			entry.output = leftToAnotherRun(post.completion.postOnceKey);
			return { ...entry.output };
		}
		if (note(entry, error)) await releaseKey();
		return await Promise.reject(error);
	}
}

async function beginAndFinish(
	session: Session,
	entry: LedgerEntry,
	post: ItemPost,
): Promise<IDataObject> {
	if (entry.begun) await noteArrival(session, entry.begun);
	// Nothing is left to be sent: the file is not needed any more.
	const isSent = entry.begun !== undefined && entry.begun.upload?.complete !== false;
	const prepared = isSent ? undefined : await post.prepare(entry);
	try {
		entry.username ??= prepared?.username;
		entry.file ??= prepared?.file;
		if (!entry.begun) entry.requested = post.requested;
		const begun = prepared ? await prepared.begin(entry) : entry.begun;
		if (!begun) throw new Error('The post was not begun');
		const about = { media: post.media, username: entry.username };
		const output = await finish(session, about, begun, post.completion, entry.requested ?? {});
		return entry.file ? { ...output, media: entry.file } : output;
	} finally {
		prepared?.close?.();
	}
}

/** Notes what a failure means for the item. @returns whether the post surely does not exist, and cannot come about */
function note(entry: LedgerEntry, error: unknown): boolean {
	if (!entry.begun) {
		const isUnknown = error instanceof TikTokError && error.code === 'outcome_unknown';
		if (isUnknown) entry.unknown = error;
		return !isUnknown;
	}
	// The file is no longer there, or another one: what was begun cannot become whole.
	if (error instanceof ParameterError)
		return entry.begun.upload?.complete === false && !entry.claim?.isSent;
	if (!(error instanceof TikTokError)) return false;
	const { isFailReason = false } = error.facts;
	// TikTok has given the post up for a passing reason: the next try is a new post.
	if (isFailReason && error.explanation.retry === 'retry') entry.begun = undefined;
	if (isFailReason) return true;
	// An upload that is through is unknown as well, and TikTok's count may lag behind.
	if (error.code === 'upload_unknown') return !entry.claim?.isSent;
	// The upload is gone, and TikTok said that not everything had arrived.
	return ['upload_expired', 'upload_too_slow'].includes(error.code);
}
