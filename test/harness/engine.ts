/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the harness is a Node program, not a node */
import { createRequire } from 'node:module';

import type { BinaryData } from 'n8n-core';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PollContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	jsonStringify,
	NodeApiError,
	NodeOperationError,
	Workflow,
} from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	NodeParameterValueType,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { TikTok } from '../../nodes/TikTok/TikTok.node';
import {
	TikTokSimulator,
	type Account,
	type App,
	type Scope,
	type SimulatorOptions,
} from '../simulator';
import { CredentialsInMemory, type StoredCredential } from './credentials';
import { DatabaseStore } from './databaseStore';
import { trust } from './trust';

// n8n-core's own copies: other development packages bring older ones, and two containers share nothing.
const fromCore = createRequire(require.resolve('n8n-core'));
const { Container } = fromCore('@n8n/di') as {
	Container: { get<T>(type: new (...args: never[]) => T): T };
};

const tikTok = 'n8n-nodes-tiktok-publisher.tikTok';
/** n8n's name for the node as a tool of an AI agent. */
const tikTokTool = `${tikTok}Tool`;
const start = 'test.start';

/** Puts out the items that a test gives, binaries included. */
const startNode: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** n8n makes the tool of an agent from the node, under a name that its display conditions can see. */
function nodeType(name: string): INodeType {
	if (name === start) return startNode;
	const node = new TikTok();
	if (name === tikTokTool) node.description.name += 'Tool';
	return node;
}

const nodeTypes: INodeTypes = {
	getByName: (name) => nodeType(name),
	getByNameAndVersion: (name) => nodeType(name),
	getKnownTypes: () => ({}),
};

/** How a run of the node ended. */
export interface RunResult {
	/** The node's output; empty when it stopped. */
	items: INodeExecutionData[];
	json: IDataObject[];
	/** What the node stopped with. */
	error?: NodeApiError | NodeOperationError;
	/** What n8n shows on the node. */
	hints: NodeExecutionHint[];
	/** What n8n writes into the browser's console, and when, in ms. */
	shown: Array<{ at: number; text: string }>;
	/** All that n8n stores of the execution, as JSON. */
	stored: () => string;
}

export interface RunOptions {
	/** Items that reach the node; one empty item unless given. */
	items?: INodeExecutionData[];
	onError?: 'stopWorkflow' | 'continueRegularOutput';
	/** The execution's id; a new one for each run unless given. */
	executionId?: string;
	retryOnFail?: { maxTries: number };
	/** `manual` as from the editor, unless told otherwise. */
	mode?: WorkflowExecuteMode;
	/** Whether an AI agent calls it. */
	asTool?: boolean;
}

/** A simulator, an app and an account at TikTok, and n8n's engine with a connected credential. */
export class Engine {
	readonly credentials = new CredentialsInMemory(nodeTypes);

	private executions = 0;

	/** There from `begin` on, as `app` and `account` are. */
	simulator!: TikTokSimulator;

	app!: App;

	account!: Account;

	/** An engine that has begun. For the tests of a file there is `useEngine`. */
	static async start(options?: SimulatorOptions): Promise<Engine> {
		const engine = new Engine();
		await engine.begin(options);
		return engine;
	}

	/**
	 * @param options of the simulator; unless told otherwise, the app is audited, the account public, and posts are
	 * processed within 50 ms
	 */
	async begin(options: SimulatorOptions = {}): Promise<void> {
		this.simulator = await TikTokSimulator.start({
			processingMs: 50,
			moderationMs: 0,
			...options,
		});
		trust(this.simulator.caCertificate);
		process.env.HTTPS_PROXY = this.simulator.proxyUrl;
		process.env.NO_PROXY = '127.0.0.1,localhost';
		this.app = this.simulator.addApp({
			platform: 'web',
			audited: true,
			redirectUris: ['https://n8n.example.com/rest/oauth2-credential/callback'],
		});
		this.account = this.simulator.addAccount({ username: 'clip.maker', nickname: 'Clip Maker' });
		this.connect();
	}

	/**
	 * Begins a new minute of TikTok's limits: the account is another user to another app, so that neither the simulator nor
	 * the node counts what was called before.
	 */
	freshMinute(): void {
		const { name, platform, audited, redirectUris, scopes, urlProperties } = this.app;
		this.app = this.simulator.addApp({
			name,
			platform,
			audited,
			redirectUris,
			scopes,
			urlProperties,
		});
		this.connect();
	}

	/** Stores a credential as n8n has it after Connect. @returns its id */
	connect(scopes?: readonly Scope[], account = this.account): string {
		return this.store({ oauthTokenData: { ...this.simulator.grant(this.app, account, scopes) } });
	}

	/** Stores a credential of the app, connected or not. */
	store(data: StoredCredential, id = 'credential'): string {
		this.credentials.stored.set(id, {
			clientKey: this.app.clientKey,
			appSecret: this.app.clientSecret,
			platform: 'web',
			...data,
		});
		return id;
	}

	/** The token data that n8n has stored now. */
	get tokenData(): IDataObject {
		return this.credentials.stored.get('credential')?.oauthTokenData ?? {};
	}

