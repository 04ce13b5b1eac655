/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the bench is a Node program */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { RigError } from '../../test/rig';
import { aimsOf, type Results } from './results';
import { toMarkdown } from './tables';

const page = join(__dirname, '..', '..', 'docs', 'performance.md');
const data = join(__dirname, '..', '..', 'docs', 'bench.json');
const [begin, end] = ['<!-- bench: begin -->', '<!-- bench: end -->'];

/** Puts the results into the documentation: the tables between the page's marks, and the figures as JSON. */
export async function publish(results: Results): Promise<string[]> {
	const text = await readFile(page, 'utf8');
	const [from, to] = [text.indexOf(begin), text.indexOf(end)];
	if (from < 0 || to < from) throw new RigError(`${page} lacks the marks ${begin} and ${end}.`);
	await writeFile(
		page,
		`${text.slice(0, from + begin.length)}\n${toMarkdown(results)}\n${text.slice(to)}`,
	);
	await writeFile(data, `${JSON.stringify(toJson(results), rounded, '\t')}\n`);
	return [page, data];
}

/** One line for each series, each round an array of [on the wire, sending, whole run, processor] in ms. */
function toJson({ machine, series, memory, smallHeap }: Results): object {
	return {
		machine,
		aims: aimsOf({ machine, series, memory, smallHeap }),
		runs: series.map(({ scenario, size, way, runs, failure }) => ({
			scenario,
			size,
			way,
			puts: runs[0]?.received.puts,
			connections: runs[0]?.received.connections,
			transferMs: runs.map(({ transferMs }) => transferMs),
			sendMs: runs.map(({ sendMs }) => sendMs),
			runMs: runs.map(({ runMs }) => runMs),
			cpuMs: runs.map(({ cpuMs }) => cpuMs),
			failure,
		})),
		memory,
		smallHeap,
	};
}

function rounded(_key: string, value: unknown): unknown {
	return typeof value === 'number' && value > 100 ? Math.round(value) : value;
}
