/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- test rig: it starts PostgreSQL */
import { join } from 'node:path';

import { run } from './child';
import { GuardedProcess } from './guardedProcess';
import { freePort } from './ports';
import { ProcessLog } from './processLog';
import { RigError } from './rigError';
import { dataFolder, findProgram, serverEnvironment, untilAnswers } from './serverProgram';

const VERSIONS = { folder: '/usr/lib/postgresql', below: 'bin' };
/** The superuser of the database, whoever runs the server. */
const USER = 'n8n';

/** A PostgreSQL of our own on loopback. It refuses to run as root, so root runs it as the user `postgres`. */
export class Postgres {
	readonly user = USER;
	readonly database = USER;

	private constructor(
		readonly port: number,
		private readonly server: GuardedProcess,
		private readonly removeFolder: () => Promise<void>,
	) {}

	/** @throws RigError when PostgreSQL is not installed, or does not start */
	static async start(): Promise<Postgres> {
		const [initdb, server, createdb] = ['initdb', 'postgres', 'createdb'].map((name) =>
			findProgram(name, 'postgresql', VERSIONS),
		);
		const owner = process.getuid?.() === 0 ? await serviceUser() : undefined;
		const as = (command: string, args: string[]): [string, string[]] =>
			owner
				? [
						'setpriv',
						[`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', command, ...args],
					]
				: [command, args];
		const folder = await dataFolder('postgres', owner);
		const data = join(folder.path, 'data');
		const env = serverEnvironment();
		try {
			await demand(
				...as(initdb, ['-D', data, '-U', USER, '--auth=trust', '-E', 'UTF8', '--no-sync']),
				folder.path,
			);
			const log = new ProcessLog(join(folder.path, 'postgres.log'));
			const port = await freePort();
			const settings = {
				listen_addresses: '127.0.0.1',
				unix_socket_directories: '',
				fsync: 'off',
				max_connections: '100',
			};
			const options = Object.entries(settings).flatMap(([name, value]) => [
				'-c',
				`${name}=${value}`,
			]);
			const [command, args] = as(server, ['-D', data, '-p', String(port), ...options]);
			const running = new GuardedProcess(command, args, { cwd: folder.path, env, log });
			const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', USER];
			await untilAnswers('PostgreSQL', running, log, async () => {
				const { code } = await run(createdb, [...connection, USER], { env, timeoutMs: 10_000 });
				return code === 0;
			});
			return new Postgres(port, running, folder.remove);
		} catch (error) {
			await folder.remove();
			throw error;
		}
	}

	/** Runs a statement. @returns its rows, each with the values between `|` */
	async query(statement: string): Promise<string[]> {
		const psql = findProgram('psql', 'postgresql-client', VERSIONS);
		const args = [
			'-h',
			'127.0.0.1',
			'-p',
			String(this.port),
			'-U',
			USER,
			'-d',
			USER,
			'-AtX',
			'-c',
			statement,
		];
		const { code, stdout, output } = await run(psql, args, {
			env: serverEnvironment(),
			timeoutMs: 60_000,
		});
		if (code !== 0) throw new RigError(`PostgreSQL refused "${statement}".\n${output}`);
		return stdout.split('\n').filter((line) => line !== '');
	}

	async stop(): Promise<void> {
		// SIGINT is its fast shutdown: it does not wait for the clients.
		await this.server.stop(20_000, 'SIGINT');
		await this.removeFolder();
	}
}

async function serviceUser(): Promise<{ uid: number; gid: number }> {
	const ids = await Promise.all(
		['-u', '-g'].map(async (option) =>
			Number.parseInt((await run('id', [option, 'postgres'])).stdout, 10),
		),
	);
	if (ids.some(Number.isNaN))
		throw new RigError('PostgreSQL does not run as root, and there is no user "postgres".');
	return { uid: ids[0], gid: ids[1] };
}

async function demand(command: string, args: string[], cwd: string): Promise<void> {
	const { code, output } = await run(command, args, {
		cwd,
		env: serverEnvironment(),
		timeoutMs: 120_000,
	});
	if (code !== 0) throw new RigError(`PostgreSQL could not be prepared.\n${output}`);
}
