import { node, TIKTOK_NODE, type WorkflowNode } from '../../test/rig';

const benchNode = 'n8n-nodes-upload-bench.uploadBench';

/** The types of all nodes in the bench's workflows. */
export const usedNodes = ['n8n-nodes-base.manualTrigger', TIKTOK_NODE, benchNode] as const;

/** A node of tools/bench/rivals. */
export function bench(operation: string, settings: object): WorkflowNode {
	const parameters = { operation, settings: JSON.stringify(settings) };
	return node(benchNode, parameters, { name: 'Upload Bench', typeVersion: 1 });
}

/** n8n's HTTP Request node with the file as its body, as people set it up. */
export function httpRequest(url: string, size: number): WorkflowNode {
	const parameters = {
		method: 'PUT',
		url,
		sendHeaders: true,
		headerParameters: {
			parameters: [
				{ name: 'Content-Type', value: 'video/mp4' },
				{ name: 'Content-Range', value: `bytes 0-${size - 1}/${size}` },
			],
		},
		sendBody: true,
		contentType: 'binaryData',
		inputDataFieldName: 'data',
		options: { response: { response: { fullResponse: true, neverError: true } } },
	};
	return node('n8n-nodes-base.httpRequest', parameters, { name: 'Send', typeVersion: 4.2 });
}
