/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test rig: it waits between questions */
import type { IDataObject } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

import {
	Execution,
	executionSchema,
	isFinal,
	storedExecutionSchema,
	type ExecutionSummary,
} from './execution';
import { textOf } from './html';
import { RestClient } from './restClient';
import { RigError } from './rigError';
import { MANUAL_TRIGGER, type WorkflowInput } from './workflow';

const credentialSchema = z
	.object({
		id: z.string(),
		name: z.string(),
		type: z.string(),
		/** Present in answers to `getCredential` only; elsewhere n8n sends the encrypted text or nothing. */
		data: z.record(z.unknown()).optional().catch(undefined),
	})
	.passthrough();
export type Credential = z.infer<typeof credentialSchema>;

const workflowSchema = z
	.object({
		id: z.string(),
		name: z.string(),
		active: z.boolean(),
		versionId: z.string(),
		activeVersionId: z.string().nullish(),
		checksum: z.string().optional(),
	})
	.passthrough();
export type StoredWorkflow = z.infer<typeof workflowSchema>;

const nodeTypeSchema = z
	.object({ name: z.string(), displayName: z.string(), properties: z.array(z.record(z.unknown())) })
	.passthrough();
export type NodeType = z.infer<typeof nodeTypeSchema>;

const optionSchema = z.object({ name: z.string(), value: z.unknown() }).passthrough();
const settingsSchema = z.object({ versionCli: z.string() }).passthrough();
const startedSchema = z.object({ executionId: z.string() });
const executionListSchema = z.object({ results: z.array(executionSchema) }).passthrough();

export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

export const DEFAULT_OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Test',
	lastName: 'Owner',
	password: 'Password1234',
};

/** Plays the browser at TikTok: gets the authorize URL, returns the URL that TikTok redirects to. */
export type Consent = (authorizeUrl: string) => Promise<string>;

export interface ConnectResult {
	connected: boolean;
	/** The text of n8n's page after the redirect, without its markup. */
	text: string;
	authorizeUrl: string;
	callbackUrl: string;
}

export interface RunOptions {
	/** Name of the trigger to start from; the manual trigger by default. */
	triggerToStartFrom?: string;
	/** Run up to and including this node only. */
	destinationNode?: string;
}

export interface NodeParameterQuery {
	/** Full type name, such as `n8n-nodes-tiktok-publisher.tikTok`. */
	nodeType: string;
	version?: number;
	/** Name of the method in the node's `loadOptions` or `listSearch`. */
	method: string;
	/** Path of the parameter, such as `parameters.privacyLevel`. */
	path: string;
	parameters: IDataObject;
	credentials?: Record<string, { id: string; name: string }>;
}

/**
 * The internal REST API of n8n 2.x and of the older line (1.123), as far as the tests and the demo need it. Every method
 * throws RestError on a refusal.
 */
export class N8nRest extends RestClient {
	private line: number | undefined;

	/** Makes the owner account of a fresh n8n and logs in as the owner. */
	async setUpOwner(owner: Owner = DEFAULT_OWNER): Promise<void> {
		await this.call('POST', '/rest/owner/setup', owner);
	}

