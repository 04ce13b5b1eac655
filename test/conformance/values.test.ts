import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { questions } from '../../tools/conformance/questions';
import { literal } from '../../tools/conformance/verdict';
import { published, sceneOf } from './scenes';
import { Stage } from './stage';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.start()));
afterAll(async () => await stage.stop());

const cases = questions.flatMap(({ rule, values, from }) =>
	values.map((value) => ({ rule, value, from, name: literal(value) })),
);

describe('with the simulator’s rule turned, the report names exactly that value', () => {
	test.each(cases)('$rule = $name, by $from', async ({ rule, value, from }) => {
		const { rules, options, ...scene } = from.includes('publicPost') ? published : sceneOf(rule);
		const ran = await stage.run({
			...scene,
			rules: { ...rules, [rule]: value },
			options: { only: [rule], ...options },
		});
		expect(ran.seen[rule]).toEqual(value);
		const [, assumed, seen] = /^\| `\w+` \| `(.+?)` \| (.+?) \|/.exec(ran.rows[rule] ?? '') ?? [];
		expect(seen).toBe(assumed === literal(value) ? 'the same' : `**\`${literal(value)}\`**`);
		expect(ran.shown).toMatch(new RegExp(`^ +[=≠] {2}${rule}: `, 'm'));
	});
});

describe('what lies between the values, or beyond them, is not called one of them', () => {
	test.each([
		['publishIdVisibleAfterMs', 8_000, /about \d+ seconds later/],
		['publishIdVisibleAfterMs', 3_600_000, /still unknown/],
		['rotationGraceMs', 600_000, /still works after seconds/],
		['accessTokenSeconds', 5_000, /not a whole number/],
		['refreshTokenSeconds', 100_000, /not a whole number/],
		['maxVideoBytes', 8_000_000_000, /more than 4 GiB/],
		['uploadHosts', ['canary.tiktokapis.com'], /not written here/],
	] as const)('%s = %s', async (rule, value, why) => {
		const ran = await stage.run({ rules: { [rule]: value }, options: { only: [rule] } });
		expect(ran.seen[rule]).toBeNull();
		expect(ran.rows[rule]).toMatch(why);
	});

	test.each([3_600, 30 * 3_600])(
		'accessTokenSeconds = %s: any whole number of hours',
		async (seconds) => {
			const rule = 'accessTokenSeconds';
			const ran = await stage.run({ rules: { [rule]: seconds }, options: { only: [rule] } });
			expect(ran.seen[rule]).toBe(seconds);
		},
	);
});
