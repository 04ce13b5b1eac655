/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the bench is a Node program */
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { packPackage } from '../../test/rig';

/**
 * Packs the private package with the nodes of the usual ways; undici goes into it, so that nothing has to be downloaded.
 *
 * @param folder a new folder for it
 * @returns the path of the tarball
 */
export async function packBenchNodes(folder: string): Promise<string> {
	await cp(join(__dirname, 'rivals'), folder, { recursive: true });
	const undici = dirname(require.resolve('undici/package.json'));
	await cp(undici, join(folder, 'vendor', 'undici'), { recursive: true });
	return await packPackage({ packageFolder: folder, destination: folder, build: false });
}
