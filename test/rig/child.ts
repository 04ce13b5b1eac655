/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test rig: it starts npm and n8n as processes */
import { spawn, type ChildProcess } from 'node:child_process';

import { atExit } from './exit';

const OUTPUT_LIMIT = 400_000;

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
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
 * Runs a program to its end without a shell. When this process ends, it is ended with all that it started.
 *
 * @throws the spawn error when the program cannot be started. An exit code other than 0 is not thrown.
 */
export async function run(
	command: string,
	args: string[],
	options: RunOptions = {},
): Promise<RunResult> {
	const { cwd, env, timeoutMs } = options;
	const child = spawn(command, args, {
		cwd,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own, so that its end also reaches the compilers that npm started.
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
	const callOff = atExit(end);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		return { code, output, stdout };
	} finally {
		clearTimeout(timer);
		callOff();
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
