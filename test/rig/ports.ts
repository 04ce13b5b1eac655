/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test rig: it looks for free ports */
import { createServer } from 'node:net';

import { RigError } from './rigError';

/** A TCP port that is free on 127.0.0.1 at this moment. */
export async function freePort(): Promise<number> {
	return await listenOnce(0);
}

/**
 * @throws RigError when something listens on the port already
 */
export async function demandFreePort(port: number): Promise<void> {
	await listenOnce(port).catch((error: Error) => {
		throw new RigError(
			`Port ${port} cannot be used: ${error.message}. Choose another port or end the program that has it.`,
		);
	});
}

async function listenOnce(port: number): Promise<number> {
	const server = createServer();
	return await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				if (typeof address === 'object' && address !== null) resolve(address.port);
				else reject(new RigError('No free port was found.'));
			});
		});
	});
}
