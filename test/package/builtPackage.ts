/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { packPackage } from '../rig/pack';
import { root } from './sources';

const run = promisify(execFile);

/** The package as it would be published, and the sources that it was made of, apart from the checkout. */
export interface BuiltPackage {
	/** A copy of the checkout: a build there disturbs nobody who uses `dist`. */
	checkout: string;
	tarball: string;
	/** The tarball's content. */
	unpacked: string;
	remove(): Promise<void>;
}

const left = new Set(['node_modules', 'dist', '.git', 'coverage']);

/** Copies the checkout, builds and packs it there, and unpacks the tarball. */
export async function buildPackage(): Promise<BuiltPackage> {
	const folder = await realpath(await mkdtemp(join(tmpdir(), 'n8n-nodes-tiktok-package-')));
	const checkout = join(folder, 'checkout');
	const unpacked = join(folder, 'unpacked');
	await cp(root, checkout, {
		recursive: true,
		filter: (source) => !(dirname(source) === root && left.has(basename(source))),
	});
	await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'), 'junction');
	const tarball = await packPackage({ packageFolder: checkout, destination: folder });
	await mkdir(unpacked);
	await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	return {
		checkout,
		tarball,
		unpacked,
		remove: async () => await rm(folder, { recursive: true, force: true }),
	};
}

/**
 * Runs a script of this folder, or one given as text, in a process of its own.
 *
 * @param modules the packages that `require` finds there by name, besides Node's own
 * @returns what it printed as JSON
 */
export async function inNode(
	script: { file: string } | { text: string },
	args: string[],
	modules: string[] = [],
): Promise<unknown> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-modules-'));
	for (const name of modules)
		await symlink(join(root, 'node_modules', name), join(folder, name), 'junction');
	const env = { ...process.env, NODE_PATH: folder, NODE_ENV: 'production' };
	const program = 'file' in script ? [join(__dirname, script.file)] : ['-e', script.text, '--'];
	try {
		const { stdout } = await run(process.execPath, [...program, ...args], {
			env,
			cwd: folder,
			maxBuffer: 64 * 1024 * 1024,
		});
		return JSON.parse(stdout);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
