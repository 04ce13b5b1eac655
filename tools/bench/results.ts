/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the bench is a Node program */
import { cpus, totalmem } from 'node:os';

import type { Growth, Series, SmallHeapCheck } from './measure';
import type { Way } from './runs';
import { GiB, MB } from './scenarios';

export interface Machine {
	date: string;
	cores: number;
	processor: string;
	memoryGiB: number;
	/** Of n8n. */
	node: string;
	n8n: string;
	curl: string;
	command: string;
}

export interface Results {
	machine: Machine;
	series: Series[];
	memory: Growth[];
	smallHeap: SmallHeapCheck[];
}

/** Medians of a way, in ms. */
export interface Medians {
	way: Way;
	rounds: number;
	transferMs: number;
	sendMs: number;
	runMs: number;
	cpuMs: number;
	puts: number;
	connections: number;
	failure?: string;
}

export function thisMachine(versions: Pick<Machine, 'node' | 'n8n' | 'curl' | 'command'>): Machine {
	const all = cpus();
	return {
		date: new Date().toISOString().slice(0, 10),
		cores: all.length,
		processor: all[0]?.model.trim() ?? '',
		memoryGiB: Math.round(totalmem() / GiB),
		...versions,
	};
}

export function median(values: number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = Math.floor(sorted.length / 2);
	if (sorted.length === 0) return NaN;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function mediansOf({ way, runs, failure }: Series): Medians {
	const of = (field: 'transferMs' | 'sendMs' | 'runMs' | 'cpuMs') =>
		median(runs.map((run) => run[field]));
	return {
		way,
		rounds: runs.length,
		transferMs: of('transferMs'),
		sendMs: of('sendMs'),
		runMs: of('runMs'),
		cpuMs: of('cpuMs'),
		puts: runs[0]?.received.puts ?? 0,
		connections: runs[0]?.received.connections ?? 0,
		failure,
	};
}

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
	return sizesOf(results, 'gigabit').flatMap((size) => {
		const own = find(results, 'gigabit', size, 'node');
		const curl = find(results, 'gigabit', size, 'curl');
		if (!own || !curl) return [];
		const ratio = curl.transferMs / own.transferMs;
		return [
			{
				what: `Speed beside curl with the same plan, 1 Gbit/s and 20 ms, ${sizeName(size)}`,
				aim: 'at least 0.98',
				measured: ratio.toFixed(3),
				reached: ratio >= 0.98,
			},
		];
	});
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
	return (['file', 'link'] as const).flatMap((source) => {
		const sizes = [...new Set(memory.map(({ size }) => size))].sort((one, other) => one - other);
		const growthAt = (size: number) =>
			median(
				memory
					.filter((each) => each.source === source && each.size === size)
					.map(({ growth }) => growth),
			);
		if (sizes.length === 0) return [];
		const [smallest, largest] = [growthAt(sizes[0]), growthAt(sizes[sizes.length - 1])];
		const at = `${sizeName(sizes[sizes.length - 1])} from a ${source}`;
		return [
			{
				what: `Growth of n8n’s process at ${at}`,
				aim: 'at most 32 MiB',
				measured: mib(largest),
				reached: largest <= 32 * 1024 * 1024,
			},
			{
				what: `The same beside ${sizeName(sizes[0])}`,
				aim: 'no more',
				measured: `${mib(largest)}, ${mib(smallest)} at ${sizeName(sizes[0])}`,
				reached: largest <= smallest,
			},
		];
	});
}

function smallHeapAims({ smallHeap }: Results): Aim[] {
	return smallHeap.map(({ source, size, heapMb, isWhole, failure }) => ({
		what: `${sizeName(size)} from a ${source} with Node’s heap limited to ${heapMb} MB`,
		aim: 'arrives whole',
		measured: isWhole ? 'the same SHA-256' : (failure?.split('\n')[0] ?? 'another SHA-256'),
		reached: isWhole,
	}));
}

export const wayNames: Record<Way, string> = {
	node: 'this node, from n8n’s store',
	nodeFromUrl: 'this node, from a link',
	curl: 'curl -T, one for each part',
	curlOneConnection: 'curl -T, all parts over one connection',
	stream: 'stream, redirects off, one PUT',
	streamRedirects: 'stream, redirects on, one PUT',
	bufferPerChunk: 'Buffer for each part',
	mebibytePuts: 'PUTs of 1 MiB',
	wholeBuffer: 'whole file in a Buffer, one PUT',
	fetch: 'global fetch, one PUT',
	undici: 'undici, one PUT',
};

export function sizeName(bytes: number): string {
	return bytes % GiB === 0 ? `${bytes / GiB} GiB` : `${bytes / MB} MB`;
}

export function mib(bytes: number): string {
	return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
