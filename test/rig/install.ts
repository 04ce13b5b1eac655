/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it installs n8n */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { cacheFolder } from './cache';
import { run } from './child';
import { ensureNode, type NodeRuntime } from './nodeRuntime';
import { npm, npmEnvironment, type NpmOptions } from './npm';
import { placeFolder, type Progress } from './placeFolder';
import { RigError } from './rigError';

/** One folder for each n8n version: its package.json and, where it can be, a package-lock.json. */
const RECIPES = join(__dirname, 'n8n');
export const DEFAULT_N8N_VERSION = '2.41.1';
const NEEDED_BYTES = 3.5e9;

const recipeSchema = z.object({
	dependencies: z.object({ n8n: z.string() }),
	/** `node`: the Node version to bring where the running one does not fit. `rebuild`: packages with native parts. */
	config: z.object({ node: z.string(), rebuild: z.string() }),
});

export interface InstallOptions {
	/** A folder name in `test/rig/n8n`. */
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
	const recipeFolder = join(RECIPES, version);
	const recipe = await readRecipe(recipeFolder, version);
	const node = await ensureNode(recipe.config.node, cache, { onProgress });
	const name = `n8n-${version}-node${node.major}-${process.platform}-${process.arch}-${await fingerprint(recipeFolder)}`;
	const folder = await placeFolder(
		join(cache, name),
		`Installing n8n ${version} (about 6 minutes, once)`,
		async (target, phase) => {
			const natives = recipe.config.rebuild.split(' ');
			const npmOptions = { cwd: target, nodePath: node.path };
			phase('downloading');
			await download(target, recipeFolder, npmOptions);
			phase('building its native parts');
			await buildNatives(natives, node, npmOptions);
			phase('trying it out');
			await verify(target, recipe.dependencies.n8n, natives, node);
		},
		{ onProgress, neededBytes: NEEDED_BYTES },
	);
	return { version, node, folder, command: commandIn(folder) };
}

async function download(target: string, recipeFolder: string, options: NpmOptions): Promise<void> {
	await copyFile(join(recipeFolder, 'package.json'), join(target, 'package.json'));
	const lock = join(recipeFolder, 'package-lock.json');
	if (existsSync(lock)) await copyFile(lock, join(target, 'package-lock.json'));
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
	version: string,
	rebuilt: string[],
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

async function readRecipe(folder: string, version: string): Promise<z.infer<typeof recipeSchema>> {
	if (!existsSync(join(folder, 'package.json'))) {
		const known = (await readdir(RECIPES)).join(', ');
		throw new RigError(`No recipe for n8n ${version}. Known versions: ${known}.`);
	}
	return recipeSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
}

/** Eight hex digits over the recipe, so that a changed recipe is a new folder. */
async function fingerprint(recipeFolder: string): Promise<string> {
	const hash = createHash('sha256');
	for (const name of ['package.json', 'package-lock.json']) {
		const file = join(recipeFolder, name);
		if (existsSync(file)) hash.update(await readFile(file));
	}
	return hash.digest('hex').slice(0, 8);
}

function commandIn(folder: string): string {
	return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}
