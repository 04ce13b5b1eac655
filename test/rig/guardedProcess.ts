/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test rig: it starts servers as processes */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { killTree } from './child';
import { atExit } from './exit';
import type { ProcessLog } from './processLog';

const GUARD = join(__dirname, 'guard.js');

export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

export interface GuardedProcessOptions {
	/** The Node that runs the guard; the running one by default. */
	nodePath?: string;
	cwd: string;
	env: Record<string, string>;
	log: ProcessLog;
}

/** A server as a process of its own, under the guard that ends it when this process ends, however that happens. */
export class GuardedProcess {
	readonly exited: Promise<Exit>;
	private child: ChildProcess | undefined;
	private readonly endWithUs = () => {
		if (this.child) killTree(this.child, 'SIGKILL');
	};

	constructor(
		command: string,
		args: string[],
		{ nodePath = process.execPath, cwd, env, log }: GuardedProcessOptions,
	) {
		const { NODE_OPTIONS: guarded, ...rest } = env;
		const child = spawn(nodePath, [GUARD, command, ...args], {
			cwd,
			env: guarded === undefined ? rest : { ...rest, GUARDED_NODE_OPTIONS: guarded },
			// The guard watches stdin, and leads a group of its own that can be ended as a whole.
			stdio: ['pipe', 'pipe', 'pipe'],
			detached: process.platform !== 'win32',
		});
		this.child = child;
		const callOff = atExit(this.endWithUs);
		const keep = (text: string) => log.append(text);
		child.stdout.setEncoding('utf8').on('data', keep);
		child.stderr.setEncoding('utf8').on('data', keep);
		this.exited = new Promise((resolve) => {
			const ended = (code: number | null, signal: NodeJS.Signals | null) => {
				callOff();
				this.child = undefined;
				resolve({ code, signal });
			};
			child.once('error', (error) => {
				keep(`${error.message}\n`);
				ended(null, null);
			});
			child.once('exit', ended);
		});
	}

	get running(): boolean {
		return this.child !== undefined;
	}

	/** Of the guard; the program is its only child. */
	get guardPid(): number | undefined {
		return this.child?.pid;
	}

	/** Asks the process to end, as a service manager does, and kills it when it has not after `timeoutMs`. */
	async stop(timeoutMs: number, signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
		this.child?.kill(signal);
		const timer = setTimeout(this.endWithUs, timeoutMs);
		try {
			return await this.exited;
		} finally {
			clearTimeout(timer);
		}
	}

	/** Ends the process and what it started at once, as a crash or a power cut would. */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
		if (this.child) killTree(this.child, signal);
		return await this.exited;
	}
}
