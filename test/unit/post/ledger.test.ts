import { expect, test } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';

import { inExecution, postOf } from '../../../nodes/TikTok/post/ledger';

const node = 'n8n-nodes-tiktok-publisher.tikTok';

/** As much of n8n's context as the ledger asks for. */
function context({
	type = node,
	run = 0,
	name = 'TikTok',
	execution = 'execution',
}: Partial<Record<'type' | 'name' | 'execution', string>> & { run?: number }): IExecuteFunctions {
	return {
		getExecutionId: () => execution,
		getNode: () => ({ id: 'node', name, type, typeVersion: 1, position: [0, 0], parameters: {} }),
		evaluateExpression: (expression: string) =>
			expression === '{{ $runIndex }}' ? run : undefined,
	} as unknown as IExecuteFunctions;
}

const clip = () => 'clip';

test('a round of a loop is a post of its own, whatever it posts', () => {
	expect(postOf(context({}), 0, clip)).toBe(postOf(context({}), 0, clip));
	expect(postOf(context({ run: 1 }), 0, clip)).not.toBe(postOf(context({}), 0, clip));
});

// n8n counts each try of Retry On Fail as a run, where an agent calls the node as a tool.
test('a tool’s second try is the same post, another content is another one', () => {
	const [first, second] = [0, 1].map((run) => context({ type: `${node}Tool`, run }));
	expect(postOf(second, 0, clip)).toBe(postOf(first, 0, clip));
	expect(postOf(second, 0, () => 'other clip')).not.toBe(postOf(first, 0, clip));
});

test('two nodes that a generated workflow gave the same id have posts of their own', () => {
	expect(postOf(context({ name: 'TikTok1' }), 0, clip)).not.toBe(postOf(context({}), 0, clip));
});

test('no post of an execution under way is forgotten, however many items it has', async () => {
	const long = context({ execution: 'long' });
	await inExecution(long, async () => {
		const first = postOf(long, 0, clip);
		for (let item = 1; item <= 12_000; item++) postOf(long, item, clip);
		expect(postOf(long, 0, clip)).toBe(first);
	});
});

test('posts of executions that have ended are forgotten, those used longest ago first', () => {
	const [old, recent] = ['old', 'recent'].map((execution) => context({ execution }));
	const [first, last] = [postOf(old, 0, clip), postOf(recent, 0, clip)];
	for (let item = 1; item <= 4_999; item++) postOf(recent, item, clip);
	expect(postOf(recent, 0, clip)).toBe(last);
	expect(postOf(old, 0, clip)).not.toBe(first);
});
