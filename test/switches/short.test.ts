/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { defaultRules } from '../simulator/rules';
import { coveringRows } from './covering';
import { departures } from './departures';
import { groupNames } from './groupNames';
import { groups, journeys } from './journeys';
import { readPage } from './page';
import { play } from './playing';
import { Scene } from './scene';
import { isComplete, rulesInOrder, values, written } from './values';

// The short part of `npm run test:switches`: what is whole, and some journeys as TikTok is by default.

describe('the table of values', () => {
	test('has each rule of the simulator, and each first value is the default', () => {
		expect(isComplete).toBe(true);
		const defaults = Object.entries(defaultRules()).map(([rule, value]) => [rule, value] as const);
		expect(defaults.map(([rule]) => rule)).toEqual(rulesInOrder);
		expect(
			defaults.filter(([rule, value]) => {
				const [first] = values[rule as (typeof rulesInOrder)[number]] as readonly unknown[];
				return written(first) !== written(value);
			}),
		).toEqual([]);
	});

	test('has at least two values of each rule, none twice', () => {
		const few = rulesInOrder.filter((rule) => new Set(values[rule].map(written)).size < 2);
		expect(few).toEqual([]);
		const twice = rulesInOrder.filter(
			(rule) => new Set(values[rule].map(written)).size < values[rule].length,
		);
		expect(twice).toEqual([]);
	});
});

test('each departure is of a value and of a journey that there are', () => {
	const names = journeys.map(({ name }) => name);
	const unknown = Object.entries(departures).flatMap(([rule, ofValues]) =>
		Object.entries(ofValues).flatMap(([value, ends]) => {
			const isValue = rulesInOrder.some(
				(one) => one === rule && values[one].slice(1).map(written).includes(value),
			);
			return Object.keys(ends)
				.filter((name) => !isValue || !names.includes(name))
				.map((name) => `${rule} = ${value}: ${name}`);
		}),
	);
	expect(unknown).toEqual([]);
	expect(names).toEqual([...new Set(names)]);
});

test('each group of journeys has its file', () => {
	expect(Object.keys(groups)).toEqual([...groupNames]);
	const missing = groupNames.filter(
		(group) => !existsSync(join(__dirname, 'groups', `${group}.test.ts`)),
	);
	expect(missing).toEqual([]);
});

test('the page has a line for each value of each rule, and each journey', () => {
	const page = readPage();
	const lines = page.split('\n').map((line) => line.split(' | '));
	const found: string[] = [];
	let rule = '';
	for (const [first = '', , value = ''] of lines) {
		rule = /^\| `(\w+)`$/.exec(first)?.[1] ?? (first.trim() === '|' ? rule : '');
		if (rule !== '') found.push(`${rule} ${value.replace(/[`*]/g, '').trim()}`);
	}
	const wanted = rulesInOrder.flatMap((one) =>
		values[one].map((value: unknown) => `${one} ${written(value)}`),
	);
	expect([...found].sort()).toEqual([...wanted].sort());
	expect(journeys.filter(({ name }) => !page.includes(`| ${name} |`))).toEqual([]);
});

test('rows of pairs have each pair of values, but for two that hide each other', () => {
	const factors = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 2 }).chain((names) =>
		fc.tuple(
			...names.map((name) =>
				fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }).map((alone) => ({
					name,
					values: alone.map((isAlone, value) => ({ value, isAlone: isAlone && value > 0 })),
				})),
			),
		),
	);
	fc.assert(
		fc.property(factors, (given) => {
			const rows = coveringRows(given);
			for (const row of rows) {
				const alone = given.filter(({ name, values: all }) => all[row.get(name) ?? 0].isAlone);
				expect(alone.length).toBeLessThan(2);
				expect(row.size).toBe(given.length);
			}
			for (const [index, a] of given.entries())
				for (const b of given.slice(index + 1))
					for (const x of a.values)
						for (const y of b.values) {
							const has = rows.some(
								(row) => row.get(a.name) === x.value && row.get(b.name) === y.value,
							);
							expect(has).toBe(!x.isAlone || !y.isAlone);
						}
		}),
		{ seed: 12, numRuns: 50 },
	);
});

describe('by default', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.start();
	});
	afterAll(async () => await scene.stop());

	test.each(journeys)('$name', async (journey) => {
		await play(scene, journey, []);
	});
});
