import type { IDataObject } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

export const MANUAL_TRIGGER = 'Manual Trigger';
export const TIKTOK_NODE = 'n8n-nodes-tiktok-publisher.tikTok';
export const TIKTOK_CREDENTIAL = 'tikTokOAuth2Api';

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: IDataObject;
	credentials?: Record<string, { id: string; name: string }>;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	executeOnce?: boolean;
}

export interface WorkflowInput {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<
		string,
		{ main: Array<Array<{ node: string; type: 'main'; index: number }>> }
	>;
	settings?: IDataObject;
}

/** What a builder takes besides the parameters. */
export type NodeSettings = Partial<
	Omit<WorkflowNode, 'id' | 'type' | 'parameters' | 'position' | 'credentials'>
>;

/** A node of any type. */
export function node(
	type: string,
	parameters: IDataObject,
	settings: NodeSettings & Pick<WorkflowNode, 'name' | 'typeVersion'>,
): WorkflowNode {
	return { id: randomUUID(), type, position: [0, 0], parameters, ...settings };
}

/** The trigger that "Execute workflow" starts. */
export function manualTrigger(): WorkflowNode {
	return node('n8n-nodes-base.manualTrigger', {}, { name: MANUAL_TRIGGER, typeVersion: 1 });
}

/**
 * n8n's "Read/Write Files from Disk": one item for each file found, in the binary field `data` by default.
 *
 * @param fileSelector a path or pattern below a folder that this n8n may read (`N8nInstance.filesFolder`)
 */
export function readFiles(
	fileSelector: string,
	settings: NodeSettings & { field?: string } = {},
): WorkflowNode {
	const { field = 'data', ...rest } = settings;
	const parameters = { operation: 'read', fileSelector, options: { dataPropertyName: field } };
	return node('n8n-nodes-base.readWriteFile', parameters, {
		name: 'Read Files',
		typeVersion: 1.1,
		...rest,
	});
}

/** Items with the given `json`; they carry no binary data. Runs in n8n's task runner. */
export function itemsNode(items: IDataObject[], settings: NodeSettings = {}): WorkflowNode {
	const jsCode = `return ${JSON.stringify(items.map((json) => ({ json })))};`;
	return codeNode(jsCode, { name: 'Items', ...settings });
}

/** n8n's Code node, run once for all items. */
export function codeNode(jsCode: string, settings: NodeSettings = {}): WorkflowNode {
	const parameters = { mode: 'runOnceForAllItems', jsCode };
	return node('n8n-nodes-base.code', parameters, { name: 'Code', typeVersion: 2, ...settings });
}

/** Our node. */
export function tikTok(
	parameters: IDataObject,
	credential: { id: string; name: string } | undefined,
	settings: NodeSettings = {},
): WorkflowNode {
	return {
		...node(TIKTOK_NODE, parameters, { name: 'TikTok', typeVersion: 1, ...settings }),
		...(credential === undefined
			? {}
			: { credentials: { [TIKTOK_CREDENTIAL]: { id: credential.id, name: credential.name } } }),
	};
}

/** n8n's HTTP Request node with our credential. */
export function httpRequest(
	parameters: IDataObject,
	credential: { id: string; name: string },
	settings: NodeSettings = {},
): WorkflowNode {
	const authentication = {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: TIKTOK_CREDENTIAL,
	};
	return {
		...node(
			'n8n-nodes-base.httpRequest',
			{ ...authentication, ...parameters },
			{ name: 'HTTP Request', typeVersion: 4.2, ...settings },
		),
		credentials: { [TIKTOK_CREDENTIAL]: { id: credential.id, name: credential.name } },
	};
}

/** A workflow in which each node feeds the next one, beginning with the manual trigger unless the first is a trigger. */
export function chain(
	name: string,
	nodes: WorkflowNode[],
	settings: IDataObject = {},
): WorkflowInput {
	const startsAlready = /trigger|webhook/i.test(nodes[0]?.type ?? '');
	const all = (startsAlready ? nodes : [manualTrigger(), ...nodes]).map((each, index) => ({
		...each,
		position: [index * 220, 0] satisfies [number, number],
	}));
	const connections: WorkflowInput['connections'] = {};
	all.slice(0, -1).forEach((each, index) => {
		connections[each.name] = { main: [[{ node: all[index + 1].name, type: 'main', index: 0 }]] };
	});
	return { name, nodes: all, connections, settings: { executionOrder: 'v1', ...settings } };
}
