/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
	method: string;
	path: string;
	headers: IncomingMessage['headers'];
	body: string;
}

export interface Answer {
	status?: number;
	/** `application/json` by default. */
	type?: string;
	body: string | Buffer;
}

/** A web server on loopback that stands for a service of the user's: it keeps what it received. */
export interface RecordingHost {
	origin: string;
	received: ReceivedRequest[];
	stop(): Promise<void>;
}

/** @param answer gives each request its answer */
export async function startRecordingHost(
	answer: (request: ReceivedRequest) => Answer,
): Promise<RecordingHost> {
	const received: ReceivedRequest[] = [];
	const server = createServer(async (request, response) => {
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		const { method = 'GET', url: path = '/', headers } = request;
		const arrived = { method, path, headers, body: Buffer.concat(parts).toString('utf8') };
		received.push(arrived);
		const { status = 200, type = 'application/json', body } = answer(arrived);
		response
			.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
			.end(body);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
