import type { CreatorInfo } from '../shared/api/schemas/creator';
import { credentialType, type TikTokContext } from '../shared/context';
import { TikTokError } from '../shared/errors/tikTokError';
import type { TikTokClient } from '../shared/api/client';
import { endpoints } from '../shared/api/endpoints';

/** How many executions' answers are kept; older ones are asked for again. */
const remembered = 100;

/** How long an answer counts as fresh, in ms: an execution with a Wait node can last for days. */
const freshForMs = 10 * 60_000;

/** Answers by execution and credential, newest last. */
const answers = new Map<string, { at: number; answer: Promise<CreatorInfo> }>();

/**
 * Creator info, asked once per account and execution however many items, nodes and loop rounds it has (20 calls a minute
 * are allowed, reference T§3; fresh for each run as T§13 wants it). A final refusal is remembered as well, a passing one
 * is asked again.
 */
export async function creatorInfoOnce(
	context: TikTokContext,
	client: TikTokClient,
): Promise<CreatorInfo> {
	const key = keyOf(context);
	const known = key === undefined ? undefined : answers.get(key);
	if (known && Date.now() - known.at < freshForMs) return await known.answer;
	const answer = client.call(endpoints.creatorInfo);
	if (key !== undefined) remember(key, answer);
	return await answer;
}

/** @returns undefined where there is no execution to remember it for */
function keyOf(context: TikTokContext): string | undefined {
	const execution = 'getExecutionId' in context ? context.getExecutionId() : '';
	const credential = context.getNode().credentials?.[credentialType]?.id;
	return execution && credential ? `${execution}/${credential}` : undefined;
}

function remember(key: string, answer: Promise<CreatorInfo>): void {
	answers.delete(key);
	answers.set(key, { at: Date.now(), answer });
	answer.catch((error: unknown) => {
		const isFinal = error instanceof TikTokError && error.explanation.retry === 'never';
		if (!isFinal && answers.get(key)?.answer === answer) answers.delete(key);
	});
	const [oldest] = answers.keys();
	if (answers.size > remembered) answers.delete(oldest);
}