	/** Runs the TikTok node in a workflow of n8n's engine. */
	async run(parameters: INodeParameters, options: RunOptions = {}): Promise<RunResult> {
		const node = this.node(parameters, options);
		const trigger: INode = {
			id: '1',
			name: 'Start',
			type: start,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const workflow = new Workflow({
			id: 'workflow',
			nodes: [trigger, node],
			connections: { Start: { main: [[{ node: 'TikTok', type: 'main', index: 0 }]] } },
			active: false,
			nodeTypes,
		});
		const data = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [
					{ node: trigger, data: { main: [options.items ?? [{ json: {} }]] }, source: null },
				],
			},
		});
		const { mode = 'manual' } = options;
		const shown: RunResult['shown'] = [];
		const additionalData = this.additionalData(options.executionId);
		additionalData.sendDataToUI = (_type, message) => {
			const { messages } = message as { messages: string[] };
			shown.push({ at: Date.now(), text: messages.join(' ') });
		};
		const execution = new WorkflowExecute(additionalData, mode, data);
		const run = await execution.processRunExecutionData(workflow);
		const [task] = run.data.resultData.runData.TikTok ?? [];
		const error = (task?.error ?? run.data.resultData.error) as RunResult['error'];
		const items = task?.data?.main[0] ?? [];
		return {
			items,
			json: items.map((item) => item.json),
			error,
			hints: task?.hints ?? [],
			shown,
			stored: () => jsonStringify(run, { replaceCircularRefs: true }),
		};
	}

	/** Runs the node and expects it to stop. @throws Error when it does not */
	async failure(
		parameters: INodeParameters,
		options: RunOptions = {},
	): Promise<NodeApiError | NodeOperationError> {
		const { error, json } = await this.run(parameters, options);
		if (!error) throw new Error(`The node did not stop: ${JSON.stringify(json)}`);
		return error;
	}

	/** Calls TikTok as n8n's HTTP Request node does in an execution: with nothing of ours but the credential. */
	async httpRequest(url: string): Promise<unknown> {
		const node = this.node({}, {});
		const workflow = new Workflow({ nodes: [node], connections: {}, active: true, nodeTypes });
		const additionalData = additionalDataOf(this.credentials, 'trigger');
		const context = new PollContext(workflow, node, additionalData, 'trigger', 'update');
		const { httpRequestWithAuthentication } = context.helpers;
		return await httpRequestWithAuthentication.call(context, 'tikTokOAuth2Api', {
			url,
			json: true,
		});
	}

	/** What the editor gets for a list that is loaded live. */
	async loadOptions(
		method: 'getPrivacyLevels',
		parameters: INodeParameters = {},
	): Promise<INodePropertyOptions[]> {
		return await new TikTok().methods.loadOptions[method].call(this.listContext(parameters));
	}

	/** What the editor gets for a list that is searched. @param paginationToken of the page before */
	async searchVideos(filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
		const { searchVideos } = new TikTok().methods.listSearch;
		return await searchVideos.call(this.listContext({}), filter, paginationToken);
	}

	private listContext(parameters: INodeParameters): LoadOptionsContext {
		const node = this.node(parameters, {});
		const workflow = new Workflow({
			id: 'workflow',
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes,
		});
		const additionalData = { ...this.additionalData(), currentNodeParameters: parameters };
		return new LoadOptionsContext(workflow, node, additionalData, '');
	}

	/** An item with a binary in n8n's store of the moment. */
	async item(
		bytes: Buffer,
		{ mimeType = 'video/mp4', fileName = 'clip.mp4', field = 'data' } = {},
	): Promise<INodeExecutionData> {
		const binary = await Container.get(BinaryDataService).store(
			{ type: 'execution', workflowId: 'workflow', executionId: '1' },
			bytes,
			{ data: '', mimeType, fileName, fileExtension: fileName.split('.')[1] },
		);
		return { json: {}, binary: { [field]: binary } };
	}

	/** Ends the simulator; leftovers of its script fail the test. */
	async stop(): Promise<void> {
		await this.simulator.stop();
	}

	private node(parameters: INodeParameters, { onError, retryOnFail, asTool }: RunOptions): INode {
		return {
			id: '2',
			name: 'TikTok',
			type: asTool ? tikTokTool : tikTok,
			typeVersion: 1,
			position: [200, 0],
			parameters: parameters as Record<string, NodeParameterValueType>,
			credentials: { tikTokOAuth2Api: { id: 'credential', name: 'TikTok account' } },
			...(onError ? { onError } : {}),
			...(retryOnFail ? { retryOnFail: true, ...retryOnFail, waitBetweenTries: 0 } : {}),
		};
	}

	private additionalData(
		executionId = `execution-${++this.executions}-${process.pid}`,
	): IWorkflowExecuteAdditionalData {
		return additionalDataOf(this.credentials, 'manual', executionId);
	}
}

/**
 * What n8n hands to an execution, or to a poll, which belongs to none.
 *
 * @param variables n8n’s variables, `$vars` of expressions
 */
export function additionalDataOf(
	credentialsHelper: CredentialsInMemory,
	mode: WorkflowExecuteMode,
	executionId?: string,
	variables: Record<string, unknown> = {},
): IWorkflowExecuteAdditionalData {
	return {
		executionId,
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks(mode, executionId ?? '', {} as never),
		currentNodeExecutionIndex: 0,
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1/',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		variables,
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** Where n8n keeps binaries: in the items themselves, as files, or in its database. */
export type BinaryStore = keyof typeof modes;

const modes = { memory: 'default', file: 'filesystem', database: 'database' } as const;

export async function storeBinariesIn(store: BinaryStore): Promise<void> {
	Container.get(BinaryDataConfig).mode = modes[store];
	await Container.get(BinaryDataService).init();
	// n8n's own is part of its server.
	if (store === 'database')
		Container.get(BinaryDataService).setManager('database', new DatabaseStore());
}

/** Makes a store known to n8n under the name of its remote one, S3: binaries whose id begins with `s3:` lie there. */
export function useStore(store: BinaryData.Manager): void {
	Container.get(BinaryDataService).setManager('s3', store);
}
