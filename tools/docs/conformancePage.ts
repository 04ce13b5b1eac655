/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of Node's */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Stage } from '../../test/conformance/stage';
import { needs, type Need, type Requirement } from '../conformance/needs';
import { probeOf } from '../conformance/probes';
import type { Question } from '../conformance/question';
import { cannot, questions } from '../conformance/questions';
import { table } from '../conformance/report/page';
import { literal } from '../conformance/verdict';

const PAGE = join(__dirname, '../../docs/conformance.md');

/** Around what is made from the code; the rest of the page is written by hand. */
const BEGIN =
	'<!-- Made by `npm run docs` from tools/conformance and a run against the simulator: change it there. -->';
const END = '<!-- End of what is made. -->';

/**
 * docs/conformance.md with the terminal's text and the tables as they are now.
 *
 * @throws Error when the page has lost its marks
 */
export async function conformancePage(): Promise<string> {
	const page = readFileSync(PAGE, 'utf8');
	const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (before < 0 || after < before)
		throw new Error(`${PAGE} has lost the marks around what is made`);
	const made = [
		'## In the terminal',
		'',
		'A run against the simulator, without options. One rule of it was turned, so that there is something to find; the account is private.',
		'',
		'```text',
		await terminalText(),
		'```',
		'',
		'## What it can decide',
		'',
		`${new Set(questions.map(({ rule }) => rule)).size} rules. What each is about: [the simulator’s switches](simulator.md#switches).`,
		'',
		...table(
			['Rule', 'Between', 'Asked', 'Needs'],
			questions.map((one) => [`\`${one.rule}\``, valuesOf(one), askedFor(one), needsOf(one)]),
		),
		'',
		'## What it cannot decide',
		'',
		`${Object.keys(cannot).length} rules, and why:`,
		'',
		...table(
			['Why', 'Rules'],
			[...byReason()].map(([why, rules]) => [why, rules.map((rule) => `\`${rule}\``).join(', ')]),
		),
	].join('\n');
	return `${page.slice(0, before)}${BEGIN}\n\n${made}\n\n${page.slice(after)}`;
}

const valuesOf = ({ values, limits }: Question): string =>
	values.map((value) => `\`${literal(value)}\``).join(', ') +
	(limits === undefined ? '' : ` (${limits})`);

const askedFor = ({ from }: Question): string => from.map((name) => probeOf(name).asks).join('; ');

/** What the person has to have, or to give. */
function needsOf({ from }: Question): string {
	const all = from.map(probeOf);
	const labels = all.flatMap((probe) => probe.needs).flatMap((need) => labelOf(need) ?? []);
	const risky = all.some(({ consequence }) => consequence?.kind === 'may disconnect');
	if (risky) labels.push('your yes, since TikTok may disconnect the app');
	return [...new Set(labels)].join('; ') || '–';
}

function labelOf(need: Need): string | undefined {
	const { label }: Requirement = needs[need];
	return label;
}

function byReason(): Map<string, string[]> {
	const reasons = new Map<string, string[]>();
	for (const [rule, why] of Object.entries(cannot))
		reasons.set(why, [...(reasons.get(why) ?? []), rule]);
	return reasons;
}

/** The run, without what is another one each time. */
async function terminalText(): Promise<string> {
	const stage = await Stage.start();
	try {
		const { shown, files } = await stage.converse({
			rules: { tokenErrorStatus: 400 },
			app: { clientKey: 'awexampleclientkey' },
		});
		const json = [...files].find(([name]) => name.endsWith('.json'))?.[1] ?? '';
		return shown
			.replace(json, '{ … }\n')
			.replace(/((?:state|code_challenge)=)\w+/g, '$1…')
			.replace(/127\.0\.0\.1(:|%3A)\d+/g, '127.0.0.1$18765')
			.replace(/\d{4}-\d\d-\d\d/g, '2026-01-31')
			.trim();
	} finally {
		await stage.stop();
	}
}
