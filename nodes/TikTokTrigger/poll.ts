import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { ParameterError } from '../shared/errors/parameterError';
import { toNodeError } from '../shared/errors/toNodeError';
import * as postPublished from './events/postPublished';
import * as publishFinished from './events/publishFinished';

const events: Record<string, (context: IPollFunctions) => Promise<IDataObject[]>> = {
	postPublished: postPublished.poll,
	publishFinished: publishFinished.poll,
};

/** The nodes that poll now. n8n starts the next poll at its time even when the one before is still under way. */
const underWay = new Set<string>();

/**
 * Polls for the chosen event.
 *
 * @returns null when nothing is new, or when the poll before has not ended: it finds what this one would
 * @throws NodeApiError where TikTok refused or was out of reach, NodeOperationError otherwise
 */
export async function pollOnce(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const node = context.getNode();
	if (context.getMode() === 'manual') return [await run(context)];
	const key = `${context.getWorkflow().id}/${node.id}`;
	if (underWay.has(key)) return null;
	underWay.add(key);
	try {
		const items = await run(context);
		return items.length > 0 ? [items] : null;
	} finally {
		underWay.delete(key);
	}
}

async function run(context: IPollFunctions): Promise<INodeExecutionData[]> {
	try {
		const event = context.getNodeParameter('event') as string;
		return (await events[event](context)).map((json) => ({ json }));
	} catch (error) {
		throw toNodeError(context.getNode(), withoutItems(error));
	}
}

/** n8n's own words for an expression over items say that the trigger was not executed, which is no help here. */
function withoutItems(error: unknown): unknown {
	if (!(error instanceof Error) || error.name !== 'ExpressionError') return error;
	return new ParameterError(
		'expression',
		'An expression of the trigger could not be evaluated',
		`A trigger has no incoming items: expressions such as {{ $json.id }} have nothing to refer to. Use fixed values or variables, or the TikTok node behind another trigger. n8n: ${error.message}`,
	);
}
