/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { table } from '../harness/markdown';
import { sources, switchGroups, type Switch } from '../simulator/simulatorPage';
import { endOf, type Findings, type Found, type Turned } from './findings';
import { values, written, type Rule } from './values';

const path = join(__dirname, '../../docs/switches.md');

const introduction = `# Journeys under every switch

TikTok's documents leave points open, and contradict each other and what was seen live. Each such point is a [switch of the simulator](simulator.md#switches). This page says what the nodes do at every value of every
switch: \`npm run test:switches\` plays the journeys below with n8n's own engine, over HTTP, against a simulated TikTok whose rules are turned, and fails where one ends otherwise than promised by hand in
\`test/switches\`, or where this page does not say what was found. \`SWITCHES=write npm run test:switches\` writes it.

In every journey, whatever the rules: at most one post of an item, nothing called published that is not, ids exact to the last digit, the bytes of the file and no others, no secret in an output, a message or what n8n
stores, and each message names a way out.

A switch is turned in the journeys in which TikTok looks it up. The simulator tells which those are; any other journey goes the same way whatever the value. After the single values come pairs: for each journey
rows that turn many switches at once, so that each pair of values that the journey can meet stands in one of them. Left out are pairs of which one value ends the journey before the other counts.

`;

/** Holds only what does not hang on time: how many switches a turned journey looks up may differ by one with the machine. */
export function pageOf(findings: Findings): string {
	const begin = `## The journeys\n\n${table(
		['Journey', 'Its end'],
		Object.entries(findings).map(([name, { ends }]) => [name, cell(ends)]),
	)}`;
	const groups = [...switchGroups()].map(
		([title, switches]) =>
			`## ${title}\n\n${table(
				['Switch', 'What is unsure, and the source', 'Value', 'What the nodes do'],
				switches.flatMap((one) => linesOf(one, findings)),
			)}`,
	);
	return `${[introduction + begin, ...groups, sources()].join('\n')}\n`;
}

/** A line for each value; the default is in bold. */
function linesOf({ name, about }: Switch, findings: Findings): string[][] {
	const rule = name as Rule;
	const met = Object.entries(findings).filter(([, { asked }]) => asked.includes(rule));
	return values[rule].map((value: unknown, index) => {
		const shown = `\`${written(value)}\``;
		return index === 0
			? [`\`${name}\``, about, `**${shown}**`, byDefault(met.length)]
			: ['', '', shown, otherwise({ rule, value }, met)];
	});
}

function byDefault(count: number): string {
	if (count === 0) return 'no journey meets it unless another switch is turned, if at all';
	return count === 1 ? 'one journey meets it' : `${count} journeys meet it`;
}

function otherwise(turned: Turned, met: Array<[string, Found]>): string {
	const others = met.flatMap(([name, found]) => {
		const end = endOf(found, turned) ?? 'not played';
		return end === found.ends ? [] : [`*${name}*: ${cell(end)}`];
	});
	return others.join('<br>') || 'the same';
}

/** The node's own words stand in quotes. */
const cell = (end: string): string =>
	end.replace(/stops: (.+)$/, 'stops: “$1”').replaceAll('|', '\\|');

/** Writes the page where that is wanted. @throws Error where it is not as it should be */
export function tell(text: string): void {
	if (process.env.SWITCHES === 'write') return writeFileSync(path, text);
	const [is, shouldBe] = [readPage(), text].map((one) => one.split('\n'));
	const line = shouldBe.findIndex((one, index) => one !== is[index]);
	if (line >= 0 || is.length !== shouldBe.length)
		throw new Error(
			`docs/switches.md, line ${line + 1}, has\n${is[line]}\nin place of\n${shouldBe[line]}\nSWITCHES=write npm run test:switches writes it.`,
		);
}

export const readPage = (): string => readFileSync(path, 'utf8');
