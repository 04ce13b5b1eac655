import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { keyOf, leave, type Findings, type Turned } from './findings';
import type { Group } from './groupNames';
import { groups } from './journeys';
import { pairsFor, play, turnedValuesOf } from './playing';
import { Scene } from './scene';
import { rulesInOrder } from './values';

/**
 * Plays the journeys of a group: with the defaults, with each value of each rule that TikTok looks up on the way, and with
 * each pair of them. A journey in which a rule is never looked up goes the same way whatever its value.
 */
export function playGroup(group: Group): void {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.start();
	});
	const findings: Findings = {};
	afterAll(async () => {
		await scene.stop();
		if (groups[group].every(({ name }) => findings[name]?.rows > 0)) leave(group, findings);
	});

	describe.each(groups[group])('$name', (journey) => {
		test('by default', async () => {
			const { end: ends, asked } = await play(scene, journey, []);
			const inOrder = rulesInOrder.filter((rule) => asked.has(rule));
			findings[journey.name] = { ends, asked: inOrder, turned: {}, rules: [], rows: 0 };
		});

		test('with each value of each rule that it meets', async () => {
			const found = findings[journey.name];
			const asked = new Set(found.asked);
			const turned = found.asked.flatMap((rule) =>
				turnedValuesOf(rule).map((value): Turned => ({ rule, value })),
			);
			const failures: string[] = [];
			for (const one of turned)
				try {
					const ending = await play(scene, journey, [one]);
					found.turned[keyOf(one)] = ending.end;
					for (const rule of ending.asked) asked.add(rule);
				} catch (error) {
					failures.push((error as Error).message);
				}
			found.rules = rulesInOrder.filter((rule) => asked.has(rule));
			expect(failures).toEqual([]);
		});

		test('with each pair of values', async () => {
			const rows = pairsFor(journey, findings[journey.name].rules);
			const failures: string[] = [];
			for (const row of rows)
				await play(scene, journey, row).catch((error: Error) => failures.push(error.message));
			expect(failures).toEqual([]);
			findings[journey.name].rows = rows.length;
		});
	});
}
