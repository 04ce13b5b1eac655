/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests of a Node program */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { afterAll, beforeAll, beforeEach } from '@jest/globals';

/** A web server on loopback that stands for a CDN; its pages are set by the test. */
export class Origin {
	readonly pages = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();

	readonly requests: IncomingMessage[] = [];

	private server: Server | undefined;

	url = '';

	constructor() {
		beforeAll(async () => {
			const server = createServer((request, response) => {
				this.requests.push(request);
				const page = this.pages.get(request.url ?? '');
				if (page === undefined) response.writeHead(404).end('nothing here');
				else page(request, response);
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const address = server.address();
			this.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
			this.server = server;
		});
		beforeEach(() => {
			this.pages.clear();
			this.requests.length = 0;
		});
		afterAll(() => {
			this.server?.close();
			this.server?.closeAllConnections();
		});
	}

	/** Serves bytes at a path. */
	serve(path: string, content: Buffer): void {
		this.pages.set(path, (_request, response) =>
			response.writeHead(200, { 'Content-Length': content.length }).end(content),
		);
	}
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
	for (let round = 0; !holds(); round++) {
		if (round > 500) throw new Error('it did not come about');
		await new Promise((resolve) => setImmediate(resolve).ref());
		if (round > 50) await pause(10);
	}
}

export async function pause(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}