	/** Needed by a second client only: the session survives restarts of n8n. */
	async logIn(owner: Pick<Owner, 'email' | 'password'> = DEFAULT_OWNER): Promise<void> {
		await this.call('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
	}

	/** 1 or 2; known once somebody is logged in. */
	async majorVersion(): Promise<number> {
		const settings = async () => settingsSchema.parse(await this.call('GET', '/rest/settings'));
		this.line ??= Number.parseInt((await settings()).versionCli, 10);
		return this.line;
	}

	async createCredential(type: string, data: IDataObject, name = type): Promise<Credential> {
		return credentialSchema.parse(
			await this.call('POST', '/rest/credentials', { name, type, data }),
		);
	}

	/** With its data, in which n8n has blanked the secrets. */
	async getCredential(id: string): Promise<Credential> {
		return credentialSchema.parse(
			await this.call('GET', `/rest/credentials/${id}?includeData=true`),
		);
	}

	/**
	 * Changes fields of a credential as the editor does: the stored values with the given ones over them, secrets left
	 * blank by n8n standing for the stored ones. The token stays.
	 */
	async updateCredential(id: string, changes: IDataObject): Promise<Credential> {
		const { name, type, data } = await this.getCredential(id);
		const body = { name, type, data: { ...data, ...changes } };
		return credentialSchema.parse(await this.call('PATCH', `/rest/credentials/${id}`, body));
	}

	async deleteCredential(id: string): Promise<void> {
		await this.call('DELETE', `/rest/credentials/${id}`);
	}

	/**
	 * The editor's Connect button: asks n8n for the authorize URL, has `consent` play TikTok's page, and opens the
	 * redirect at n8n as the same browser. A redirect to n8n's public URL is brought here, as a reverse proxy would.
	 */
	async connectCredential(id: string, consent: Consent): Promise<ConnectResult> {
		const authorizeUrl = z
			.string()
			.parse(await this.call('GET', `/rest/oauth2-credential/auth?id=${id}`));
		const callbackUrl = await consent(authorizeUrl);
		const { pathname, search } = new URL(callbackUrl);
		const page = await (await this.fetch('GET', pathname + search)).text();
		const text = textOf(page);
		return { connected: /Connection successful/.test(text), text, authorizeUrl, callbackUrl };
	}

	async createWorkflow(workflow: WorkflowInput): Promise<StoredWorkflow> {
		return workflowSchema.parse(
			await this.call('POST', '/rest/workflows', { active: false, ...workflow }),
		);
	}

	async getWorkflow(id: string): Promise<StoredWorkflow> {
		return workflowSchema.parse(await this.call('GET', `/rest/workflows/${id}`));
	}

	async updateWorkflow(id: string, changes: Partial<WorkflowInput>): Promise<StoredWorkflow> {
		return workflowSchema.parse(await this.call('PATCH', `/rest/workflows/${id}`, changes));
	}

	/** Archives and deletes, as n8n wants it in two steps. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/archive`, {});
		await this.call('DELETE', `/rest/workflows/${id}`);
	}

	async activateWorkflow(id: string): Promise<StoredWorkflow> {
		const { versionId } = await this.getWorkflow(id);
		return workflowSchema.parse(
			await this.call('POST', `/rest/workflows/${id}/activate`, { versionId }),
		);
	}

	async deactivateWorkflow(id: string): Promise<StoredWorkflow> {
		return workflowSchema.parse(await this.call('POST', `/rest/workflows/${id}/deactivate`, {}));
	}

	/** Starts a manual run of the stored workflow and returns the execution's id at once. */
	async startWorkflow(id: string, options: RunOptions = {}): Promise<string> {
		const { triggerToStartFrom = MANUAL_TRIGGER, destinationNode } = options;
		const answer = await this.call('POST', `/rest/workflows/${id}/run`, {
			// The older line runs what the editor shows; 2.x what it has stored.
			...((await this.majorVersion()) < 2 ? { workflowData: await this.getWorkflow(id) } : {}),
			triggerToStartFrom: { name: triggerToStartFrom },
			...(destinationNode === undefined
				? {}
				: { destinationNode: { nodeName: destinationNode, mode: 'inclusive' } }),
		});
		return startedSchema.parse(answer).executionId;
	}

	/** Runs the stored workflow and waits for its end, success or not. */
	async runWorkflow(
		id: string,
		options: RunOptions & { timeoutMs?: number } = {},
	): Promise<Execution> {
		return await this.waitForExecution(await this.startWorkflow(id, options), options.timeoutMs);
	}

	/** @returns the execution as it stands, finished or not */
	async getExecution(id: string): Promise<Execution> {
		const { data, ...summary } = storedExecutionSchema.parse(
			await this.call('GET', `/rest/executions/${id}`),
		);
		if (summary.dataTooLargeToDisplay === true) {
			throw new RigError(
				`n8n does not show the data of execution ${id}: it is over 100 MB. Set EXECUTIONS_DATA_MAX_DISPLAY_SIZE (bytes) for this n8n.`,
			);
		}
		return new Execution(summary, data);
	}

	/**
	 * Waits until an execution has ended.
	 *
	 * @param timeoutMs two minutes by default
	 * @param until statuses to wait for besides the final ones, such as `waiting`
	 * @throws RigError with the last status when it has not ended by then
	 */
	async waitForExecution(
		id: string,
		timeoutMs = 120_000,
		until: string[] = [],
	): Promise<Execution> {
		const begun = Date.now();
		const deadline = begun + timeoutMs;
		// Each answer is work for n8n, so an execution that takes long is asked for less often.
		const longest = () => Math.max(500, (Date.now() - begun) / 20);
		for (let pause = 50; ; pause = Math.min(pause * 1.5, longest())) {
			const execution = await this.getExecution(id);
			if ((isFinal(execution.status) && execution.isStored) || until.includes(execution.status))
				return execution;
			if (Date.now() > deadline) {
				throw new RigError(
					`Execution ${id} is still "${execution.status}" after ${timeoutMs / 1000} s.`,
				);
			}
			await sleep(pause);
		}
	}

	/** The data of an execution as n8n gives it out, unparsed: for searching it for texts that must not be there. */
	async rawExecution(id: string): Promise<string> {
		return await (await this.fetch('GET', `/rest/executions/${id}`)).text();
	}

	/** The newest first. */
	async listExecutions(
		filter: { workflowId?: string; status?: string[] } = {},
		limit = 50,
	): Promise<ExecutionSummary[]> {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(limit) });
		const { results } = executionListSchema.parse(
			await this.call('GET', `/rest/executions?${query}`),
		);
		// n8n asks for those that run and those that have ended one after the other: one that ends meanwhile is in both.
		return [...new Map(results.map((one) => [one.id, one])).values()];
	}

	/** n8n's "Retry": goes on from the node that failed. Returns when the new execution has ended. */
	async retryExecution(id: string, options: { loadWorkflow?: boolean } = {}): Promise<Execution> {
		const { loadWorkflow = false } = options;
		const answer = await this.call('POST', `/rest/executions/${id}/retry`, { loadWorkflow });
		return await this.waitForExecution(z.object({ id: z.string() }).passthrough().parse(answer).id);
	}

	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`);
	}

	/** What the editor asks for the choices of a dropdown (`loadOptionsMethod`). */
	async dynamicOptions(query: NodeParameterQuery): Promise<Array<z.infer<typeof optionSchema>>> {
		const answer = await this.call(
			'POST',
			'/rest/dynamic-node-parameters/options',
			parameterBody(query),
		);
		return z.array(optionSchema).parse(answer);
	}

	/** What the editor asks for the list of a resource locator (`searchListMethod`). */
	async resourceLocatorResults(
		query: NodeParameterQuery & { filter?: string; paginationToken?: string },
	): Promise<{ results: Array<z.infer<typeof optionSchema>>; paginationToken?: unknown }> {
		const { filter, paginationToken } = query;
		const body = { ...parameterBody(query), filter, paginationToken };
		const answer = await this.call(
			'POST',
			'/rest/dynamic-node-parameters/resource-locator-results',
			body,
		);
		return z.object({ results: z.array(optionSchema), paginationToken: z.unknown() }).parse(answer);
	}

	/** All node types as the editor loads them, whose name begins with `prefix`. */
	async nodeTypes(prefix: string): Promise<NodeType[]> {
		const all = z
			.array(z.object({ name: z.string() }).passthrough())
			.parse(await this.call('GET', '/types/nodes.json'));
		return all
			.filter(({ name }) => name.startsWith(prefix))
			.map((type) => nodeTypeSchema.parse(type));
	}

	/** The community packages that were installed through n8n itself; those put in place by the rig are not in the list. */
	async communityPackages(): Promise<Array<{ packageName: string; installedVersion: string }>> {
		const list = z.array(
			z.object({ packageName: z.string(), installedVersion: z.string() }).passthrough(),
		);
		return list.parse(await this.call('GET', '/rest/community-packages'));
	}
}

function parameterBody(query: NodeParameterQuery): IDataObject {
	return {
		nodeTypeAndVersion: { name: query.nodeType, version: query.version ?? 1 },
		methodName: query.method,
		path: query.path,
		currentNodeParameters: query.parameters,
		credentials: query.credentials,
	};
}
