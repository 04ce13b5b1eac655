import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { journeys } from './journeys';
import { pageOf, tell } from './page';
import { Findings, pairsFor, play, turnedValuesOf } from './playing';
import { Scene } from './scene';
import { rulesInOrder, written } from './values';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.start();
});
afterAll(async () => await scene.stop());

const findings = new Findings();

describe.each(journeys)('$name', (journey) => {
	test('with the defaults', async () => {
		findings.addDefault(journey, await play(scene, journey, []));
	});

	test('with each value of each rule that it meets', async () => {
		const failures: string[] = [];
		for (const rule of rulesInOrder.filter((one) => findings.touches(journey, one)))
			for (const value of turnedValuesOf(rule)) {
				try {
					findings.add(journey, { rule, value }, await play(scene, journey, [{ rule, value }]));
				} catch (error) {
					failures.push(`${rule} = ${written(value)}: ${(error as Error).message}`);
				}
			}
		expect(failures).toEqual([]);
	});

	test('with each pair of values', async () => {
		const rows = pairsFor(journey, findings.rulesIn(journey));
		const failures: string[] = [];
		for (const row of rows)
			await play(scene, journey, row).catch((error: Error) => failures.push(error.message));
		findings.rows.set(journey, rows.length);
		expect(failures).toEqual([]);
	});
});

test('the page tells the same', () => {
	tell(pageOf(findings));
});
