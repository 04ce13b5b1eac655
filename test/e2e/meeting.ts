/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server at which executions wait for each other: a request is answered when as many have come to the same path. */
export interface Meeting {
	origin: string;
	stop(): Promise<void>;
}

export async function startMeeting(of = 2): Promise<Meeting> {
	const waiting = new Map<string, ServerResponse[]>();
	const server = createServer((request, response) => {
		const path = request.url ?? '/';
		const here = [...(waiting.get(path) ?? []), response];
		waiting.set(path, here);
		if (here.length < of) return;
		waiting.delete(path);
		for (const each of here) each.writeHead(200, { 'content-type': 'application/json' }).end('{}');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	// A TCP server's address is an object.
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://127.0.0.1:${port}`,
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
