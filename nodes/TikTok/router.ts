import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/context';
import { throwIfCancelled } from '../shared/async/wait';
import { toNodeError } from '../shared/errors/toNodeError';
import { operationOf } from './actions';
import { openSession, type Session } from './session';

/** Runs the chosen operation for each item. The only place that loops, pairs, and honours `continueOnFail`. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const session = openSession(context);
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < context.getInputData().length; item++) {
		const pairedItem = { item };
		try {
			throwIfCancelled(cancelSignalOf(context));
			for (const json of await runItem(session, item)) output.push({ json, pairedItem });
		} catch (error) {
			const nodeError = toNodeError(context.getNode(), error, item);
			// A cancelled run makes no output, On Error or not.
			const isCancelled = cancelSignalOf(context)?.aborted === true;
			if (isCancelled || !context.continueOnFail()) throw forModel(context, nodeError);
			output.push({ json: failedItem(nodeError), pairedItem });
		}
	}
	return [output];
}

async function runItem(session: Session, item: number): Promise<IDataObject[]> {
	const { context } = session;
	const resource = context.getNodeParameter('resource', item) as string;
	const operation = context.getNodeParameter('operation', item) as string;
	const execute = operationOf(resource, operation)?.execute;
	if (!execute) {
		throw new NodeOperationError(
			context.getNode(),
			`The operation '${operation}' of the resource '${resource}' is not known`,
			{ itemIndex: item, description: 'Choose resource and operation from their lists.' },
		);
	}
	const result = await execute(session, item);
	return Array.isArray(result) ? result : [result];
}

/** An agent gives its model the message alone: where the node is a tool, the way out goes with it. */
function forModel(context: IExecuteFunctions, error: ReturnType<typeof toNodeError>): typeof error {
	const { message, description } = error;
	const isTool = context.getNode().type.endsWith('Tool');
	if (isTool && description && !message.includes(description))
		error.message = `${message.replace(/\.$/, '')}. ${description}`;
	return error;
}

/**
 * What a failed item looks like when the workflow goes on. By exactly these keys n8n knows an error for its error output;
 * with `error` on the item itself it would keep the message alone, and the way out and the publish id would be lost.
 */
function failedItem(error: ReturnType<typeof toNodeError>): IDataObject {
	return {
		error: error.message,
		message: error.message,
		details: error.description ?? error.message,
	};
}
