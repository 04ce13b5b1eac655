/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';
import { buffer } from 'node:stream/consumers';

import { WebhookContext } from 'n8n-core';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	INode,
	INodeTypes,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	NodeParameterValueType,
} from 'n8n-workflow';

import { TikTokPhotoHostTrigger } from '../../nodes/TikTokPhotoHostTrigger/TikTokPhotoHostTrigger.node';
import type { CredentialsInMemory } from './credentials';
import { additionalDataOf } from './engine';

const nodeTypes: INodeTypes = {
	getByName: () => new TikTokPhotoHostTrigger(),
	getByNameAndVersion: () => new TikTokPhotoHostTrigger(),
	getKnownTypes: () => ({}),
};

const webhookId = '1b3fb47e-8a1b-4e41-8ec1-c5d5a6b32f51';

/** One request, and what was answered. */
export interface Answered {
	method: string;
	path: string;
	status: number;
}

/** What came back. */
export interface Received {
	status: number;
	headers: IncomingMessage['headers'];
	body: Buffer;
}

/** A published workflow with the photo host behind an HTTP server that hands requests over as n8n's webhook endpoint does. */
export class PhotoHosting {
	/** Known once it has started. */
	origin = '';

	/** Of the simulated Internet, for the app's URL properties and the credential. */
	readonly prefix = `https://n8n.example.com/webhook/${webhookId}/`;

	readonly answered: Answered[] = [];

	/** Executions that n8n would have made: of data for the workflow, and of errors. */
	executions = 0;

	parameters: Record<string, NodeParameterValueType> = {};

	credential = 'credential';

	isPublished = true;

	/** What stands between TikTok and n8n: answers a request itself, and says so. */
	inFront: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;

	private readonly server = createServer(
		(request, response) => void this.receive(request, response),
	);

	constructor(private readonly credentials: () => CredentialsInMemory) {}

	async start(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** As it was at first. */
	reset(): void {
		this.answered.length = 0;
		Object.assign(this, { parameters: {}, credential: 'credential', isPublished: true });
		this.inFront = undefined;
	}

	/** @param path behind the prefix, as it is sent */
	async ask(path: string, method = 'GET'): Promise<Received> {
		const url = new URL(this.origin);
		const asking = request({
			host: url.hostname,
			port: url.port,
			method,
			path: `/webhook/${webhookId}${path}`,
		});
		asking.end();
		const [answer] = (await once(asking, 'response')) as [IncomingMessage];
		const { statusCode: status = 0, headers } = answer;
		return { status, headers, body: await buffer(answer) };
	}

	/** The prefix as an address on loopback, without its slash. */
	get local(): string {
		return `${this.origin}/webhook/${webhookId}`;
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = '', url = '' } = request;
		response.on('close', () =>
			this.answered.push({ method, path: url, status: response.statusCode }),
		);
		if (this.inFront?.(request, response)) return;
		const [path, query = ''] = url.split('?');
		const workflow = this.workflow();
		const [node] = Object.values(workflow.nodes);
		if (!this.isPublished || !this.isRegistered(workflow, node, method, path)) {
			response.writeHead(404, { 'content-type': 'application/json' });
			response.end(
				JSON.stringify({ code: 404, message: 'The requested webhook is not registered.' }),
			);
			return;
		}
		const additionalData = {
			...additionalDataOf(this.credentials(), 'webhook'),
			httpRequest: Object.assign(request, { params: {}, query: parse(query) }),
			httpResponse: response,
		} as unknown as IWorkflowExecuteAdditionalData;
		const data = {} as IWebhookData;
		const context = new WebhookContext(workflow, node, additionalData, 'webhook', data, [], null);
		try {
			const result = await new TikTokPhotoHostTrigger().webhook.call(context);
			if (result.workflowData !== undefined || !result.noWebhookResponse) this.executions += 1;
		} catch {
			this.executions += 1;
			response.destroy();
		}
	}

	/** By reading `getNodeWebhooks` of n8n 2.41.1: a fixed path and its method. */
	private isRegistered(workflow: Workflow, node: INode, method: string, path: string): boolean {
		const { webhooks = [] } = new TikTokPhotoHostTrigger().description;
		return webhooks.some((webhook) => {
			const evaluated = workflow.expression.getSimpleParameterValue(
				node,
				webhook.path,
				'internal',
				{},
				undefined,
				'',
			) as string;
			const full = NodeHelpers.getNodeWebhookPath('host', node, evaluated, !!webhook.isFullPath);
			return webhook.httpMethod === method && `/webhook/${full}` === path;
		});
	}

	private workflow(): Workflow {
		const node: INode = {
			id: 'host',
			name: 'TikTok Photo Host Trigger',
			type: 'n8n-nodes-tiktok-publisher.tikTokPhotoHostTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters,
			credentials: { tikTokOAuth2Api: { id: this.credential, name: 'TikTok account' } },
			webhookId,
		};
		return new Workflow({ id: 'host', nodes: [node], connections: {}, active: true, nodeTypes });
	}
}
