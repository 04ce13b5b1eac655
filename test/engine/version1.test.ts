import { expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useEngine, useSkippedTime, useWebHost } from '../harness/setUps';
import { sampleVideo } from '../simulator';
import recorded from './version1.json';

// Nodes of workflows made with version 1.0.0, and what that version sent and put out for them, recorded with it. They run
// unchanged: the same calls, and outputs that may have gained fields. Since then the AI label of photos stands inside post_info too.
useSkippedTime();
const web = useWebHost();
const engine = useEngine({
	hosts: { 'media.example.com': web },
	urlProperties: ['example.com'],
	rules: { pendingDraftsPerDay: Infinity },
});

interface Recorded {
	parameters: INodeParameters;
	calls: IDataObject[];
	outputs: Array<{ keys: string[]; verdict: string | null }>;
}

test.each(Object.entries(recorded as unknown as Record<string, Recorded>))(
	'%s',
	async (_, { parameters, calls, outputs }) => {
		const before = engine.simulator.calls.length;
		const { json, error } = await engine.run(parameters, {
			items: [await engine.item(sampleVideo())],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		const made = engine.simulator.calls
			.slice(before)
			// How often TikTok is asked for the status is a matter of time.
			.filter(({ path }) => !path.includes('status'))
			.map(({ method, path, query, body }) => ({
				method,
				path,
				...(method === 'PUT' ? {} : { query, body: body ?? null }),
			}));
		expect(made).toEqual(calls);
		expect(json.map(({ verdict }) => verdict ?? null)).toEqual(
			outputs.map(({ verdict }) => verdict),
		);
		for (const [index, { keys }] of outputs.entries())
			expect(Object.keys(json[index])).toEqual(expect.arrayContaining(keys));
	},
);
