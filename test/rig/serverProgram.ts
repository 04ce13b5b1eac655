/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it starts servers of the system */
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { GuardedProcess } from './guardedProcess';
import type { ProcessLog } from './processLog';
import { RigError } from './rigError';

const START_TIMEOUT_MS = 60_000;

/**
 * The path of a program of the system: on `PATH`, or in one of the folders that match `elsewhere`.
 *
 * @param elsewhere a folder whose subfolders are looked at, newest name first, and the folder below each
 * @throws RigError that names the Debian package
 */
export function findProgram(
	name: string,
	debianPackage: string,
	elsewhere?: { folder: string; below: string },
): string {
	const versions =
		elsewhere && existsSync(elsewhere.folder)
			? readdirSync(elsewhere.folder)
					.sort((a, b) => Number(b) - Number(a))
					.map((version) => join(elsewhere.folder, version, elsewhere.below))
			: [];
	const folders = [...versions, ...(process.env.PATH ?? '').split(delimiter)];
	const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
	if (found === undefined) {
		throw new RigError(
			`The program ${name} was not found. On Debian and Ubuntu: apt install ${debianPackage}.`,
		);
	}
	return found;
}

/** A temporary folder for the data of a server, with what removes it. */
export async function dataFolder(
	name: string,
	owner?: { uid: number; gid: number },
): Promise<{ path: string; remove: () => Promise<void> }> {
	const path = await realpath(await mkdtemp(join(tmpdir(), `n8n-rig-${name}-`)));
	if (owner) await chown(path, owner.uid, owner.gid);
	return {
		path,
		remove: async () => await rm(path, { recursive: true, force: true, maxRetries: 5 }),
	};
}

/**
 * Waits until a server that was just started answers.
 *
 * @throws RigError with its last lines when it ends, or does not answer within a minute
 */
export async function untilAnswers(
	name: string,
	server: GuardedProcess,
	log: ProcessLog,
	answers: () => Promise<boolean>,
): Promise<void> {
	const deadline = Date.now() + START_TIMEOUT_MS;
	while (server.running && Date.now() < deadline) {
		if (await answers()) return;
		await sleep(100);
	}
	const what = server.running
		? `did not answer within ${START_TIMEOUT_MS / 1000} s`
		: 'ended while starting';
	await server.kill();
	throw new RigError(`${name} ${what}. Its last lines:\n${log.tail()}`);
}

/** The environment of a server of the system. */
export function serverEnvironment(): Record<string, string> {
	return { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
}
