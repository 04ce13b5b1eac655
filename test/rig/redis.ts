/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test rig: it starts Redis */
import { connect } from 'node:net';
import { join } from 'node:path';

import { GuardedProcess } from './guardedProcess';
import { freePort } from './ports';
import { ProcessLog } from './processLog';
import { dataFolder, findProgram, serverEnvironment, untilAnswers } from './serverProgram';

/** A Redis of our own on loopback, in memory only. */
export class Redis {
	private constructor(
		readonly port: number,
		private readonly server: GuardedProcess,
		private readonly removeFolder: () => Promise<void>,
	) {}

	/** @throws RigError when there is no redis-server, or it does not start */
	static async start(): Promise<Redis> {
		const program = findProgram('redis-server', 'redis-server');
		const folder = await dataFolder('redis');
		const log = new ProcessLog(join(folder.path, 'redis.log'));
		const port = await freePort();
		const settings = {
			port,
			bind: '127.0.0.1',
			dir: folder.path,
			save: '',
			appendonly: 'no',
			'protected-mode': 'yes',
		};
		const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
		const server = new GuardedProcess(program, args, {
			cwd: folder.path,
			env: serverEnvironment(),
			log,
		});
		try {
			await untilAnswers('Redis', server, log, async () => await pongs(port));
		} catch (error) {
			await folder.remove();
			throw error;
		}
		return new Redis(port, server, folder.remove);
	}

	async stop(): Promise<void> {
		await this.server.stop(10_000);
		await this.removeFolder();
	}
}

async function pongs(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
		socket.setTimeout(2000, () => socket.destroy());
		socket.once('data', (answer) => {
			resolve(answer.toString().startsWith('+PONG'));
			socket.destroy();
		});
		socket.once('error', () => socket.destroy());
		socket.once('close', () => resolve(false));
	});
}
