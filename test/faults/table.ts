import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { isPart, sources, type Cell, type Lasting, type Outcome } from './cells';
import { expected, messages } from './expected';
import { faults } from './faults';
import { always, directPost, FaultStage, stepsOf } from './stage';
import { departures, type Switched } from './switches';

/** A cell as it was found. */
export interface Found extends Cell {
	outcome: Outcome;
}

/** What the user reads when the node stops. */
export type Told = Map<string, { message: string; wayOut: string }>;

/**
 * Runs the whole table of direct posts by upload, with one of TikTok's unsure rules switched.
 *
 * @param done told all cells in order, and the messages
 */
export function runTable(
	{ name, rules }: Switched,
	done: (found: Found[], told: Told) => void,
): void {
	const found: Found[] = [];
	const told: Told = new Map();
	let stage: FaultStage;
	beforeAll(async () => {
		stage = await FaultStage.start(rules);
	});
	afterAll(async () => await stage.stop());

	describe(name, () => {
		for (const fault of faults) {
			test.each(stepsOf(fault).map((step) => [step]))(`${fault.name}: %s`, async (step) => {
				const lastings: Lasting[] = fault.neverOnce ? ['always'] : ['once', 'always'];
				const cells = lastings.flatMap((lasting) =>
					sources.map((source): Cell => ({ fault: fault.name, step, lasting, source })),
				);
				const before = found.length;
				for (const cell of cells) {
					const times = cell.lasting === 'once' ? 1 : always;
					const { error, ...outcome } = await stage.run(cell, directPost, () =>
						fault.plan(stage, step, times, cell.lasting),
					);
					found.push({ ...cell, outcome });
					if (!error) continue;
					expect([cell, error.message]).toEqual([cell, messages[outcome.end]]);
					const [task] = stage.simulator.tasks;
					if (isPart(step) || step === 'status') {
						expect(error.description).toContain(`publish_id ${task.publishId}`);
						// A run once more would be a post once more: the user is told to look first, or that there is no post.
						expect(error.description).toMatch(/Get Status|Nothing was published/);
					}
					const wayOut = wayOutOf(error.description ?? '');
					expect(wayOut).toMatch(/\w{3,}/);
					told.set(outcome.end, { message: error.message, wayOut });
				}
				expect(found.slice(before)).toEqual(cells.map((cell) => promised(name, cell)));
			});
		}
		test('the page tells the same', () => {
			const cells = faults.flatMap(
				(fault) => stepsOf(fault).length * sources.length * (fault.neverOnce ? 1 : 2),
			);
			expect(found).toHaveLength(cells.reduce((sum, count) => sum + count, 0));
			expect(found).toEqual(found.map((cell) => promised(name, cell)));
			done(found, told);
		});
	});
}

/** The cell as it is promised, with the rule switched. */
function promised(name: string, { fault, step, lasting, source }: Cell): Found {
	const cell = { fault, step, lasting, source };
	return { ...cell, outcome: { ...expected(cell), ...departures(name, cell) } };
}

/** The last line before the code that is not about the publish id: those before it are particulars of the case. */
function wayOutOf(description: string): string {
	const lines = description.split('\n').filter((line) => !line.startsWith('This is about a call'));
	return lines[lines.findIndex((line) => /^(Code|TikTok): /.test(line)) - 1] ?? '';
}
