/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of the tests */
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTask } from 'node:timers/promises';

import { fillYoungSpace } from '../../../nodes/TikTok/upload/youngSpace';

// Lets Buffers of 3 GiB come and die, `bare` or `filled`, and says how many full collections V8 did.

const piece = 512 * 1024;
const pieces = 6000;

let full = 0;

function count(entries: unknown[]): void {
	for (const { detail } of entries as Array<{ detail: { kind: number } }>) {
		if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) full += 1;
	}
}

async function main(): Promise<void> {
	const observer = new PerformanceObserver((list) => count(list.getEntries()));
	observer.observe({ entryTypes: ['gc'] });
	for (let made = 0; made < pieces; made++) {
		Buffer.allocUnsafeSlow(piece);
		if (process.argv[2] === 'filled') fillYoungSpace(piece);
		// V8 keeps what a WeakRef holds until the task is over.
		if (made % 8 === 0) await nextTask();
	}
	count(observer.takeRecords());
	process.stdout.write(String(full));
}

void main();
