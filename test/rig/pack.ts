/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it runs npm pack */
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { npm } from './npm';
import { placeFolder } from './placeFolder';

const PACKAGE_FOLDER = join(__dirname, '..', '..');
const packOutput = z.array(z.object({ filename: z.string() })).min(1);

export interface PackOptions {
	/** The package to pack; this repository by default. */
	packageFolder?: string;
	/** Where the tarball goes; a new temporary folder by default. */
	destination?: string;
	/** Whether to run `npm run build` before; true by default. */
	build?: boolean;
}

/**
 * Builds the package and packs it as npm would publish it.
 *
 * @returns the path of the tarball
 * @throws RigError with the compiler's or npm's words
 */
export async function packPackage(options: PackOptions = {}): Promise<string> {
	const { packageFolder = PACKAGE_FOLDER, build = true } = options;
	const destination =
		options.destination ??
		(await realpath(await mkdtemp(join(tmpdir(), 'n8n-nodes-tiktok-pack-'))));
	if (build) await npm(['run', 'build'], { cwd: packageFolder });
	const { stdout } = await npm(
		['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
		{ cwd: packageFolder },
	);
	const [packed] = packOutput.parse(JSON.parse(stdout));
	return join(destination, packed.filename);
}

/** In the temporary folder of a run, which its processes share (exit.ts). */
const packedOnce = () => join(tmpdir(), 'n8n-nodes-tiktok-packed');

/**
 * The package as {@link packPackage} gives it, built and packed once for all processes of a run.
 *
 * @returns the path of the tarball
 */
export async function packPackageOnce(): Promise<string> {
	const folder = await placeFolder(packedOnce(), 'Packing', async (temporary) => {
		await packPackage({ destination: temporary });
	});
	const [tarball] = await readdir(folder);
	return join(folder, tarball);
}

/** Has it packed anew: the sources may have changed. */
export function forgetPackedOnce(): void {
	rmSync(packedOnce(), { recursive: true, force: true });
}
