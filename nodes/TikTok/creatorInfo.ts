import type { CreatorInfo } from '../shared/api/schemas/creator';
import { Recent } from '../shared/async/recent';
import { credentialType, type TikTokContext } from '../shared/context';
import { TikTokError } from '../shared/errors/tikTokError';
import type { TikTokClient } from '../shared/api/client';
import { endpoints } from '../shared/api/endpoints';

/** How many answers are kept; older ones are fetched again when needed. */
const maxAnswers = 100;

/** How long an answer is used, in ms: an execution with a Wait node can last for days. */
const maxAgeMs = 10 * 60_000;

/** Answers by execution and credential; `at` is in ms since the epoch. */
const answers = new Recent<string, { at: number; answer: Promise<CreatorInfo> }>(maxAnswers);

/**
 * Creator info, fetched once for each account and execution, however many items, nodes and loops the execution has: TikTok
 * allows 20 calls a minute (https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info) and wants
 * it fresh for each post that is composed (https://developers.tiktok.com/doc/content-sharing-guidelines). A final refusal is
 * kept too; after a temporary one the next item asks again.
 *
 * @throws TikTokError see {@link TikTokClient.call}
 */
export async function creatorInfoOnce(
	context: TikTokContext,
	client: TikTokClient,
): Promise<CreatorInfo> {
	const key = keyOf(context);
	const known = key === undefined ? undefined : answers.get(key);
	if (known && Date.now() - known.at < maxAgeMs) return await known.answer;
	const answer = client.call(endpoints.creatorInfo);
	if (key !== undefined) remember(key, answer);
	return await answer;
}

/** @returns undefined where there is no execution for which the answer could be kept */
function keyOf(context: TikTokContext): string | undefined {
	const execution = 'getExecutionId' in context ? context.getExecutionId() : '';
	const credential = context.getNode().credentials?.[credentialType]?.id;
	return execution && credential ? `${execution}/${credential}` : undefined;
}

function remember(key: string, answer: Promise<CreatorInfo>): void {
	answers.set(key, { at: Date.now(), answer });
	answer.catch((error: unknown) => {
		const isFinal = error instanceof TikTokError && error.explanation.retry === 'never';
		if (!isFinal && answers.get(key)?.answer === answer) answers.delete(key);
	});
}
