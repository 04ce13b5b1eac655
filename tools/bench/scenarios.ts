import { rivals, type Way } from './runs';
import type { Line } from './sink/sink';

export const MB = 1_000_000;
export const MiB = 1024 * 1024;
export const GiB = 1024 * MiB;

/** What is measured under one kind of line. */
export interface Scenario {
	id: string;
	title: string;
	line: Line;
	sizes: Array<{ size: number; rounds: number; ways: Way[] }>;
}

export interface BenchPlan {
	scenarios: Scenario[];
	/** Growth of n8n's process; each is measured in an n8n of its own. */
	memory: { sizes: number[]; rounds: number };
	/** The video that must arrive whole although Node's heap is small. */
	smallHeap: { size: number; heapMb: number };
	accounts: number;
	/** After this no second round is begun, in ms. */
	budgetMs: number;
}

const own: Way[] = ['node', 'nodeFromUrl'];
const curls: Way[] = ['curl', 'curlOneConnection'];
const all: Way[] = [...own, ...curls, ...rivals];
/** Those that make no sense at this size or distance left out: they hold all in memory, or take minutes. */
const fast: Way[] = [...own, ...curls, 'stream', 'bufferPerChunk'];
const largest: Way[] = [...own, ...curls, 'stream'];

const gigabit: Line = { roundTripMs: 20, bytesPerSecond: 125 * MB };

export const fullPlan: BenchPlan = {
	scenarios: [
		{
			id: 'loopback',
			title: 'Loopback, as fast as the machine goes',
			line: { roundTripMs: 0 },
			sizes: [
				{ size: 5 * MB, rounds: 7, ways: all },
				{ size: 64 * MB, rounds: 7, ways: all },
				{ size: GiB, rounds: 5, ways: all },
				{ size: 4 * GiB, rounds: 3, ways: largest },
			],
		},
		{
			id: 'gigabit',
			title: '1 Gbit/s with a round trip of 20 ms',
			line: gigabit,
			sizes: [
				{ size: 64 * MB, rounds: 5, ways: all },
				{ size: GiB, rounds: 3, ways: fast },
				{ size: 4 * GiB, rounds: 1, ways: [...own, ...curls] },
			],
		},
		{
			id: 'rtt20',
			title: 'Round trip of 20 ms, no limit of speed',
			line: { roundTripMs: 20 },
			sizes: [
				{ size: 5 * MB, rounds: 3, ways: all },
				{ size: 64 * MB, rounds: 3, ways: all },
				{ size: GiB, rounds: 2, ways: fast },
			],
		},
		{
			id: 'rtt100',
			title: 'Round trip of 100 ms, no limit of speed',
			line: { roundTripMs: 100 },
			sizes: [
				{ size: 5 * MB, rounds: 3, ways: all },
				{ size: 64 * MB, rounds: 2, ways: all },
				{ size: GiB, rounds: 1, ways: fast },
			],
		},
	],
	memory: { sizes: [64 * MB, GiB, 4 * GiB], rounds: 3 },
	smallHeap: { size: 4 * GiB, heapMb: 256 },
	accounts: 12,
	budgetMs: 20 * 60_000,
};

export const quickPlan: BenchPlan = {
	scenarios: [
		{
			id: 'loopback',
			title: 'Loopback, as fast as the machine goes',
			line: { roundTripMs: 0 },
			sizes: [
				{ size: 5 * MB, rounds: 3, ways: all },
				{ size: 64 * MB, rounds: 3, ways: all },
			],
		},
		{
			id: 'gigabit',
			title: '1 Gbit/s with a round trip of 20 ms',
			line: gigabit,
			sizes: [{ size: 150 * MB, rounds: 2, ways: fast }],
		},
	],
	memory: { sizes: [64 * MB, 256 * MB], rounds: 1 },
	smallHeap: { size: 512 * MB, heapMb: 256 },
	accounts: 4,
	budgetMs: 3 * 60_000,
};
