import { describe, expect, it } from '@jest/globals';
import { stringify } from 'flatted';

import { Execution } from '../execution';

const summary = { id: '7', status: 'success', mode: 'manual' };

function execution(data: unknown, status = 'success'): Execution {
	return new Execution({ ...summary, status }, stringify(data));
}

describe('Execution', () => {
	it('reads items back from the flatted form, shared parts included', () => {
		const shared = { id: '7678907398077074696' };
		const run = (json: unknown[]) => ({ data: { main: [json.map((each) => ({ json: each }))] } });
		const read = execution({
			resultData: { runData: { TikTok: [run([shared]), run([shared, { n: 1 }])] } },
		});
		expect(read.json('TikTok')).toEqual([shared, { n: 1 }]);
		expect(read.json('TikTok', 0, 0)).toEqual([shared]);
		expect(read.json('TikTok', 1)).toEqual([]);
		expect(read.error()).toBeUndefined();
	});

	it('gives the errors of the node and of the execution', () => {
		const error = { name: 'NodeApiError', message: 'Refused', description: 'Do this', context: {} };
		const read = execution(
			{ resultData: { runData: { TikTok: [{ executionStatus: 'error', error }] }, error } },
			'error',
		);
		expect(read.error('TikTok')?.message).toBe('Refused');
		expect(read.error()?.description).toBe('Do this');
		expect(() => read.items('TikTok')).toThrow(
			'Execution 7 (error): "TikTok" gave no data. Refused Do this',
		);
	});

	it('has no runs while nothing has run', () => {
		expect(execution(undefined, 'new').runs('TikTok')).toEqual([]);
	});
});
