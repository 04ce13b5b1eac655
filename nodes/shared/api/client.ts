import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';
import type { z } from 'zod';

import { cancelSignalOf, credentialType, type RawAnswer, type TikTokContext } from '../context';
import { isKnownCode } from '../errors/codes';
import { TikTokError } from '../errors/tikTokError';
import { refreshableContext } from '../oauth/refreshableContext';
import { networkDetail, neverReached } from '../errors/network';
import { refreshFailure } from '../oauth/refreshFailure';
import { rememberSecretsOf, tokenDataOf } from '../oauth/tokenData';
import { apiOrigin, type Endpoint } from './endpoints';
import { openEnvelope } from './envelope';
import { paced } from './pace';
import { readConnection, requireScope, type Connection } from './permissions';
import { delayBeforeRetry } from './retry';
import { throwIfCancelled, wait } from '../async/wait';

/** How long TikTok's API may take to answer before the call counts as lost, in ms. */
const answerTimeoutMs = 60_000;

export interface CallOptions {
	/** JSON body. */
	body?: IDataObject;
	/** Query parameters. */
	query?: IDataObject;
	/** When the last attempt may begin, in ms since the epoch. */
	deadline?: number;
	/** Runs before each attempt, after the wait for the rate limit and right before the request is sent. */
	before?: () => Promise<void>;
}

type Outcome<T> = { data: T } | TikTokError;

/**
 * The only caller of TikTok's JSON endpoints. It checks the permission before it sends, refreshes the token when TikTok
 * calls it invalid (and only then: a missing scope is a 401 as well,
 * https://developers.tiktok.com/doc/tiktok-api-v2-error-handling), keeps to TikTok's limits per minute, and repeats what
 * may be repeated.
 */
export class TikTokClient {
	private connected?: Promise<Connection>;

	/** @param deadline the latest time at which an attempt may begin, in ms since the epoch: a poll has limited time */
	constructor(
		private readonly context: TikTokContext,
		private readonly deadline = Infinity,
	) {}

	/**
	 * The connected account; read once.
	 *
	 * @throws TikTokError see {@link readConnection}
	 */
	async connection(): Promise<Connection> {
		return await (this.connected ??= readConnection(this.context));
	}

	/** What tells the connected account from others: TikTok's id of it, or the credential's where TikTok did not name one. */
	async account(): Promise<string> {
		const { openId } = await this.connection();
		return openId ?? this.context.getNode().credentials?.[credentialType]?.id ?? '';
	}

	/**
	 * Calls an endpoint.
	 *
	 * @returns the parsed `data` of TikTok's answer
	 * @throws TikTokError when TikTok refuses or gives no usable answer; with the code `outcome_unknown` when the call may
	 * have started a post and its answer was lost
	 * @throws Error when the execution is cancelled while the call waits; whatever `before` throws
	 */
	async call<S extends z.ZodTypeAny>(
		endpoint: Endpoint<S>,
		options: CallOptions = {},
	): Promise<z.output<S>> {
		const { scopes } = await this.connection();
		requireScope(scopes, endpoint.scopes);
		const account = await this.account();
		const deadline = Math.min(this.deadline, options.deadline ?? Infinity);
		const signal = cancelSignalOf(this.context);
		let unexplained = 0;
		for (let attempt = 1; ; attempt++) {
			const call = async () => {
				await options.before?.();
				// A proxy may have answered, and a refresh costs a rotation: only the second such answer in a call is worth one.
				return await this.attempt(endpoint, options, unexplained === 1);
			};
			const { pace } = endpoint;
			const outcome = await (pace
				? paced({ account, pace, signal, call, counts: (ended) => !isOverLimit(ended) })
				: call());
			if (!(outcome instanceof TikTokError)) return outcome.data;
			if (isUnexplained(outcome)) unexplained++;
			const failure = endpoint.lostAnswer === 'unknown' ? unknownIfLost(outcome) : outcome;
			const delayMs = delayBeforeRetry(failure, attempt, Math.random());
			if (delayMs === undefined || Date.now() + delayMs > deadline) throw failure;
			this.context.logger.debug(
				`TikTok ${endpoint.path}: ${failure.code}, next attempt in ${delayMs} ms`,
			);
			await wait(delayMs, signal);
		}
	}

