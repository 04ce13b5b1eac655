import { aimsOf, mediansOf, mib, sizeName, wayNames, type Medians, type Results } from './results';
import { fullPlan, MB, quickPlan } from './scenarios';

const titles = new Map(
	[...quickPlan.scenarios, ...fullPlan.scenarios].map(({ id, title }) => [id, title]),
);

/** The results as Markdown. */
export function toMarkdown(results: Results): string {
	const { machine } = results;
	return [
		`Measured on ${machine.date} with \`${machine.command}\`: ${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, n8n ${machine.n8n} on Node.js ${machine.node}, curl ${machine.curl}.`,
		'### Aims',
		table(
			['What', 'Aim', 'Measured', ''],
			aimsOf(results).map(({ what, aim, measured, reached }) => [
				what,
				aim,
				measured,
				reached ? 'reached' : '**missed**',
			]),
		),
		...[...new Set(results.series.map(({ scenario }) => scenario))].flatMap((id) =>
			scenarioPart(results, id),
		),
		...memoryPart(results),
	].join('\n\n');
}

function scenarioPart({ series }: Results, id: string): string[] {
	const own = series.filter(({ scenario }) => scenario === id);
	const sizes = [...new Set(own.map(({ size }) => size))];
	return [
		`### ${titles.get(id) ?? id}`,
		...sizes.flatMap((size) => {
			const rows = own.filter((each) => each.size === size).map(mediansOf);
			return [
				`**${sizeName(size)}**, medians of ${rows[0]?.rounds} interleaved rounds`,
				sizeTable(size, rows),
			];
		}),
	];
}

function sizeTable(size: number, rows: Medians[]): string {
	const own = rows.find(({ way }) => way === 'node');
	return table(
		['Way', 'PUTs', 'on the wire', 'MB/s', 'sending', 'times the node’s', 'n8n’s processor'],
		rows.map(({ way, puts, transferMs, sendMs, cpuMs, rounds, failure }) =>
			rounds === 0
				? [wayNames[way], '–', '–', '–', '–', '–', failure ?? 'no run']
				: [
						wayNames[way],
						String(puts),
						duration(transferMs),
						(size / MB / (transferMs / 1000)).toFixed(0),
						duration(sendMs),
						own ? (sendMs / own.sendMs).toFixed(2) : '',
						way.startsWith('curl') ? '–' : duration(cpuMs),
					],
		),
	);
}

function memoryPart({ memory }: Results): string[] {
	if (memory.length === 0) return [];
	return [
		'### Growth of n8n’s process',
		table(
			[
				'Source',
				'Video',
				'growth above rest, each round',
				'once more, after a rest',
				'at rest',
				'V8’s heap',
				'Buffers',
			],
			[...new Set(memory.map(({ source, size }) => `${source} ${size}`))].sort().map((key) => {
				const rounds = memory.filter(({ source, size }) => `${source} ${size}` === key);
				const [{ source, size }] = rounds;
				const most = (field: 'idle' | 'heapUsed' | 'arrayBuffers') =>
					mib(Math.max(...rounds.map((each) => each[field])));
				return [
					source,
					sizeName(size),
					rounds.map(({ growth }) => mib(growth)).join(', '),
					rounds.map(({ again }) => mib(again)).join(', '),
					most('idle'),
					`+${most('heapUsed')}`,
					`+${most('arrayBuffers')}`,
				];
			}),
		),
	];
}

function duration(ms: number): string {
	return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(0)} ms`;
}

function table(head: string[], rows: string[][]): string {
	const lines = [head, head.map(() => '---'), ...rows];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
