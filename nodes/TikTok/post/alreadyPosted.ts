import type { IDataObject } from 'n8n-workflow';

/** How many publish ids a message lists. */
const maxListed = 20;

/**
 * What the user has to know where a run stops after some of its items were posted: n8n keeps no output of a node that stops, and
 * runs it again with all items.
 *
 * @param outputs what the items have put out
 * @returns undefined where none was posted
 */
export function noteOnPosts(outputs: IDataObject[]): string | undefined {
	const posted = outputs.filter(isPost).map(({ publish_id: id }) => String(id));
	if (posted.length === 0) return undefined;
	const listed = posted.slice(0, maxListed).join(', ');
	const rest = posted.length > maxListed ? ` and ${posted.length - maxListed} more` : '';
	const were = posted.length === 1 ? '1 item was' : `${posted.length} items were`;
	return `${were} posted before this run stopped: ${listed}${rest}. Running the workflow again posts everything again that has no Post Once Key.`;
}

/** The output of a post that TikTok has, by what only such an output has. */
function isPost({ verdict, requested }: IDataObject): boolean {
	return (
		requested !== undefined && ['published', 'in_inbox', 'processing'].includes(String(verdict))
	);
}
