import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { throwIfCancelled } from '../shared/async/wait';
import { cancelSignalOf } from '../shared/context';
import { toNodeError } from '../shared/errors/toNodeError';
import { operationOf } from './actions';
import { addHints } from './hints';
import type { Operation } from './operation';
import { noteOnPosts } from './post/alreadyPosted';
import { inExecution } from './post/ledger';
import { openSession, type Session } from './session';

type NodeError = ReturnType<typeof toNodeError>;

/** One item, and what its parameters ask for. */
interface Item {
	index: number;
	operation: Operation;
	request: unknown;
}

/**
 * Runs the chosen operation for each item, in three passes: what is wrong with the parameters or the file of one item is said before
 * another one is posted. The only place that loops, pairs, and honours `continueOnFail`.
 */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await inExecution(context, async () => [await runItems(openSession(context))]);
}

async function runItems(session: Session): Promise<INodeExecutionData[]> {
	const { context } = session;
	const outputs: IDataObject[][] = context.getInputData().map(() => []);
	const items: Item[] = [];
	for (const index of outputs.keys()) {
		await attempt(context, outputs, index, async () => {
			items.push(readItem(context, index));
		});
	}
	const isOk = (item: Item) => outputs[item.index].length === 0;
	// A single one is looked at right before it is sent.
	for (const item of items.length > 1 ? items : []) {
		await attempt(context, outputs, item.index, async () => {
			await item.operation.check?.(session, item.index, item.request);
		});
	}
	for (const item of items.filter(isOk)) {
		await attempt(context, outputs, item.index, async () => {
			const output = await item.operation.execute(session, item.index, item.request);
			outputs[item.index] = Array.isArray(output) ? output : [output];
		});
	}
	addHints(context, outputs);
	return outputs.flatMap((ofItem, item) => ofItem.map((json) => ({ json, pairedItem: { item } })));
}

function readItem(context: IExecuteFunctions, index: number): Item {
	const resource = context.getNodeParameter('resource', index) as string;
	const name = context.getNodeParameter('operation', index) as string;
	const operation = operationOf(resource, name);
	if (operation) return { index, operation, request: operation.read(context, index) };
	throw new NodeOperationError(
		context.getNode(),
		`The operation '${name}' of the resource '${resource}' is not known`,
		{ itemIndex: index, description: 'Choose resource and operation from their lists.' },
	);
}

/**
 * Takes an item through a pass.
 *
 * @param outputs by item: where the workflow goes on, an item that did not get through has its error there
 * @throws n8n's error, where the run ends with it
 */
async function attempt(
	context: IExecuteFunctions,
	outputs: IDataObject[][],
	index: number,
	step: () => Promise<void>,
): Promise<void> {
	try {
		throwIfCancelled(cancelSignalOf(context));
		await step();
	} catch (error) {
		const nodeError = toNodeError(context.getNode(), error, index);
		// A cancelled run makes no output, On Error or not.
		const isCancelled = cancelSignalOf(context)?.aborted === true;
		if (isCancelled || !context.continueOnFail()) {
			const note = noteOnPosts(outputs.flat());
			if (note) nodeError.description = [note, nodeError.description].filter(Boolean).join('\n');
			throw forModel(context, nodeError);
		}
		outputs[index] = [failedItem(nodeError)];
	}
}

/** An agent gives its model the message alone: where the node is a tool, the way out goes with it. */
function forModel(context: IExecuteFunctions, error: NodeError): NodeError {
	if (context.getNode().type.endsWith('Tool')) error.message = wholeText(error);
	return error;
}

/** What happened and the way out, for whoever gets the message alone. */
function wholeText({ message, description }: NodeError): string {
	if (!description || message.includes(description)) return message;
	return `${message.replace(/\.$/, '')}. ${description}`;
}

/**
 * What a failed item looks like when the workflow goes on. By exactly these keys n8n knows an error for its error output: 2.x would take
 * `details` as well, 1.x sends an item with a third key to the success output (by reading `handleNodeErrorOutput` of n8n-core 2.41.1 and
 * 1.123.81). With `error` on the item itself it would keep the message alone, and the way out and the publish id would be lost.
 */
function failedItem(error: NodeError): IDataObject {
	return { error: error.message, message: wholeText(error) };
}
