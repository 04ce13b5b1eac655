import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { none } from './expected';
import { departuresOf } from './outcome';
import { pageOf, tell, type Found } from './page';
import { inTwoParts, ways } from './row';
import { rows } from './rows';
import { LinkStage } from './stage';

let stage: LinkStage;
beforeAll(async () => {
	stage = await LinkStage.start();
});
afterAll(async () => await stage.stop());

const found: Found = new Map();

describe.each(ways)('%s', (way) => {
	const played = rows.filter(({ expected }) => expected[way] !== none);

	test.each(played.map((row) => [row.name, row] as const))('%s', async (name, row) => {
		const promised = row.expected[way];
		if (promised === none) return;
		const outcome = await stage.run(row, way);
		found.set(name, { ...found.get(name), [way]: outcome });
		const parts = way === 'photo' ? 0 : row.file === inTwoParts ? 2 : 1;
		expect(departuresOf(outcome, promised, parts)).toEqual([]);
	});
});

test('no behaviour is there twice', () => {
	expect(rows.map(({ name }) => name)).toEqual([...new Set(rows.map(({ name }) => name))]);
});

test('the page tells the same', () => {
	tell(pageOf(rows, found));
});
