import { wayNames } from './names';
import { largestRecord, rivals, type Way } from './runs';
import { GiB, MB } from './sizes';
import type { Line } from './sink/sink';

/** What is measured under one kind of line. */
export interface Scenario {
	id: string;
	title: string;
	line: Line;
	sizes: Array<{ size: number; rounds: number; ways: Way[] }>;
}

export interface GrowthCase {
	way: Way;
	size: number;
	/** Of a link: the most bytes that its host puts into a TLS record. */
	record?: number;
	/** Whether nodes/TikTok/upload/youngSpace.ts does nothing. */
	withoutFillers?: boolean;
}

export interface BenchPlan {
	scenarios: Scenario[];
	/** Growth of n8n's process; each round is measured in an n8n of its own. */
	memory: Array<GrowthCase & { rounds: number }>;
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

/** TLS records as hosts send them: as large as TLS allows; a quarter of that; so small that each fits into a packet. */
const records = [largestRecord, 4096, 1369];

/** Those that do not hold the whole file in memory. */
const streaming: Way[] = ['stream', 'bufferPerChunk', 'mebibytePuts', 'fetch', 'undici'];

/** The name of a row: its way, and how it differs from the usual one. */
export function growthName({ way, record, withoutFillers }: GrowthCase): string {
	return [
		wayNames[way],
		...(record === undefined ? [] : [`TLS records of ${record} bytes`]),
		...(withoutFillers ? ['without fillers'] : []),
	].join(', ');
}

/** Ours from a file and from hosts of several record sizes, also without fillers, beside other ways. */
function growthCases(size: number, rounds: number, others: Way[]): BenchPlan['memory'] {
	const own: GrowthCase[] = [
		{ way: 'node', size },
		...records.map((record): GrowthCase => ({ way: 'nodeFromUrl', size, record })),
	];
	const bare = own.slice(0, 2).map((each) => ({ ...each, withoutFillers: true }));
	return [
		...own.map((each) => ({ ...each, rounds })),
		...bare.map((each) => ({ ...each, rounds: 1 })),
		...others.map((way) => ({ way, size, rounds: 1 })),
	];
}

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
	memory: [...growthCases(GiB, 1, [...rivals]), ...growthCases(4 * GiB, 5, streaming)],
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
	memory: growthCases(256 * MB, 1, ['stream', 'bufferPerChunk']),
	smallHeap: { size: 512 * MB, heapMb: 256 },
	accounts: 4,
	budgetMs: 3 * 60_000,
};
