import { PollContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeTypes,
	NodeParameterValueType,
} from 'n8n-workflow';

import { TikTokTrigger } from '../../nodes/TikTokTrigger/TikTokTrigger.node';
import { additionalDataOf, type Engine } from './engine';

const nodeTypes: INodeTypes = {
	getByName: () => new TikTokTrigger(),
	getByNameAndVersion: () => new TikTokTrigger(),
	getKnownTypes: () => ({}),
};

let workflows = 0;

export interface PollingOptions {
	/** The credential's id; that of the engine's account unless given. */
	credential?: string;
	/** What n8n gives a poll, in ms; its own default of five minutes unless given. */
	budgetMs?: number;
	/** n8n’s variables, `$vars` of expressions. */
	variables?: Record<string, unknown>;
}

/**
 * An active workflow with the polling trigger, as n8n runs it: each poll works on a copy of the static data, which is kept
 * only when the poll ended in null, or when the execution that it started was accepted.
 */
export class Polling {
	/** What n8n's database holds: JSON. */
	private stored = '{}';

	private readonly id = `polling-${++workflows}`;

	constructor(
		private readonly engine: Engine,
		public parameters: INodeParameters = { event: 'postPublished' },
		private readonly options: PollingOptions = {},
	) {}

	/** The static data of the node, as stored. */
	get state(): IDataObject {
		return JSON.parse(this.stored) as IDataObject;
	}

	/** @returns the items of the execution that n8n starts; empty where the poll gave none */
	async poll(): Promise<IDataObject[]> {
		const { items, commit } = await this.fetch();
		commit();
		return items;
	}

	/** A poll up to the hand-over to the execution: without `commit` it is as if n8n was killed there. */
	async fetch(): Promise<{ items: IDataObject[]; commit: () => void }> {
		const staged = this.state;
		const output = await new TikTokTrigger().poll.call(this.context('trigger', staged));
		return {
			items: (output?.[0] ?? []).map(({ json }) => json),
			commit: () => {
				this.stored = JSON.stringify(staged);
			},
		};
	}

	/** "Fetch Test Event" of the editor. */
	async test(): Promise<IDataObject[]> {
		const staged = this.state;
		const output = await new TikTokTrigger().poll.call(this.context('manual', staged));
		if (JSON.stringify(staged) !== this.stored)
			throw new Error('A test changed what is remembered');
		return (output?.[0] ?? []).map(({ json }) => json);
	}

	private context(mode: 'manual' | 'trigger', staticData: IDataObject): PollContext {
		const node: INode = {
			id: 'trigger',
			name: 'TikTok Trigger',
			type: 'n8n-nodes-tiktok-publisher.tikTokTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters as Record<string, NodeParameterValueType>,
			credentials: {
				tikTokOAuth2Api: { id: this.options.credential ?? 'credential', name: 'TikTok account' },
			},
		};
		const workflow = new Workflow({
			id: this.id,
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
		});
		const { budgetMs } = this.options;
		return new PollContext(
			workflow,
			node,
			additionalDataOf(this.engine.credentials, 'trigger', undefined, this.options.variables),
			mode,
			mode === 'manual' ? 'manual' : 'update',
			undefined,
			undefined,
			undefined,
			undefined,
			() => staticData,
			...(budgetMs === undefined ? [] : [() => budgetMs]),
		);
	}
}
