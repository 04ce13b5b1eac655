/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- test rig: it runs in Node, never inside n8n */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Lock {
	/** Gives the lock back; does nothing when another process has taken it over meanwhile. */
	release(): Promise<void>;
}

export interface LockOptions {
	/** Called at each attempt that found the lock held. */
	onWait?: (holder: LockHolder | undefined) => void;
	/** A lock whose file has not been touched for this long (ms) is considered left behind. */
	staleAfterMs?: number;
	pollMs?: number;
}

export interface LockHolder {
	pid: number;
	host: string;
	id: string;
}

/**
 * Takes an exclusive lock that is a file, waiting while a living process holds it. A lock of a dead process on this
 * host, or one not touched for `staleAfterMs`, is broken. Guards against double work only: what it protects must be
 * put in place by an atomic rename.
 *
 * @throws when the folder cannot be written.
 */
export async function acquireLock(file: string, options: LockOptions = {}): Promise<Lock> {
	const { onWait, staleAfterMs = 60_000, pollMs = 1000 } = options;
	const holder: LockHolder = { pid: process.pid, host: hostname(), id: randomUUID() };
	await mkdir(dirname(file), { recursive: true });
	for (;;) {
		if (await create(file, holder)) break;
		const current = await readHolder(file);
		if (await isStale(file, current, staleAfterMs)) {
			await breakLock(file, current);
			continue;
		}
		onWait?.(current);
		await sleep(pollMs);
	}
	const heartbeat = setInterval(() => {
		const now = new Date();
		utimes(file, now, now).catch(() => undefined);
	}, staleAfterMs / 4);
	heartbeat.unref();
	return {
		async release() {
			clearInterval(heartbeat);
			if ((await readHolder(file))?.id === holder.id) await rm(file, { force: true });
		},
	};
}

async function create(file: string, holder: LockHolder): Promise<boolean> {
	try {
		const handle = await open(file, 'wx');
		try {
			await handle.writeFile(JSON.stringify(holder));
		} finally {
			await handle.close();
		}
		return true;
	} catch (error) {
		if (hasCode(error, 'EEXIST')) return false;
		throw error;
	}
}

async function readHolder(file: string): Promise<LockHolder | undefined> {
	try {
		const value: unknown = JSON.parse(await readFile(file, 'utf8'));
		return isHolder(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

async function isStale(
	file: string,
	holder: LockHolder | undefined,
	staleAfterMs: number,
): Promise<boolean> {
	if (holder?.host === hostname() && !isAlive(holder.pid)) return true;
	try {
		return Date.now() - (await stat(file)).mtimeMs > staleAfterMs;
	} catch {
		return false;
	}
}

/** Renames before removing, so that of two processes that saw the same stale lock one takes it away. */
async function breakLock(file: string, stale: LockHolder | undefined): Promise<void> {
	const aside = `${file}.${randomUUID()}`;
	try {
		await rename(file, aside);
	} catch (error) {
		if (hasCode(error, 'ENOENT')) return;
		throw error;
	}
	const taken = await readHolder(aside);
	if (taken && taken.id !== stale?.id) {
		await rename(aside, file).catch(() => undefined);
		return;
	}
	await rm(aside, { force: true });
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return hasCode(error, 'EPERM');
	}
}

function isHolder(value: unknown): value is LockHolder {
	return (
		typeof value === 'object' &&
		value !== null &&
		'pid' in value &&
		typeof value.pid === 'number' &&
		'host' in value &&
		typeof value.host === 'string' &&
		'id' in value &&
		typeof value.id === 'string'
	);
}

/** No `instanceof`: under jest, errors of Node's file functions come from another realm. */
function hasCode(error: unknown, code: string): boolean {
	return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
