import type { Growth } from './growth';
import { mib, sizeName, wayNames } from './names';
import { median, mediansOf, type Medians, type Results } from './results';
import type { Way } from './runs';
import { growthName } from './scenarios';
import { GiB, MB, MiB } from './sizes';

/** One aim of the project, and what was measured. */
export interface Aim {
	what: string;
	aim: string;
	measured: string;
	reached: boolean;
}

/** Compares the results with the project's aims; those that were not measured are left out. */
export function aimsOf(results: Results): Aim[] {
	return [
		...gigabitAims(results),
		...processorAims(results),
		...loopbackAims(results),
		...memoryAims(results),
		...smallHeapAims(results),
	];
}

function find(results: Results, scenario: string, size: number, way: Way): Medians | undefined {
	const series = results.series.find(
		(each) => each.scenario === scenario && each.size === size && each.way === way,
	);
	return series && series.runs.length > 0 ? mediansOf(series) : undefined;
}

function sizesOf(results: Results, scenario: string): number[] {
	return [
		...new Set(results.series.filter((each) => each.scenario === scenario).map(({ size }) => size)),
	];
}

function gigabitAims(results: Results): Aim[] {
	return sizesOf(results, 'gigabit').flatMap((size) =>
		(['node', 'nodeFromUrl'] as const).flatMap((way) => {
			const own = find(results, 'gigabit', size, way);
			const curl = find(results, 'gigabit', size, 'curl');
			if (!own || !curl) return [];
			const ratio = curl.transferMs / own.transferMs;
			return [
				{
					what: `Speed beside curl with the same plan, 1 Gbit/s and 20 ms, ${sizeName(size)} from a ${way === 'node' ? 'file' : 'link'}`,
					aim: 'at least 0.98',
					measured: ratio.toFixed(3),
					reached: ratio >= 0.98,
				},
			];
		}),
	);
}

/** What a link costs beside a file, at the largest size. */
function processorAims(results: Results): Aim[] {
	const size = Math.max(...sizesOf(results, 'gigabit'));
	const file = find(results, 'gigabit', size, 'node');
	const link = find(results, 'gigabit', size, 'nodeFromUrl');
	if (!file || !link) return [];
	const ratio = link.cpuMs / file.cpuMs;
	return [
		{
			what: `Processor time of a link beside that of a file, 1 Gbit/s and 20 ms, ${sizeName(size)}`,
			aim: 'at most 1.2',
			measured: ratio.toFixed(2),
			reached: ratio <= 1.2,
		},
	];
}

/** Small files are left out: with them the calls before the upload decide. */
function loopbackAims(results: Results): Aim[] {
	return sizesOf(results, 'loopback').flatMap((size) => {
		const own = find(results, 'loopback', size, 'node');
		if (!own || size < 60 * MB) return [];
		const others = results.series
			.filter((each) => each.scenario === 'loopback' && each.size === size && each.runs.length > 0)
			.map(mediansOf)
			.filter(({ way }) => !/^(node|curl)/.test(way));
		const legal = others.filter(
			({ way }) => way === 'bufferPerChunk' || way === 'mebibytePuts' || own.puts === 1,
		);
		const singles = others.filter(({ way }) => way !== 'bufferPerChunk' && way !== 'mebibytePuts');
		const isOnePut = own.puts === 1;
		return [
			fasterThan(
				`Loopback, ${sizeName(size)}: beside the fastest other way from n8n that TikTok would take`,
				own,
				legal,
				1,
			),
			isOnePut
				? undefined
				: fasterThan(
						`Loopback, ${sizeName(size)}: beside the fastest single PUT`,
						own,
						singles,
						0.9,
					),
			besideCurl(size, own, find(results, 'loopback', size, 'curl')),
		].filter((aim) => aim !== undefined);
	});
}

function fasterThan(what: string, own: Medians, others: Medians[], aim: number): Aim | undefined {
	if (others.length === 0) return undefined;
	const best = others.reduce((one, other) => (other.sendMs < one.sendMs ? other : one));
	const ratio = best.sendMs / own.sendMs;
	return {
		what,
		aim: `at least ${aim}`,
		measured: `${ratio.toFixed(2)} (${wayNames[best.way]})`,
		reached: ratio >= aim,
	};
}

function besideCurl(size: number, own: Medians, curl: Medians | undefined): Aim | undefined {
	if (!curl) return undefined;
	const measured = (curl.transferMs / own.transferMs).toFixed(2);
	return {
		what: `Loopback, ${sizeName(size)}: beside curl with the same plan`,
		aim: 'stated',
		measured,
		reached: true,
	};
}

function memoryAims({ memory }: Results): Aim[] {
	const own = memory.filter(({ way, withoutFillers }) => /^node/.test(way) && !withoutFillers);
	const others = memory.filter(({ way }) => !/^node/.test(way));
	return [...new Set(own.map(({ size }) => size))].flatMap((size) => {
		const rows = rowsOf(own.filter((each) => each.size === size));
		const least = leastGrowth(
			size,
			rows,
			others.filter((each) => each.size === size),
		);
		return [...(least ? [least] : []), ...(size === 4 * GiB ? rows.map(flat) : [])];
	});
}

/** The sessions of each row. */
function rowsOf(growths: Growth[]): Growth[][] {
	const names = [...new Set(growths.map(growthName))];
	return names.map((name) => growths.filter((each) => growthName(each) === name));
}

/** The largest growth of ours beside the smallest of all other ways. */
function leastGrowth(size: number, rows: Growth[][], others: Growth[]): Aim | undefined {
	if (others.length === 0) return undefined;
	const worst = Math.max(...rows.map((row) => median(row.map(({ growth }) => growth))));
	const best = others.reduce((one, other) => (other.growth < one.growth ? other : one));
	return {
		what: `Growth of n8n’s process at ${sizeName(size)}, from a file or a link`,
		aim: 'less than every other way from n8n',
		measured: `${mib(worst)} beside ${mib(best.growth)} (${wayNames[best.way]})`,
		reached: worst < best.growth,
	};
}

function flat(row: Growth[]): Aim {
	const most = Math.max(...row.map(({ growth }) => growth));
	return {
		what: `Growth at ${sizeName(row[0].size)}, ${growthName(row[0])}: the most in ${row.length} sessions`,
		aim: 'at most 64 MiB',
		measured: mib(most),
		reached: most <= 64 * MiB,
	};
}

function smallHeapAims({ smallHeap }: Results): Aim[] {
	return smallHeap.map(({ source, size, heapMb, isWhole, failure }) => ({
		what: `${sizeName(size)} from a ${source} with Node’s heap limited to ${heapMb} MB`,
		aim: 'arrives whole',
		measured: isWhole ? 'the same SHA-256' : (failure?.split('\n')[0] ?? 'another SHA-256'),
		reached: isWhole,
	}));
}
