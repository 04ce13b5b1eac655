/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- test rig: it fills the cache folder */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { removeAtExit } from './exit';
import { acquireLock } from './lock';
import { RigError } from './rigError';

/** Called with a whole line for the person who waits: at once, then every ten seconds with the seconds passed. */
export type Progress = (line: string) => void;

export interface PlaceOptions {
	onProgress?: Progress;
	/** Free space demanded before the start, in bytes. */
	neededBytes?: number;
}

const REPORT_EVERY_MS = 10_000;

/**
 * Makes a folder complete or not at all: `fill` works in a temporary sibling (and may name the phase it is in), which then takes the final name in one
 * step. A folder that exists is complete and returned at once. Two processes do not fill the same folder at once; the second waits and finds it.
 *
 * @param title what the person reads while it lasts
 * @throws RigError when the disk has too little space, or what `fill` throws; nothing is left behind then
 */
export async function placeFolder(
	folder: string,
	title: string,
	fill: (temporary: string, phase: (name: string) => void) => Promise<void>,
	options: PlaceOptions = {},
): Promise<string> {
	const { onProgress, neededBytes } = options;
	if (existsSync(folder)) return folder;
	const parent = dirname(folder);
	await mkdir(parent, { recursive: true }).catch((error: Error) => {
		throw new RigError(`The cache folder ${parent} cannot be made: ${error.message}`);
	});
	const started = Date.now();
	let lastReport = started;
	const lock = await acquireLock(`${folder}.lock`, {
		onWait: (holder) => {
			if (lastReport !== started && Date.now() - lastReport < REPORT_EVERY_MS) return;
			lastReport = Date.now();
			const who = holder === undefined ? 'Another process' : `Another process (${holder.pid})`;
			onProgress?.(`${title}… ${who} is doing that already, waiting ${seconds(started)} s`);
		},
	});
	try {
		if (existsSync(folder)) return folder;
		await removeLeftovers(folder);
		if (neededBytes !== undefined) await demandSpace(parent, neededBytes);
		let phase = '';
		const report = () => onProgress?.(`${title}… ${seconds(started)} s${phase && `, ${phase}`}`);
		report();
		const timer = setInterval(report, REPORT_EVERY_MS);
		const temporary = await mkdtemp(`${folder}.tmp-`);
		const callOff = removeAtExit(temporary);
		try {
			await fill(temporary, (name) => (phase = name));
			await rename(temporary, folder);
		} catch (error) {
			await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
			throw error;
		} finally {
			clearInterval(timer);
			callOff();
		}
		onProgress?.(`${title}: done in ${seconds(started)} s`);
		return folder;
	} finally {
		await lock.release();
	}
}

/** A run that was killed leaves its temporary folder; whoever holds the lock may clear it away. */
async function removeLeftovers(folder: string): Promise<void> {
	const parent = dirname(folder);
	for (const name of await readdir(parent)) {
		if (name.startsWith(`${basename(folder)}.tmp-`)) {
			await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 });
		}
	}
}

async function demandSpace(folder: string, needed: number): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free < needed) {
		throw new RigError(
			`Not enough space on the disk of ${folder}: ${gigabytes(needed)} GB are needed, ${gigabytes(free)} GB are free. Another place can be set with the environment variable N8N_NODES_TIKTOK_CACHE.`,
		);
	}
}

function seconds(since: number): number {
	return Math.round((Date.now() - since) / 1000);
}

function gigabytes(bytes: number): string {
	return (bytes / 1e9).toFixed(1);
}
