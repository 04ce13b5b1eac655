/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { setTimeout } from 'node:timers/promises';

/** Waits until something is so in another process, looking again each 50 ms; the test's own time-out ends it. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await isSo())) await setTimeout(50);
}
