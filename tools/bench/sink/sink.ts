/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- the bench is a Node program */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import type { Line, Received, Reply, Request } from './messages';

export type { Line, Received } from './messages';

type Question = Request extends infer Each
	? Each extends Request
		? Omit<Each, 'number'>
		: never
	: never;

/** The upload host in a process of its own, as the bench speaks to it. */
export class Sink {
	private readonly waiting = new Map<
		number,
		{ resolve: (reply: Reply) => void; reject: (error: Error) => void }
	>();

	private asked = 0;

	private constructor(
		private readonly child: ChildProcess,
		/** The proxy through which the upload host is reached. */
		public proxyUrl: string,
	) {
		child.on('message', (reply: Reply) => {
			const { resolve, reject } = this.waiting.get(reply.number) ?? {};
			this.waiting.delete(reply.number);
			if (reply.error === undefined) resolve?.(reply);
			else reject?.(new Error(`The sink: ${reply.error}`));
		});
		child.once('exit', (code) => {
			for (const { reject } of this.waiting.values())
				reject(new Error(`The sink ended with code ${code}`));
		});
	}

	/**
	 * @param host the upload host's name
	 * @param pair its certificate and key, as PEM
	 * @param fallbackProxy the proxy for all other hosts
	 */
	static async start(
		host: string,
		pair: { cert: string; key: string },
		fallbackProxy: string,
	): Promise<Sink> {
		const child = fork(join(__dirname, 'main.ts'), { execArgv: ['--import', 'tsx'] });
		const sink = new Sink(child, '');
		const { port } = await sink.ask({ kind: 'start', host, ...pair, fallbackProxy });
		sink.proxyUrl = `http://127.0.0.1:${port}`;
		return sink;
	}

	/** @param hash whether what arrives is hashed, which costs the sink's processor */
	async setLine(line: Line, hash = false): Promise<void> {
		await this.ask({ kind: 'line', line, hash });
	}

	/** How many uploads have got their last answer so far. */
	async ended(): Promise<number> {
		return (await this.ask({ kind: 'ended' })).ended ?? 0;
	}

	/** @throws Error when nothing arrived for this upload */
	async received(uploadId: string): Promise<Received> {
		const { received } = await this.ask({ kind: 'received', uploadId });
		if (!received) throw new Error('Nothing arrived at the sink');
		return received;
	}

	stop(): void {
		this.child.disconnect();
	}

	private async ask(question: Question): Promise<Reply> {
		const number = ++this.asked;
		return await new Promise((resolve, reject) => {
			this.waiting.set(number, { resolve, reject });
			this.child.send({ number, ...question });
		});
	}
}
