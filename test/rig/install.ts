/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it installs n8n */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { cacheFolder } from './cache';
import { run } from './child';
import { ensureNode, type NodeRuntime } from './nodeRuntime';
import { npm, npmEnvironment, type NpmOptions } from './npm';
import { placeFolder, type Progress } from './placeFolder';
import { readRecipe, writeRecipe, type Recipe } from './recipe';
import { RigError } from './rigError';

export const DEFAULT_N8N_VERSION = '2.41.1';
const NEEDED_BYTES = 3.5e9;

export interface InstallOptions {
	/** A folder name in `test/rig/n8n`: a version, or `latest`. */
	version?: string;
	cache?: string;
	onProgress?: Progress;
}

export interface N8nInstallation {
	version: string;
	node: NodeRuntime;
	folder: string;
	/** n8n's command file, to be run with `node.path`. */
	command: string;
}

/**
 * Installs n8n and the Node it needs into the user's cache folder, unless they are there: about 6 minutes and 3 GB,
 * once for each n8n version. It is installed without install scripts; the native parts are then built for that Node.
 *
 * @throws RigError in plain words: unknown version, no network, disk full, npm missing, compiler missing
 */
export async function installN8n(options: InstallOptions = {}): Promise<N8nInstallation> {
	const { version = DEFAULT_N8N_VERSION, cache = cacheFolder(), onProgress } = options;
	const recipe = await readRecipe(version);
	const node = await ensureNode(recipe.node, cache, { onProgress });
	const name = `n8n-${recipe.version}-node${node.major}-${process.platform}-${process.arch}-${recipe.fingerprint}`;
	const folder = await placeFolder(
		join(cache, name),
		`Installing n8n ${recipe.version} (about 6 minutes, once)`,
		async (target, phase) => {
			const npmOptions = { cwd: target, nodePath: node.path };
			phase('downloading');
			await download(target, recipe, npmOptions);
			phase('building its native parts');
			await buildNatives(recipe.natives, node, npmOptions);
			phase('trying it out');
			await verify(target, recipe, node);
		},
		{ onProgress, neededBytes: NEEDED_BYTES },
	);
	return { version: recipe.version, node, folder, command: commandIn(folder) };
}

async function download(target: string, recipe: Recipe, options: NpmOptions): Promise<void> {
	await writeRecipe(recipe, target);
	// Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms.
	await npm(['install', '--ignore-scripts'], options);
}

async function buildNatives(
	natives: string[],
	node: NodeRuntime,
	options: NpmOptions,
): Promise<void> {
	await npm(['rebuild', ...natives, '--ignore-scripts=false', '--foreground-scripts'], {
		...options,
		env: node.headers === undefined ? {} : { npm_config_nodedir: node.headers },
	});
}

/** n8n must say its version and the native parts must load, before the folder gets its final name. */
async function verify(
	target: string,
	{ version, natives: rebuilt }: Recipe,
	node: NodeRuntime,
): Promise<void> {
	const env = npmEnvironment(node.path);
	const options = { cwd: target, env, timeoutMs: 120_000 };
	const load = `for (const name of ${JSON.stringify(rebuilt)}) require(name)`;
	const natives = await run(node.path, ['-e', load], options);
	if (natives.code !== 0) {
		throw new RigError(`The native parts of n8n do not load.\n${natives.output.slice(-2000)}`);
	}
	const userFolder = join(target, 'verify');
	const answer = await run(node.path, [commandIn(target), '--version'], {
		...options,
		env: { ...env, N8N_USER_FOLDER: userFolder, N8N_DIAGNOSTICS_ENABLED: 'false' },
	});
	await rm(userFolder, { recursive: true, force: true });
	if (answer.code !== 0 || !answer.stdout.includes(version)) {
		throw new RigError(`The installed n8n does not start.\n${answer.output.slice(-2000)}`);
	}
}

function commandIn(folder: string): string {
	return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}
