import { expect, test } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';

import { ledgerEntry } from '../../../nodes/TikTok/post/ledger';

/** As much of n8n's context as the ledger asks for. */
function context(type: string, run: number): IExecuteFunctions {
	return {
		getExecutionId: () => 'execution',
		getNode: () => ({
			id: 'node',
			name: 'TikTok',
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		}),
		evaluateExpression: (expression: string) =>
			expression === '{{ $runIndex }}' ? run : undefined,
	} as unknown as IExecuteFunctions;
}

const node = 'n8n-nodes-tiktok-publisher.tikTok';

test('a round of a loop is a post of its own, whatever it posts', () => {
	expect(ledgerEntry(context(node, 0), 0, 'clip')).toBe(ledgerEntry(context(node, 0), 0, 'clip'));
	expect(ledgerEntry(context(node, 1), 0, 'clip')).not.toBe(
		ledgerEntry(context(node, 0), 0, 'clip'),
	);
});

// n8n counts each try of Retry On Fail as a run, where an agent calls the node as a tool.
test('a tool’s second try is the same post, another content is another one', () => {
	const tool = `${node}Tool`;
	expect(ledgerEntry(context(tool, 1), 0, 'clip')).toBe(ledgerEntry(context(tool, 0), 0, 'clip'));
	expect(ledgerEntry(context(tool, 1), 0, 'other clip')).not.toBe(
		ledgerEntry(context(tool, 0), 0, 'clip'),
	);
});
