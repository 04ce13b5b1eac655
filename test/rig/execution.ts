import { parse } from 'flatted';
import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import { RigError } from './rigError';

const FINAL = ['success', 'error', 'crashed', 'canceled'];

/** An error as n8n stores it in an execution: its texts are what the user reads in the editor. */
const errorSchema = z
	.object({
		name: z.string().optional(),
		message: z.string(),
		description: z.string().nullish(),
		httpCode: z.string().nullish(),
		messages: z.array(z.unknown()).optional(),
		context: z.record(z.unknown()).optional(),
		failure: z.unknown().optional(),
	})
	.passthrough();
export type ExecutionError = z.infer<typeof errorSchema>;

const itemSchema = z
	.object({
		json: z.record(z.unknown()),
		binary: z.record(z.record(z.unknown())).optional(),
		pairedItem: z.unknown().optional(),
		error: z.unknown().optional(),
	})
	.passthrough();

const nodeRunSchema = z
	.object({
		startTime: z.number().optional(),
		executionTime: z.number().optional(),
		executionStatus: z.string().optional(),
		/** By connection type (`main`), then by output: the items, or null where the output gave nothing. */
		data: z.record(z.array(z.array(itemSchema).nullable())).optional(),
		error: errorSchema.optional(),
		hints: z.array(z.object({ message: z.string() }).passthrough()).optional(),
	})
	.passthrough();
export type NodeRun = z.infer<typeof nodeRunSchema>;

const dataSchema = z
	.object({
		resultData: z
			.object({
				runData: z.record(z.array(nodeRunSchema)).default({}),
				lastNodeExecuted: z.string().optional(),
				error: errorSchema.optional(),
			})
			.passthrough(),
	})
	.passthrough();
export type ExecutionData = z.infer<typeof dataSchema>;

export const executionSchema = z
	.object({
		id: z.string(),
		status: z.string(),
		mode: z.string(),
		finished: z.boolean().optional(),
		workflowId: z.string().optional(),
		startedAt: z.string().nullish(),
		stoppedAt: z.string().nullish(),
		retryOf: z.string().nullish(),
		retrySuccessId: z.string().nullish(),
		waitTill: z.string().nullish(),
	})
	.passthrough();
export type ExecutionSummary = z.infer<typeof executionSchema>;

export const storedExecutionSchema = executionSchema.extend({
	/** n8n's flatted form. */
	data: z.string(),
	dataTooLargeToDisplay: z.boolean().optional(),
});

export interface RunItem {
	json: IDataObject;
	binary?: IBinaryKeyData;
	pairedItem?: INodeExecutionData['pairedItem'];
	error?: unknown;
}

/** An execution read back from n8n, with the questions that tests ask. */
export class Execution {
	readonly id: string;
	readonly status: string;
	readonly data: ExecutionData;

	/**
	 * @param summary the execution's fields
	 * @param raw its data as n8n delivers it, in flatted form
	 */
	constructor(
		readonly summary: ExecutionSummary,
		readonly raw: string,
	) {
		this.id = summary.id;
		this.status = summary.status;
		// An execution that has only just begun has no data yet.
		this.data = dataSchema.parse(parse(raw) ?? { resultData: {} });
	}

	/** Whether its data are there: the older line of n8n writes the status a moment before. */
	get isStored(): boolean {
		const { runData, error } = this.data.resultData;
		return (
			Object.keys(runData ?? {}).length > 0 ||
			error !== undefined ||
			this.status === 'crashed' ||
			this.status === 'canceled'
		);
	}

	/** All runs of a node, in order; more than one in loops. */
	runs(nodeName: string): NodeRun[] {
		return this.data.resultData.runData[nodeName] ?? [];
	}

	/**
	 * The items that a node gave.
	 *
	 * @param output index of the output; 0 by default
	 * @param run index of the run; the last by default
	 * @throws RigError, with the execution's error, when the node did not give any data
	 */
	items(nodeName: string, output = 0, run = -1): RunItem[] {
		const outputs = this.runs(nodeName).at(run)?.data?.main;
		if (outputs === undefined) {
			throw new RigError(
				`Execution ${this.id} (${this.status}): "${nodeName}" gave no data. ${this.describeError()}`,
			);
		}
		// The schema has checked the outline; n8n's types for its parts are narrower than what JSON can show.
		return (outputs[output] ?? []) as RunItem[];
	}

	/** The `json` of a node's items. */
	json(nodeName: string, output = 0, run = -1): IDataObject[] {
		return this.items(nodeName, output, run).map((item) => item.json);
	}

	/** The error of a node's last run, or of the whole execution without a name; `undefined` where there is none. */
	error(nodeName?: string): ExecutionError | undefined {
		return nodeName === undefined ? this.data.resultData.error : this.runs(nodeName).at(-1)?.error;
	}

	/** Message and description of the execution's error, in one text. */
	describeError(): string {
		const error = this.error();
		return error === undefined ? 'No error.' : `${error.message} ${error.description ?? ''}`.trim();
	}
}

/** Whether nothing will happen any more in an execution of this status. */
export function isFinal(status: string): boolean {
	return FINAL.includes(status);
}
