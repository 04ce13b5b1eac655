import type { IDataObject, IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

/** How many items a hint lists. */
const maxListed = 10;

/** What a verdict means for the user, where the word alone is easily taken for more. */
const meanings: Record<string, string> = {
	in_inbox:
		'The draft is in the inbox of the TikTok app: nothing is public until its owner opens it there and posts it.',
	processing:
		'TikTok is still working on the post: Publish → Wait for Completion tells what becomes of it.',
};

/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status: IDs are those of posts for everyone. */
const withoutLink =
	'It is published, without a link: TikTok gives one only for posts that everyone can see, after moderation.';

/**
 * Shows on the node what the outputs leave to do, and what TikTok has to judge (`warnings`), as hints of n8n's. n8n keeps the hints of a
 * run that ended well only, so that they come once, however often Retry On Fail runs the node (by reading n8n-core 2.41.1 and 1.123.81).
 * On an older n8n without such hints nothing happens.
 *
 * @param outputs by item
 */
export function addHints(context: IExecuteFunctions, outputs: IDataObject[][]): void {
	if ('addExecutionHints' in context) context.addExecutionHints(...hintsOf(outputs));
}

/** @returns one hint of a kind at most */
export function hintsOf(outputs: IDataObject[][]): NodeExecutionHint[] {
	return [
		{ type: 'info' as const, message: messageOf(outputs, meaningOf) },
		{ type: 'warning' as const, message: messageOf(outputs, warningsOf) },
	].flatMap(({ type, message }) => (message ? [{ type, message, location: 'outputPane' }] : []));
}

function messageOf(outputs: IDataObject[][], textsOf: (output: IDataObject) => string[]): string {
	const items = new Map<string, number[]>();
	for (const [index, ofItem] of outputs.entries()) {
		for (const text of new Set(ofItem.flatMap(textsOf)))
			items.set(text, [...(items.get(text) ?? []), index + 1]);
	}
	return [...items]
		.map(([text, numbers]) => `${subjectOf(numbers, outputs.length)}${text}`)
		.join(' ');
}

function warningsOf({ warnings }: IDataObject): string[] {
	return Array.isArray(warnings) ? warnings.map(String) : [];
}

function meaningOf({ verdict, skip_reason: reason, post_ids: ids }: IDataObject): string[] {
	if (verdict === 'skipped') return [`This run has not posted it. ${String(reason)}`];
	if (verdict === 'published' && Array.isArray(ids) && ids.length === 0) return [withoutLink];
	const meaning = Object.hasOwn(meanings, String(verdict)) && meanings[String(verdict)];
	return meaning ? [meaning] : [];
}

/** What stands before a text: the items that it concerns, counted from 1. */
function subjectOf(numbers: number[], count: number): string {
	if (count === 1) return '';
	if (numbers.length === count) return `All ${count} items: `;
	if (numbers.length === 1) return `Item ${numbers[0]} of ${count}: `;
	const listed = numbers.slice(0, maxListed);
	const rest = numbers.length - listed.length;
	const last = rest > 0 ? `${rest} more` : listed.pop();
	return `Items ${listed.join(', ')} and ${last} of ${count}: `;
}
