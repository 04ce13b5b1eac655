/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sampleVideo } from '../simulator';

/** The smallest JPEG that says its size: start, frame header of 64 x 64 pixels, end. */
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080040004001011100ffd9', 'hex');

/** A web server on loopback that stands for the user's own: `*.jpg` are photos, `slow.mp4` never ends, the rest are videos. */
export interface WebHost {
	origin: string;
	/** The paths that were asked for, in order. */
	requests: string[];
	stop(): Promise<void>;
}

export async function startWebHost(): Promise<WebHost> {
	const requests: string[] = [];
	const server = createServer((request, response) => {
		const path = request.url ?? '/';
		requests.push(path);
		if (path.endsWith('.jpg')) {
			response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': jpeg.length }).end(jpeg);
			return;
		}
		const video = sampleVideo();
		if (path.endsWith('slow.mp4')) {
			response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length });
			response.write(video.subarray(0, 100));
			return;
		}
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length }).end(video);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
