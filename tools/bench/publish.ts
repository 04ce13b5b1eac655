/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the bench is a Node program */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { RigError } from '../../test/rig';
import { aimsOf } from './aims';
import type { Results } from './results';
import { report } from './tables';

const root = join(__dirname, '..', '..');
const page = join(root, 'docs', 'performance.md');
/** Not in git. */
const folder = join(root, 'bench-results');
const [begin, end] = ['<!-- bench: begin -->', '<!-- bench: end -->'];

/**
 * Puts a text into docs/performance.md, between the page's marks; all tables and the figures of each run into a folder.
 *
 * @returns the files
 */
export async function publish(results: Results, written: string): Promise<string[]> {
	const text = await readFile(page, 'utf8');
	const [from, to] = [text.indexOf(begin), text.indexOf(end)];
	if (from < 0 || to < from) throw new RigError(`${page} lacks the marks ${begin} and ${end}.`);
	await writeFile(page, `${text.slice(0, from + begin.length)}\n\n${written}\n\n${text.slice(to)}`);
	return [page, ...(await keep(results))];
}

/** Puts all tables and the figures of each run into a folder. */
export async function keep(results: Results): Promise<string[]> {
	const [tables, runs] = [join(folder, 'tables.md'), join(folder, 'runs.json')];
	await mkdir(folder, { recursive: true });
	await writeFile(tables, `${report(results)}\n`);
	await writeFile(
		runs,
		`${JSON.stringify({ ...results, aims: aimsOf(results) }, rounded, '\t')}\n`,
	);
	return [tables, runs];
}

function rounded(_key: string, value: unknown): unknown {
	return typeof value === 'number' && value > 100 ? Math.round(value) : value;
}
