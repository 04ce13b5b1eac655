/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the bench is a Node program */
import { cpus, totalmem } from 'node:os';

import type { Growth } from './growth';
import type { Series, SmallHeapCheck } from './measure';
import type { Way } from './runs';
import { GiB } from './sizes';

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
