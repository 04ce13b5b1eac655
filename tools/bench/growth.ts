/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the bench is a Node program */
import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import type { Lab } from './lab';
import { residentMemory, resetPeak } from '../../test/rig/processStatus';
import type { Runs, StoredVideo } from './runs';
import type { GrowthCase } from './scenarios';
import { MB } from './sizes';

/** V8's collections during a transfer. */
interface Collections {
	small: number;
	full: number;
	ms: number;
}

/** Growth of n8n's process while it sends one video, in bytes. */
export interface Growth extends GrowthCase {
	/** Resident memory at rest. */
	idle: number;
	/** The most above it. */
	growth: number;
	/** The most of Node's own counters above what they were at rest. */
	heapUsed: number;
	arrayBuffers: number;
	collections: Collections;
	/** In ms. */
	transferMs: number;
}

/** How long n8n rests before its memory is looked at, in ms. */
const restMs = 4_000;

/** A first post of this size loads what n8n loads only once. */
export const firstPost = 5 * MB;

/** Measures the growth of an n8n that is started anew for it. */
export async function growthOf(
	each: GrowthCase,
	lab: Lab,
	runs: Runs,
	{ video, first }: { video: StoredVideo; first: StoredVideo },
): Promise<Growth> {
	await lab.setFillers(!each.withoutFillers);
	await lab.n8n.restart();
	await lab.setFillers(true);
	runs.forgetProcess();
	await runs.run(each.way, first, each.record);
	await runs.memory(true);
	await sleep(restMs);
	const { pid, now } = await runs.memory(true);
	const idle = (await residentMemory(Number(pid))).now;
	await resetPeak(Number(pid));
	const { transferMs } = await runs.run(each.way, video, each.record);
	const { peak } = await residentMemory(Number(pid));
	const { peaks, collections } = await runs.memory(false);
	const above = (name: string) =>
		Number((peaks as IDataObject)[name]) - Number((now as IDataObject)[name]);
	return {
		...each,
		idle,
		growth: peak - idle,
		heapUsed: above('heapUsed'),
		arrayBuffers: above('arrayBuffers'),
		collections: collections as unknown as Collections,
		transferMs,
	};
}
