import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** How many items a hint lists. */
const maxListed = 10;

/**
 * Shows on the node what TikTok has to judge (`warnings` of the outputs), as one hint of n8n's. n8n keeps the hints of a run that
 * ended well only, so that one comes once, however often Retry On Fail runs the node (by reading n8n-core 2.41.1 and 1.123.81). On an
 * older n8n without such hints nothing happens.
 *
 * @param outputs by item
 */
export function addHint(context: IExecuteFunctions, outputs: IDataObject[][]): void {
	const message = hintOf(outputs);
	if (message === undefined || !('addExecutionHints' in context)) return;
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}

/** @returns undefined where there is nothing to show */
export function hintOf(outputs: IDataObject[][]): string | undefined {
	const items = new Map<string, number[]>();
	for (const [index, ofItem] of outputs.entries()) {
		for (const warning of new Set(ofItem.flatMap(warningsOf)))
			items.set(warning, [...(items.get(warning) ?? []), index + 1]);
	}
	if (items.size === 0) return undefined;
	return [...items]
		.map(([warning, numbers]) => `${subjectOf(numbers, outputs.length)}${warning}`)
		.join(' ');
}

function warningsOf({ warnings }: IDataObject): string[] {
	return Array.isArray(warnings) ? warnings.map(String) : [];
}

/** What stands before a warning: the items that it concerns, counted from 1. */
function subjectOf(numbers: number[], count: number): string {
	if (count === 1) return '';
	if (numbers.length === count) return `All ${count} items: `;
	if (numbers.length === 1) return `Item ${numbers[0]} of ${count}: `;
	const listed = numbers.slice(0, maxListed);
	const rest = numbers.length - listed.length;
	const last = rest > 0 ? `${rest} more` : listed.pop();
	return `Items ${listed.join(', ')} and ${last} of ${count}: `;
}
