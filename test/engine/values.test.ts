import { beforeEach, describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { TikTok } from '../../nodes/TikTok/TikTok.node';
import { sampleVideo } from '../simulator';
import { useSkippedTime, useWebHost } from '../harness/setUps';
import { useScene, verifiedHost } from './refusals/scene';
import type { Outcome } from './values/kinds';
import { complete, namesOf, parameters, videoId, type Parameter } from './values/parameters';
import { expectRefusal, isRefusal } from './values/refusals';
import { shapes, wrappings } from './values/shapes';

const web = useWebHost();
useSkippedTime();
const scene = useScene({ binaries: 'memory', hosts: { [verifiedHost]: web } });
beforeEach(() => void scene.simulator.addPost(scene.account, { id: videoId }));

/** The parameters of an operation with an expression in place of one. */
function withExpression(at: string, { name, beside }: Parameter): INodeParameters {
	const expression = '={{ $json.value }}';
	const [outer, inner] = name.split('.');
	const all = { ...complete[at], ...beside };
	if (name === 'videoIds')
		return { ...all, videoIds: { __rl: true, mode: 'id', value: expression } };
	if (name === 'photoUrls') return { ...all, photoUrls: [expression] };
	if (inner === undefined) return { ...all, [outer]: expression };
	return { ...all, [outer]: { ...(all[outer] as INodeParameters), [inner]: expression } };
}

/** What the node makes of a value. */
async function outcomeOf(at: string, parameter: Parameter, value: unknown): Promise<Outcome> {
	const before = scene.calls.length;
	const { json, error } = await scene.engine.run(withExpression(at, parameter), {
		items: [{ ...(await scene.item(sampleVideo())), json: { value } as never }],
		executionId: `values-${at}-${parameter.name}`,
		asTool: parameter.asTool,
	});
	const calls = scene.calls.slice(before).filter(({ path }) => !path.includes('creator_info'));
	const message = error?.message ?? '';
	if (isRefusal(message)) {
		expectRefusal(error, parameter.label);
		expect(calls).toEqual([]);
		return { refused: message };
	}
	// Whatever else stops the node is about the value that it has taken.
	if (message !== '') expect(message).toMatch(aboutTaken);
	return { taken: parameter.meaning?.({ json, message, calls }) };
}

/** What is said of values that were taken: TikTok does not know the ID, the item has no such file, the account no such level. */
const aboutTaken =
	/^(TikTok does not know this publish ID|The item has no file in|Photo 1 \(|‘Privacy Level’ is .* does not offer)/s;

const places = parameters.flatMap((parameter) =>
	parameter.at.map((at) => [at, parameter.name, parameter] as const),
);

test('every parameter that takes an expression has its row', () => {
	const rows = new Set(places.map(([at, name]) => `${at} ${name}`));
	expect([...rows].sort()).toEqual([...namesOf(new TikTok().description.properties)].sort());
});

describe.each(places)('%s %s', (at, name, parameter) => {
	test('takes every shape in its meaning, or says what came', async () => {
		const outcomes: Record<string, Outcome> = {};
		const expected: Record<string, unknown> = {};
		for (const [shape, value] of shapes) {
			const outcome = parameter.kind[shape];
			outcomes[shape] = await outcomeOf(at, parameter, value);
			// Within a collection or a resource locator, n8n makes text of a DateTime.
			const isText = shape === 'a DateTime' && (name.includes('.') || name === 'videoIds');
			expected[shape] =
				'refused' in outcome
					? { refused: expect.stringContaining(isText ? 'holds the text ‘2026-' : outcome.refused) }
					: { taken: parameter.meaning && outcome.taken };
		}
		expect(outcomes).toEqual(expected);
	});

	const { good } = parameter;
	if (!good) return;

	test('takes a good value in everything that may lie round it', async () => {
		const [value, meaning] = good;
		const outcomes: Record<string, Outcome> = {};
		for (const [wrapping, wrap] of wrappings)
			outcomes[wrapping] = await outcomeOf(at, parameter, wrap(value));
		const expected = wrappings.map(([wrapping]) => [
			wrapping,
			{ taken: parameter.meaning && meaning },
		]);
		expect(outcomes).toEqual(Object.fromEntries(expected));
	});
});

describe('Posted Before', () => {
	const parameter = parameters.find(({ name }) => name === 'options.postedBefore');
	const outcome = async (value: unknown) => {
		if (!parameter) throw new Error('There is no row for it');
		return await outcomeOf('video/getAll', parameter, value);
	};
	const moment = Date.UTC(2026, 10, 22, 10);

	test.each([
		'2026-11-22T10:00:00Z',
		'2026-11-22T11:00:00+01:00',
		'Sun, 22 Nov 2026 10:00:00 GMT',
		moment / 1000,
		String(moment / 1000),
		moment,
		new Date(moment).toString(),
	])('%p is a moment', async (value) => {
		expect(await outcome(value)).toEqual({ taken: moment });
	});

	// JavaScript reads the last three as days of the years 2001 and 2020.
	test.each(['yesterday', 45981.4, 'clip 1', 'v2-1.7', '12/20'])('%p is not', async (value) => {
		expect(await outcome(value)).toEqual({
			refused: expect.stringMatching(
				/^‘Posted Before’ must be a date, but holds the (text|number)/,
			),
		});
	});
});
