/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { setImmediate as nextTurn } from 'node:timers/promises';

import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
	IExecuteFunctions,
} from 'n8n-workflow';

/**
 * n8n's deduplication store without its database. Like the real one it reads a node's list, changes it and writes it
 * back, with waits between, so that calls at the same time lose records or see the same key as new.
 */
export class ListStore implements IDataDeduplicator {
	readonly lists = new Map<string, DeduplicationItemTypes[]>();

	/** Whether the database refuses to remove. */
	isStuck = false;

	/** How many of the next calls the database refuses, once so many went well. */
	refusals = { after: 0, times: 0 };

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		this.refuse();
		const list = [...this.read(scope, context)];
		await nextTurn();
		const processed = items.filter((item) => list.includes(item));
		const fresh = items.filter((item) => !list.includes(item));
		this.write(scope, context, [...list, ...fresh].slice(-(options.maxEntries ?? Infinity)));
		await nextTurn();
		return { new: fresh, processed };
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		if (this.isStuck) throw new Error('SQLITE_BUSY: database is locked');
		this.refuse();
		const list = [...this.read(scope, context)];
		await nextTurn();
		this.write(
			scope,
			context,
			list.filter((item) => !items.includes(item)),
		);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		this.write(scope, context, []);
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<number> {
		return this.read(scope, context).length;
	}

	/** The helpers that a node of another n8n process has, on the same database. */
	ofOtherProcess(workflowId: string, nodeId: string): IExecuteFunctions {
		const context = {
			workflow: { id: workflowId },
			node: { id: nodeId },
		} as ICheckProcessedContextData;
		const helpers = {
			checkProcessedAndRecord: async (
				items: string[],
				scope: DeduplicationScope,
				options: ICheckProcessedOptions,
			) => await this.checkProcessedAndRecord(items, scope, context, options),
			removeProcessed: async (items: string[], scope: DeduplicationScope) =>
				await this.removeProcessed(items, scope, context),
		};
		return {
			helpers,
			getExecutionCancelSignal: () => undefined,
			getWorkflow: () => context.workflow,
			getNode: () => context.node,
		} as unknown as IExecuteFunctions;
	}

	private refuse(): void {
		if (this.refusals.times === 0) return;
		if (this.refusals.after-- > 0) return;
		this.refusals.times -= 1;
		throw new Error('SQLITE_BUSY: database is locked');
	}

	private read(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): DeduplicationItemTypes[] {
		return this.lists.get(keyOf(scope, context)) ?? [];
	}

	private write(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		list: DeduplicationItemTypes[],
	): void {
		this.lists.set(keyOf(scope, context), list);
	}
}

const keyOf = (scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData) =>
	[scope, workflow.id, scope === 'node' ? node?.id : ''].join('/');
