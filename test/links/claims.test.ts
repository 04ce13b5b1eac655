/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { claims } from './claims';
import { rows } from './rows';

const textOf = (page: string) => readFileSync(join(__dirname, '../..', page), 'utf8');

/** The outcomes of links in the table, by behaviour. */
function outcomesOfLinks(): Map<string, string> {
	const lines = textOf('docs/links.md')
		.split('\n')
		.map((line) => line.split(' | ').map((cell) => cell.replace(/^\| /, '')))
		.filter(([, ways = '']) => ways.split(', ').includes('link'));
	return new Map(lines.map(([name, , outcome]) => [name, outcome]));
}

test('the README says of links what is listed here, and no more', () => {
	const [, said = ''] =
		/\*URL, Sent by n8n\* downloads.* It works with (.+?): \[/.exec(textOf('README.md')) ?? [];
	expect(said.split(/,(?: and)? with /)).toEqual(Object.keys(claims));
});

test.each(Object.entries(claims))('%s: published, as the table shows it', (_, names) => {
	const outcomes = outcomesOfLinks();
	expect(names.filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
	expect(names.filter((name) => !/^\*\*published/.test(outcomes.get(name) ?? ''))).toEqual([]);
});
