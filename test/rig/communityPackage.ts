/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test rig: it unpacks a tarball as n8n does */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { run } from './child';
import type { NodeRuntime } from './nodeRuntime';
import { npm } from './npm';
import { RigError } from './rigError';

const manifestSchema = z.object({ name: z.string(), version: z.string() }).passthrough();
const nodesManifestSchema = z
	.object({ dependencies: z.record(z.string()).default({}) })
	.passthrough();

/** What n8n removes from a community package's manifest before it installs the rest (n8n 2.41.1, `downloadPackage`). */
const STRIPPED = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Installs a tarball into n8n's folder for community packages by the steps of n8n 2.41.1's own installer: unpack,
 * strip the dependencies a host provides, install what remains (without scripts), enter it in the folder's manifest.
 * n8n's endpoint for it takes packages from the public registry only, so a package not yet published goes this way.
 *
 * @param n8nFolder the `.n8n` folder of the instance, which must not be running
 * @returns the package's name and version
 * @throws RigError when the tarball cannot be unpacked
 */
export async function installCommunityPackage(
	tarball: string,
	n8nFolder: string,
	node: NodeRuntime,
): Promise<{ name: string; version: string }> {
	const nodesFolder = join(n8nFolder, 'nodes');
	const unpacked = join(nodesFolder, 'unpacked');
	await rm(unpacked, { recursive: true, force: true });
	await mkdir(unpacked, { recursive: true });
	await untar(tarball, unpacked);
	const manifest = manifestSchema.parse(
		JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')),
	);
	const { name, version } = manifest;
	const folder = join(nodesFolder, 'node_modules', name);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await untar(tarball, folder);
	await rm(unpacked, { recursive: true, force: true });
	const kept = Object.entries(manifest).filter(([key]) => !STRIPPED.includes(key));
	await writeJson(join(folder, 'package.json'), Object.fromEntries(kept));
	await npm(
		[
			'install',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		{ cwd: folder, nodePath: node.path },
	);
	await enterInManifest(join(nodesFolder, 'package.json'), name, version);
	return { name, version };
}

async function untar(tarball: string, folder: string): Promise<void> {
	const result = await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	if (result.code !== 0)
		throw new RigError(`The tarball ${tarball} cannot be unpacked.\n${result.output}`);
}

async function enterInManifest(file: string, name: string, version: string): Promise<void> {
	const text = await readFile(file, 'utf8').catch(() => '{}');
	const manifest = nodesManifestSchema.parse(JSON.parse(text));
	await writeJson(file, {
		private: true,
		...manifest,
		dependencies: { ...manifest.dependencies, [name]: version },
	});
}

async function writeJson(file: string, value: unknown): Promise<void> {
	await writeFile(file, JSON.stringify(value, null, 2));
}
