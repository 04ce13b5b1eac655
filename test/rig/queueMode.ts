/* eslint-disable @n8n/community-nodes/require-node-api-error -- test rig: it starts n8n as processes */
import { randomBytes } from 'node:crypto';

import { N8nInstance, type N8nStartOptions } from './n8n';
import { Postgres } from './postgres';
import { Redis } from './redis';

/** How soon n8n's queue gives up a worker that died, in ms; n8n's own values are 60, 10 and 30 seconds. */
const LOCKS = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

export interface QueueModeOptions extends Omit<N8nStartOptions, 'role' | 'port' | 'userFolder'> {
	/** Where webhooks are reached; the webhook process by default. */
	webhookUrl?: string;
	workers?: number;
}

/**
 * n8n in queue mode, as large installations run it: PostgreSQL, Redis, one main, one process for webhooks, workers that take
 * one execution at a time each. Manual executions go to the workers too. Binary data are in the database.
 */
export class QueueMode {
	private constructor(
		readonly postgres: Postgres,
		readonly main: N8nInstance,
		readonly webhook: N8nInstance,
		readonly workers: N8nInstance[],
		private readonly parts: Array<() => Promise<void>>,
	) {}

	/** @throws RigError when a part is missing or does not start; nothing is left running then */
	static async start(options: QueueModeOptions = {}): Promise<QueueMode> {
		const { webhookUrl, workers: count = 2, env, ...common } = options;
		const parts: Array<() => Promise<void>> = [];
		try {
			const redis = await Redis.start();
			parts.unshift(async () => await redis.stop());
			const postgres = await Postgres.start();
			parts.unshift(async () => await postgres.stop());
			const shared = {
				...queueEnvironment(postgres, redis),
				...(webhookUrl === undefined ? {} : { WEBHOOK_URL: `${webhookUrl}/` }),
				...env,
			};
			const start = async (changes: N8nStartOptions) => {
				const instance = await N8nInstance.start({
					...common,
					...changes,
					env: { ...shared, ...changes.env },
				});
				parts.unshift(async () => await instance.dispose());
				return instance;
			};
			// The main process makes the tables.
			const main = await start({ env: { N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' } });
			const fileAccess = [...(common.fileAccess ?? []), main.filesFolder];
			const publicUrl = main.publicUrl;
			const webhook = await start({ role: 'webhook', publicUrl, fileAccess });
			const workers: N8nInstance[] = [];
			for (let number = 0; number < count; number++)
				workers.push(await start({ role: 'worker', publicUrl, fileAccess }));
			return new QueueMode(postgres, main, webhook, workers, parts);
		} catch (error) {
			await endAll(parts);
			throw error;
		}
	}

	/** Which worker ran an execution, as its log says. */
	workerOf(executionId: string): N8nInstance | undefined {
		return this.workers.find(({ log }) =>
			log.text.includes(`Worker started execution ${executionId} (`),
		);
	}

	/** Ends all, the servers last, and removes their data. */
	async dispose(): Promise<void> {
		await endAll(this.parts);
	}
}

function queueEnvironment(postgres: Postgres, redis: Redis): Record<string, string> {
	return {
		...LOCKS,
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
	};
}

/** One after the other: the processes of n8n before the servers that they use. */
async function endAll(parts: Array<() => Promise<void>>): Promise<void> {
	for (const end of parts.splice(0)) await end();
}