	/** One attempt, with a refresh of the token if TikTok asks for one, or if `refreshesUnexplained` a 401 without a code comes. */
	private async attempt<S extends z.ZodTypeAny>(
		endpoint: Endpoint<S>,
		options: CallOptions,
		refreshesUnexplained: boolean,
	): Promise<Outcome<z.output<S>>> {
		const tokensUsed = await this.tokens();
		const outcome = await this.send(endpoint, options);
		if (!(outcome instanceof TikTokError)) return outcome;
		const asksForRefresh =
			outcome.code === 'access_token_invalid' || (refreshesUnexplained && isUnexplained(outcome));
		if (!asksForRefresh) return outcome;
		const { context, sent, unauthorized, refusal } = refreshableContext(this.context);
		try {
			const answer = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				// On a 401 that it sees, n8n refreshes the token, stores the rotated one and sends the request again.
				{
					...requestTo(endpoint, options),
					ignoreHttpStatusErrors: { ignore: true, except: [401] },
				},
			)) as RawAnswer;
			return this.open(endpoint, answer);
		} catch (error) {
			this.throwIfCancelledIn(endpoint);
			if (sent.at(-1) !== 'unauthorized') return lostAnswer(error);
			// Refused again after the refresh: the last answer counts, since its reason may be another one.
			const last = unauthorized();
			if (sent.length > 1) return last ? this.open(endpoint, last) : outcome;
			const failure = neverSent(refusal() ?? refreshFailure(error));
			return (await this.isRenewedElsewhere(tokensUsed, failure))
				? await this.send(endpoint, options)
				: failure;
		}
	}

	/**
	 * n8n 1.x has no lock for refreshes: another execution may have used the refresh token up, and stores its new access
	 * token a moment after TikTok has refused ours.
	 */
	private async isRenewedElsewhere(tokensUsed: string, { code }: TikTokError): Promise<boolean> {
		for (const pauseMs of code === 'invalid_grant' ? [0, 250, 1_000] : [0]) {
			await wait(pauseMs, cancelSignalOf(this.context));
			if ((await this.tokens()) !== tokensUsed) return true;
		}
		return false;
	}

	/** Sends the request with the token as it is: n8n does not see a 401 here, so it does not refresh. */
	private async send<S extends z.ZodTypeAny>(
		endpoint: Endpoint<S>,
		options: CallOptions,
	): Promise<Outcome<z.output<S>>> {
		const { context, sent } = refreshableContext(this.context);
		try {
			const answer = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				{ ...requestTo(endpoint, options), ignoreHttpStatusErrors: true },
			)) as RawAnswer;
			return this.open(endpoint, answer);
		} catch (error) {
			this.throwIfCancelledIn(endpoint);
			return lostAnswer(error, sent.length === 0);
		}
	}

	private open<S extends z.ZodTypeAny>(
		endpoint: Endpoint<S>,
		answer: RawAnswer,
	): Outcome<z.output<S>> {
		const outcome = openEnvelope(answer, endpoint.answer);
		const code = outcome instanceof TikTokError ? outcome.code : 'ok';
		this.context.logger.debug(
			`TikTok ${endpoint.method} ${endpoint.path}: ${answer.statusCode} ${code}`,
		);
		return outcome;
	}

	/** If the cancellation cut off a call that starts a post by itself, its outcome is as unknown as that of any lost call. */
	private throwIfCancelledIn({ lostAnswer: meaning }: Endpoint): void {
		if (meaning === 'repeat') throwIfCancelled(cancelSignalOf(this.context));
	}

	/** The stored tokens, to be compared: a refresh may change both or only one of them. */
	private async tokens(): Promise<string> {
		const credentials =
			await this.context.getCredentials<ICredentialDataDecryptedObject>(credentialType);
		rememberSecretsOf(credentials);
		const { access_token, refresh_token } = tokenDataOf(credentials) ?? {};
		return JSON.stringify([access_token, refresh_token]);
	}
}

function requestTo(endpoint: Endpoint, { body, query }: CallOptions): IHttpRequestOptions {
	return {
		method: endpoint.method,
		url: `${apiOrigin}${endpoint.path}`,
		qs: query,
		body,
		headers: body ? { 'Content-Type': 'application/json; charset=UTF-8' } : {},
		// The bytes as they come: parsed by the HTTP client, 64-bit ids would be rounded.
		encoding: 'arraybuffer',
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: answerTimeoutMs,
	};
}

function isOverLimit(outcome: Outcome<unknown>): boolean {
	return outcome instanceof TikTokError && outcome.facts.httpStatus === 429;
}

/** The failure for a call without an answer. @param neverSent whether n8n gave up before it sent anything */
function lostAnswer(error: unknown, neverSent = false): TikTokError {
	return new TikTokError({
		code: 'no_answer',
		detail: networkDetail(error),
		neverSent: neverSent || neverReached(error),
	});
}

/** The token could not be renewed: the call itself was refused with the old one, so its outcome is certain. */
function neverSent({ facts }: TikTokError): TikTokError {
	return new TikTokError({ ...facts, neverSent: true });
}

/** A 401 without a readable code: perhaps of a proxy, perhaps an expired token. */
function isUnexplained({ code, facts }: TikTokError): boolean {
	return code === 'answer_unreadable' && facts.httpStatus === 401;
}

/**
 * A call that starts a post by itself: only a code that says no proves that nothing was started. A fault of TikTok's, or of something
 * before it, proves nothing, whatever its HTTP status: the call is never repeated then.
 */
function unknownIfLost(failure: TikTokError): TikTokError {
	const { code, explanation, facts } = failure;
	const status = facts.httpStatus ?? 0;
	// A code that nobody knows says no only where the HTTP status does.
	const isWord = isKnownCode(code) || status >= 400;
	const isRefusal = isWord && explanation.retry !== 'retry' && status < 500;
	if (facts.neverSent || isRefusal) return failure;
	return new TikTokError({
		...facts,
		code: 'outcome_unknown',
		detail: [facts.detail, `Seen in place of an answer: ${code}.`].filter(Boolean).join(' '),
	});
}
