/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test rig: it starts npm and n8n as processes */
import { spawn, type ChildProcess } from 'node:child_process';

const OUTPUT_LIMIT = 400_000;

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Aborting ends the process and everything it started. */
	signal?: AbortSignal;
	/** Milliseconds after which the process is ended and the run fails. */
	timeoutMs?: number;
}

export interface RunResult {
	code: number | null;
	/** stdout and stderr in order of arrival, the last 400,000 characters. */
	output: string;
	stdout: string;
}

/**
 * Runs a program to its end without a shell.
 *
 * @throws the signal's reason when aborted, and the spawn error when the program cannot be started. An exit code
 * other than 0 is not thrown.
 */
export async function run(
	command: string,
	args: string[],
	options: RunOptions = {},
): Promise<RunResult> {
	const { cwd, env, signal, timeoutMs } = options;
	signal?.throwIfAborted();
	const child = spawn(command, args, {
		cwd,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own, so that an abort also reaches the compilers that npm started.
		detached: process.platform !== 'win32',
	});
	let output = '';
	let stdout = '';
	const keep = (text: string) => {
		output = (output + text).slice(-OUTPUT_LIMIT);
	};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		keep(text);
	});
	child.stderr.setEncoding('utf8').on('data', keep);
	const end = () => killTree(child, 'SIGKILL');
	const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
	signal?.addEventListener('abort', end, { once: true });
	process.once('exit', end);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		signal?.throwIfAborted();
		return { code, output, stdout };
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', end);
		process.removeListener('exit', end);
	}
}

/** Sends a signal to a process started with `detached` and to all it started; a process already gone is no error. */
export function killTree(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// The group has ended already.
	}
}
