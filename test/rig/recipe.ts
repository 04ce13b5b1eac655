/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it reads recipes and asks npm */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { npm } from './npm';
import { RigError } from './rigError';

/** One folder for each n8n: its package.json and, where it can be, a package-lock.json. */
const RECIPES = join(__dirname, 'n8n');

const FILES = ['package.json', 'package-lock.json'];

const manifestSchema = z
	.object({
		/** An exact version, or a tag of npm's such as `latest`. */
		dependencies: z.object({ n8n: z.string() }),
		/** `node`: the Node version to bring where the running one does not fit. `rebuild`: packages with native parts. */
		config: z.object({ node: z.string(), rebuild: z.string() }),
	})
	.passthrough();

/** What npm installs, and with what. */
export interface Recipe {
	/** The exact version of n8n. */
	version: string;
	/** The Node version to bring where the running one does not fit. */
	node: string;
	/** Packages with native parts. */
	natives: string[];
	/** The files for npm, by name. */
	files: Record<string, string>;
	/** Eight hex digits over the files: a changed recipe is another one. */
	fingerprint: string;
}

/**
 * Reads a recipe. Where it names a tag, npm says which version that is today.
 *
 * @param name a folder in `test/rig/n8n`
 * @throws RigError in plain words: no such recipe, npm cannot be asked
 */
export async function readRecipe(name: string): Promise<Recipe> {
	const folder = join(RECIPES, name);
	if (!existsSync(join(folder, 'package.json'))) {
		const known = (await readdir(RECIPES)).join(', ');
		throw new RigError(`No recipe for n8n ${name}. Known versions: ${known}.`);
	}
	const files: Record<string, string> = {};
	for (const file of FILES.filter((one) => existsSync(join(folder, one))))
		files[file] = await readFile(join(folder, file), 'utf8');
	const manifest = manifestSchema.parse(JSON.parse(files['package.json']));
	const { dependencies, config } = manifest;
	if (!/^\d/.test(dependencies.n8n)) {
		dependencies.n8n = await versionOf(dependencies.n8n);
		files['package.json'] = JSON.stringify(manifest, null, '\t');
	}
	const hash = createHash('sha256');
	for (const text of Object.values(files)) hash.update(text);
	return {
		version: dependencies.n8n,
		node: config.node,
		natives: config.rebuild.split(' '),
		files,
		fingerprint: hash.digest('hex').slice(0, 8),
	};
}

/** Puts the files of a recipe where npm is to install it. */
export async function writeRecipe({ files }: Recipe, target: string): Promise<void> {
	for (const [name, text] of Object.entries(files)) await writeFile(join(target, name), text);
}

async function versionOf(tag: string): Promise<string> {
	const { stdout } = await npm(['view', `n8n@${tag}`, 'version', '--json', '--prefer-online']);
	return z.string().parse(JSON.parse(stdout));
}
