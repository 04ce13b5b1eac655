/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test rig: it looks at processes */
import { readFile, writeFile } from 'node:fs/promises';

/** What Linux counts in a second of processor time (USER_HZ). */
const ticksPerSecond = 100;

/** Processor time that a process has used so far, all its threads together, in ms. */
export async function processorTime(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The fields after the name, which stands in brackets and may hold spaces: user time is the 12th, system time the 13th.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** Resident memory of a process, in bytes: now, and the most since {@link resetPeak}. */
export async function residentMemory(pid: number): Promise<{ now: number; peak: number }> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const field = (name: string) =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
	return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** Makes Linux forget the most that the process has used so far. */
export async function resetPeak(pid: number): Promise<void> {
	await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** The processes that a process has started, by their ids. */
export async function childrenOf(pid: number): Promise<number[]> {
	const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
	return list.trim().split(' ').filter(Boolean).map(Number);
}
