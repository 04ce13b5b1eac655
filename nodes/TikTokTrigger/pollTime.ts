import type { IPollFunctions } from 'n8n-workflow';

/** A poll's time where n8n does not say it (before 2.40), in ms. */
const usualBudgetMs = 5 * 60_000;

/** The longest call: a minute of silence, and a token refresh. */
const maxCallMs = 65_000;

/**
 * When a poll stops to ask TikTok, so that its last call ends within n8n's budget; half of a small budget in any case.
 *
 * @returns ms since the epoch
 */
export function deadlineOf(context: IPollFunctions): number {
	const budgetMs = 'getPollBudgetMs' in context ? context.getPollBudgetMs() : usualBudgetMs;
	return Date.now() + Math.max(budgetMs / 2, budgetMs - maxCallMs);
}
