/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it ends processes and removes files */
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const ORPHAN_CHECK_MS = 250;
/** Tells the processes that we start which folder is theirs and ours alone. */
const FOLDER_VARIABLE = 'N8N_NODES_TIKTOK_TEMPORARY';

const undone = new Set<() => void>();

process.once('exit', () => {
	for (const undo of [...undone].reverse()) undo();
});

/**
 * Has `undo` run when this process ends, in whatever way short of SIGKILL; what was begun last is undone first. It cannot
 * wait for anything: the event loop stands still by then.
 *
 * @returns what calls it off
 */
export function atExit(undo: () => void): () => void {
	undone.add(undo);
	return () => void undone.delete(undo);
}

/**
 * Ends this process at once on Ctrl-C, on a service manager's SIGTERM and when the terminal closes, with the exit code that
 * shells use for it. Without this a signal ends it before anything is undone.
 */
export function exitOnSignals(): void {
	const exit = (signal: (typeof SIGNALS)[number]) => process.exit(128 + constants.signals[signal]);
	for (const signal of SIGNALS) process.on(signal, () => exit(signal));
	// npm hands SIGTERM to the shell between it and us, and that one just dies.
	if (process.env.npm_lifecycle_event === undefined) return;
	const shell = process.ppid;
	setInterval(() => {
		if (process.ppid !== shell) exit('SIGTERM');
	}, ORPHAN_CHECK_MS).unref();
}

/**
 * Gives this process, and all that it starts, a temporary folder of its own (`os.tmpdir()` and `TMPDIR` are that folder
 * then), which is removed when the process ends.
 */
export function ownTemporaryFolder(): void {
	// The real path: n8n's file node refuses paths with symbolic links in them.
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'n8n-nodes-tiktok-')));
	// PostgreSQL runs as another user where we are root, and has to pass through to its own folder. What lies here stays ours.
	chmodSync(folder, 0o711);
	for (const name of ['TMPDIR', 'TMP', 'TEMP', FOLDER_VARIABLE]) process.env[name] = folder;
	removeAtExit(folder);
}

/**
 * For a process that may outlive the one that made the temporary folder: has it removed at our exit as well, since the last
 * one to end is the last one to write there. Does nothing where there is no such folder.
 */
export function removeInheritedTemporaryFolderAtExit(): void {
	const folder = process.env[FOLDER_VARIABLE];
	if (folder !== undefined) removeAtExit(folder);
}

/** Removes a folder, also while a process that has just been killed writes its last. @returns what calls it off */
export function removeAtExit(folder: string): () => void {
	return atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
}
