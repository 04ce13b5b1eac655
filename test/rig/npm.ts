/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it runs npm */
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

import { run, type RunOptions, type RunResult } from './child';
import { RigError } from './rigError';

/**
 * npm's entry file, to be run with a Node of our choice: the npm that started us, the one beside Node, or the one on
 * `PATH`.
 *
 * @throws RigError when there is none.
 */
export function findNpmCli(env: NodeJS.ProcessEnv = process.env): string {
	const nodeFolder = dirname(process.execPath);
	const candidates = [
		env.npm_execpath ?? '',
		join(nodeFolder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(nodeFolder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		...(env.PATH ?? '')
			.split(delimiter)
			.filter((folder) => folder !== '')
			.flatMap((folder) => [
				join(folder, 'npm'),
				join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
			]),
	];
	for (const candidate of candidates) {
		if (candidate === '' || !existsSync(candidate)) continue;
		const file = realpathSync(candidate);
		if (basename(file) === 'npm-cli.js') return file;
	}
	throw new RigError(
		'npm was not found. It normally comes with Node.js: install Node.js 20 or later from https://nodejs.org and try again.',
	);
}

/**
 * The environment for an npm of its own: the caller's registry, proxy and certificates stay, what `npm run` adds for
 * the package it runs (its folder, its `ignore-scripts`) goes.
 *
 * @param nodePath this Node comes first on `PATH`, so that builds are made for it
 */
export function npmEnvironment(
	nodePath: string,
	env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
	const result: NodeJS.ProcessEnv = {};
	const dropped =
		/^(npm_(lifecycle|package)_|npm_(command|node_execpath|execpath)$|npm_config_(local_prefix|prefix|global_prefix|ignore_scripts|omit|production|dry_run|loglevel|silent|workspace|include_workspace_root)$|INIT_CWD$|NODE_OPTIONS$|NODE_ENV$|NODE_PATH$)/i;
	for (const [name, value] of Object.entries(env)) if (!dropped.test(name)) result[name] = value;
	const pathName = Object.keys(result).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	result[pathName] = [dirname(nodePath), result[pathName] ?? ''].join(delimiter);
	return result;
}

export interface NpmOptions extends Omit<RunOptions, 'env'> {
	/** The Node that runs npm; the running one by default. */
	nodePath?: string;
	/** Added to the environment of `npmEnvironment`. */
	env?: Record<string, string>;
}

/**
 * Runs npm to its end.
 *
 * @returns what it wrote
 * @throws RigError in plain words when it fails
 */
export async function npm(args: string[], options: NpmOptions = {}): Promise<RunResult> {
	const { nodePath = process.execPath, env, ...rest } = options;
	const result = await run(
		nodePath,
		[findNpmCli(), ...args, '--no-audit', '--no-fund', '--no-update-notifier'],
		{
			...rest,
			env: { ...npmEnvironment(nodePath), ...env },
		},
	);
	if (result.code !== 0) {
		throw new RigError(explainNpmFailure(`npm ${args[0] ?? ''}`, result.output));
	}
	return result;
}

/** Turns the output of a failed npm into a message that says what to do, with npm's last lines. */
export function explainNpmFailure(command: string, output: string): string {
	const reasons: Array<[RegExp, string]> = [
		[/ENOSPC/, 'The disk is full.'],
		[/EDQUOT/, 'The disk quota is used up.'],
		[
			/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|EHOSTUNREACH/,
			'npm could not reach its registry. Check the network connection (and the proxy settings, if there is one).',
		],
		[
			/SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF/,
			'npm does not trust the certificate of its registry. Set npm\'s "cafile" to the certificate of your network.',
		],
		[/\bE40[13]\b/, 'The npm registry refused access.'],
		[/\bE404\b|ETARGET/, 'The npm registry lacks a package that is needed.'],
		[/EACCES|EPERM/, 'A folder cannot be written.'],
		[
			/gyp ERR!.*(find Python|not found: make|Visual Studio)|not found: (make|g\+\+|c\+\+)/i,
			'A native part of n8n has to be compiled here, which needs Python 3, make and a C++ compiler (Debian, Ubuntu: apt install python3 make g++; macOS: xcode-select --install).',
		],
	];
	const reason = reasons.find(([pattern]) => pattern.test(output))?.[1];
	const lines = output
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^npm (warn|notice)|^npm error *$/.test(line));
	// npm begins with what matters; compilers and scripts end with it.
	return reason === undefined
		? [`"${command}" failed.`, ...lines.slice(-12)].join('\n')
		: [`"${command}" failed. ${reason}`, ...lines.slice(0, 4)].join('\n');
}
