/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

/** Hands a request to the loopback origin that stands for its host, and the answer back; both as streams. */
export function forward(request: IncomingMessage, response: ServerResponse, origin: string): void {
	const target = new URL(origin);
	const path = (request.url ?? '/').replace(/^http:\/\/[^/]+/, '');
	const outgoing = httpRequest(
		{
			hostname: target.hostname,
			port: target.port,
			method: request.method,
			path,
			headers: request.headers,
		},
		(answer) => {
			const { 'content-length': length, 'transfer-encoding': coding } = answer.headers;
			// As HTTP/1.0 has it: the answer ends where the connection ends.
			if (length === undefined && coding === undefined) {
				response.useChunkedEncodingByDefault = false;
				response.shouldKeepAlive = false;
			}
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			pipeline(answer, response, () => undefined);
		},
	);
	outgoing.on('error', ({ code }: NodeJS.ErrnoException) => {
		// A host that ends the connection has it ended with the client too, as if nobody stood between.
		if (code !== 'ECONNREFUSED') response.destroy();
		else response.writeHead(502, { 'Content-Type': 'text/plain' }).end(`${origin} does not answer`);
	});
	response.on('close', () => outgoing.destroy());
	pipeline(request, outgoing, () => undefined);
}
