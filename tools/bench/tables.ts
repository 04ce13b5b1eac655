import { aimsOf } from './aims';
import type { Growth } from './growth';
import { mib, sizeName, wayNames } from './names';
import { median, mediansOf, type Machine, type Medians, type Results } from './results';
import type { Way } from './runs';
import { fullPlan, growthName, quickPlan } from './scenarios';
import { GiB, MB } from './sizes';

const titles = new Map(
	[...quickPlan.scenarios, ...fullPlan.scenarios].map(({ id, title }) => [id, title]),
);

/** What the page says: a line for each aim, and one table. */
export function summary(results: Results): string {
	return [
		measuredOn(results.machine),
		aimsOf(results)
			.map(({ what, aim, measured, reached }) =>
				[`- ${what}:`, `**${measured}**`, `(aim: ${aim}${reached ? '' : '; **missed**'})`].join(
					' ',
				),
			)
			.join('\n'),
		waysTable(results),
	].join('\n\n');
}

/** All tables of a quick run, with what they are not. */
export const quickReport = (results: Results): string =>
	`A quick run of small videos, with few rounds: what happens once for each post weighs more here than in a large video. The aims are those of the long run.\n\n${report(results)}`;

/** All tables. */
export function report(results: Results): string {
	return [
		measuredOn(results.machine),
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

function measuredOn({
	date,
	command,
	cores,
	processor,
	memoryGiB,
	n8n,
	node,
	curl,
}: Machine): string {
	return `Measured on ${date} with \`${command}\`: ${cores} cores (${processor}), ${memoryGiB} GiB, n8n ${n8n} on Node.js ${node}, curl ${curl}.`;
}

/** All ways with a file of 1 GiB, and the growth of n8n's process with 4 GiB. */
function waysTable({ series, memory }: Results): string {
	const ways = [...new Set([...series, ...memory].map(({ way }) => way))];
	const medians = (scenario: string, way: Way) => {
		const found = series.find(
			(each) => each.scenario === scenario && each.size === GiB && each.way === way,
		);
		return found && found.runs.length > 0 ? mediansOf(found) : undefined;
	};
	const growth = (way: Way, size: number) => {
		const rows = memory.filter(
			(each) => each.way === way && each.size === size && !each.withoutFillers,
		);
		return rows.length === 0 ? '–' : mib(median(rows.map((each) => each.growth)));
	};
	const own = medians('loopback', 'node');
	return table(
		[
			...['Way', 'PUTs', 'sending, loopback', 'times the node’s', 'MB/s at 1 Gbit/s, 20 ms'],
			...['n8n’s processor', 'growth at 1 GiB', 'growth at 4 GiB'],
		],
		ways.map((way) => {
			const [loopback, gigabit] = [medians('loopback', way), medians('gigabit', way)];
			return [
				wayNames[way],
				loopback ? String(loopback.puts) : '–',
				loopback ? duration(loopback.sendMs) : '–',
				loopback && own ? (loopback.sendMs / own.sendMs).toFixed(2) : '–',
				gigabit ? (GiB / MB / (gigabit.transferMs / 1000)).toFixed(0) : '–',
				loopback && !way.startsWith('curl') ? duration(loopback.cpuMs) : '–',
				growth(way, GiB),
				growth(way, 4 * GiB),
			];
		}),
	);
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
	const names = new Set(memory.map((each) => `${sizeName(each.size)} ${growthName(each)}`));
	return [
		'### Growth of n8n’s process',
		table(
			[
				...['Video', 'Way', 'growth above rest, each session', 'at rest'],
				...['V8’s heap', 'Buffers', 'small collections', 'full ones', 'seconds'],
			],
			[...names].map((name) =>
				growthRow(memory.filter((each) => `${sizeName(each.size)} ${growthName(each)}` === name)),
			),
		),
	];
}

const change = (bytes: number): string => (bytes < 0 ? mib(bytes) : `+${mib(bytes)}`);

function growthRow(sessions: Growth[]): string[] {
	const most = (value: (each: Growth) => number) => Math.max(...sessions.map(value));
	const middle = (value: (each: Growth) => number) => median(sessions.map(value)).toFixed(0);
	return [
		sizeName(sessions[0].size),
		growthName(sessions[0]),
		sessions.map(({ growth }) => mib(growth)).join(', '),
		mib(most(({ idle }) => idle)),
		change(most(({ heapUsed }) => heapUsed)),
		change(most(({ arrayBuffers }) => arrayBuffers)),
		middle(({ collections }) => collections.small),
		middle(({ collections }) => collections.full),
		middle(({ transferMs }) => transferMs / 1000),
	];
}

function duration(ms: number): string {
	return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(0)} ms`;
}

function table(head: string[], rows: string[][]): string {
	const lines = [head, head.map(() => '---'), ...rows];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
