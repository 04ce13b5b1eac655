/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Credential, WorkflowInput } from '../rig';

const folder = join(__dirname, '..', '..', 'workflows');

const connection = z.object({ node: z.string(), type: z.string(), index: z.number() });
const nodeSchema = z
	.object({
		id: z.string(),
		name: z.string(),
		type: z.string(),
		typeVersion: z.number(),
		position: z.tuple([z.number(), z.number()]),
		parameters: z.record(z.unknown()),
		credentials: z.record(z.unknown()).optional(),
	})
	.passthrough();
const workflowSchema = z
	.object({
		name: z.string(),
		nodes: z.array(nodeSchema),
		connections: z.record(z.record(z.array(z.array(connection)))),
		settings: z.record(z.unknown()),
		active: z.literal(false),
	})
	.passthrough();

/** A workflow of the folder `workflows`, as n8n exports it. */
export type ShippedWorkflow = z.infer<typeof workflowSchema>;

/** Whether a node is a sticky note, which is text alone. */
export const isNote = ({ type }: ShippedWorkflow['nodes'][number]) =>
	type === 'n8n-nodes-base.stickyNote';

/** The names of the files, without their ending. */
export const shippedWorkflows = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''));

/** @throws ZodError when the file is no workflow */
export function readShippedWorkflow(file: string): ShippedWorkflow {
	return workflowSchema.parse(JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')));
}

/**
 * Sets what a user must set after the import: the credential of each node that wants one. The rest of the file stays as
 * it is.
 *
 * @param credentials by type
 */
export function withCredentials(
	workflow: ShippedWorkflow,
	credentials: Credential[],
): WorkflowInput {
	const wanted = (node: ShippedWorkflow['nodes'][number]): string | undefined => {
		if (node.type.startsWith('n8n-nodes-tiktok-publisher.')) return 'tikTokOAuth2Api';
		if (node.type.endsWith('.lmChatOpenAi')) return 'openAiApi';
		const chosen = node.parameters.nodeCredentialType ?? node.parameters.genericAuthType;
		return typeof chosen === 'string' ? chosen : undefined;
	};
	const nodes = workflow.nodes.map((node) => {
		const credential = credentials.find(({ type }) => type === wanted(node));
		return credential
			? {
					...node,
					credentials: { [credential.type]: { id: credential.id, name: credential.name } },
				}
			: node;
	});
	// The rig's type knows main connections only; n8n takes the agent's as well.
	return { ...workflow, nodes } as unknown as WorkflowInput;
}

/** The same workflow whose Wait steps wait for nothing: what comes after a day, or after a pause, comes at once. */
export function withoutWaiting(workflow: ShippedWorkflow): ShippedWorkflow {
	const nodes = workflow.nodes.map((node) =>
		node.type === 'n8n-nodes-base.wait'
			? { ...node, parameters: { ...node.parameters, amount: 0, unit: 'seconds' } }
			: node,
	);
	return { ...workflow, nodes };
}
