/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { WebhookContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeTypes,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	NodeParameterValueType,
} from 'n8n-workflow';

import { TikTokWebhookTrigger } from '../../nodes/TikTokWebhookTrigger/TikTokWebhookTrigger.node';
import { additionalDataOf, type Engine } from './engine';

const nodeTypes: INodeTypes = {
	getByName: () => new TikTokWebhookTrigger(),
	getByNameAndVersion: () => new TikTokWebhookTrigger(),
	getKnownTypes: () => ({}),
};

let workflows = 0;

/** What n8n does with one delivery, as far as a test wants to steer it. */
export interface Handling {
	/** Makes the execution. Throws where n8n cannot. */
	start?: () => Promise<void>;
	/** Until n8n's database has written static data. */
	store?: () => Promise<void>;
}

/**
 * An active workflow with the webhook trigger behind an HTTP server that handles deliveries in the order of n8n 2 (by
 * reading `webhook-helpers.js` and `live-webhooks.js` of 2.41.1): the node, the execution, the answer's text, static data,
 * the answer. n8n 1 makes the execution last, and answers 500 only if that goes wrong before static data is stored.
 */
export class Receiving {
	/** What started the workflow, in order. */
	readonly started: IDataObject[] = [];

	/** How the next deliveries are handled, in order of arrival; then without incident. */
	readonly handlings: Handling[] = [];

	/** n8n's database: JSON. */
	private stored = '{}';

	private id = `receiving-${++workflows}`;

	private readonly arrivals: ServerResponse[] = [];

	private readonly arrived = new EventEmitter();

	private constructor(
		private readonly engine: Engine,
		private readonly parameters: INodeParameters,
		private readonly line: 1 | 2,
		private readonly server: Server,
	) {
		server.on('request', (request, response) => void this.receive(request, response));
	}

	/** @param line of n8n */
	static async start(
		engine: Engine,
		parameters: INodeParameters = { accounts: 'all', events: ['post.publish.complete'] },
		line: 1 | 2 = 2,
	): Promise<Receiving> {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new Receiving(engine, parameters, line, server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
	}

	/** The static data of the node, as stored. */
	get state(): IDataObject {
		const stored = JSON.parse(this.stored) as Record<string, IDataObject>;
		return stored[`node:TikTok Webhook Trigger`] ?? {};
	}

	/** The sender of the n-th delivery, from 0, hangs up once n8n has read it. */
	async hangUp(index: number): Promise<void> {
		while (this.arrivals[index] === undefined) await once(this.arrived, 'delivery');
		const response = this.arrivals[index];
		response.socket?.destroy();
		await once(response, 'close');
	}

	/** n8n is killed and started again: only its database is left. */
	kill(): void {
		this.id = `receiving-${++workflows}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const handling = this.handlings.shift() ?? {};
		const send = (status: number, body: unknown) => {
			response.statusCode = status;
			response.end(typeof body === 'string' ? body : JSON.stringify(body));
		};
		try {
			const read = await asN8nReads(request);
			this.arrivals.push(response);
			this.arrived.emit('delivery');
			const answer = await this.handle(read, asExpress(response), handling);
			if (answer !== undefined) send(200, answer);
		} catch {
			send(500, { message: 'Error in handling webhook request' });
		}
	}

	/** @returns the body of n8n's answer with 200; undefined where the node has answered */
	private async handle(
		request: IncomingMessage,
		response: ServerResponse,
		{ start = async () => {}, store = async () => {} }: Handling,
	): Promise<unknown> {
		const workflow = this.workflow();
		const node = workflow.nodes['TikTok Webhook Trigger'];
		const context = this.context(workflow, node, request, response);
		const result = await new TikTokWebhookTrigger().webhook.call(context);
		if (result.noWebhookResponse) return undefined;
		const save = async () => {
			const { staticData } = workflow as unknown as { staticData: { __dataChanged: boolean } };
			if (!staticData.__dataChanged) return;
			this.stored = JSON.stringify(staticData);
			await store();
		};
		const { workflowData } = result;
		const items = (workflowData?.[0] ?? []).map(({ json }) => json);
		const run = async () => {
			await start();
			this.started.push(...items);
		};
		if (workflowData && this.line === 2) {
			await run();
			// n8n's own read of static data for the execution takes the mark away that it was changed.
			(workflow as unknown as { staticData: { __dataChanged: boolean } }).staticData.__dataChanged =
				false;
		}
		const body = result.webhookResponse as unknown;
		const saved = save();
		if (!workflowData || this.line === 2) {
			await saved;
			return body;
		}
		const ran = run();
		ran.catch(() => {});
		await Promise.race([saved, ran.then(async () => await saved)]);
		return body;
	}

	private workflow(): Workflow {
		const node: INode = {
			id: 'trigger',
			name: 'TikTok Webhook Trigger',
			type: 'n8n-nodes-tiktok-publisher.tikTokWebhookTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters as Record<string, NodeParameterValueType>,
			credentials: { tikTokOAuth2Api: { id: 'credential', name: 'TikTok account' } },
		};
		return new Workflow({
			id: this.id,
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: JSON.parse(this.stored) as IDataObject,
		});
	}

	private context(
		workflow: Workflow,
		node: INode,
		request: IncomingMessage,
		response: ServerResponse,
	): WebhookContext {
		const additionalData = {
			...additionalDataOf(this.engine.credentials, 'webhook'),
			httpRequest: request,
			httpResponse: response,
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhookData = {} as IWebhookData;
		return new WebhookContext(workflow, node, additionalData, 'webhook', webhookData, [], null);
	}
}

/** What n8n's middleware makes of a request. */
async function asN8nReads(request: IncomingMessage): Promise<IncomingMessage> {
	const rawBody = await buffer(request);
	return Object.assign(request, { rawBody, readRawBody: async () => {}, params: {}, query: {} });
}

/** The two methods of Express that the node uses. */
function asExpress(response: ServerResponse): ServerResponse {
	const express = Object.assign(response, {
		status: (status: number) => {
			response.statusCode = status;
			return express;
		},
		send: (body: string) => response.end(body),
	});
	return express;
}
