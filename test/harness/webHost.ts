/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sampleVideo } from '../simulator';

/** The smallest JPEG that says its size: start, frame header of 64 x 64 pixels, end. */
const jpeg = Buffer.from(
	'ffd8ffe000104a46494600010100000100010000ffc0000b080040004001011100ffd9',
	'hex',
);

/** A file of the host, and how the host behaves when it is asked for. */
export interface HostedFile {
	bytes: Buffer;
	type?: string;
	/** Answers Range requests with 206. Default true. */
	ranges?: boolean;
	/** Sends Content-Length. Default true. */
	length?: boolean;
	etag?: string;
	status?: number;
	redirectTo?: string;
	/** How many requests it is given out for; 410 afterwards. */
	uses?: number;
	/** Sends so many bytes of an answer, and then nothing more; with 0 no answer begins. */
	stallAfter?: number;
	/** What is otherwise for a request, such as one that TikTok does not make. */
	otherwise?: (headers: IncomingMessage['headers']) => Partial<HostedFile>;
	/** Breaks the connection once after so many bytes of an answer, for the given number of answers. */
	breakAfter?: { bytes: number; times: number };
}

/** A web server on loopback that stands for the user's own: `*.jpg` are photos, `slow.mp4` never ends, the rest are videos. */
export class WebHost {
	/** Known once it has started. */
	origin = '';

	/** The paths that were asked for, in order. */
	readonly requests: string[] = [];

	/** The headers of the same requests. */
	readonly headers: Array<IncomingMessage['headers']> = [];

	/** Files by path, before the rest. */
	readonly files = new Map<string, HostedFile>();

	private readonly server = createServer((request, response) => this.answer(request, response));

	async start(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		const path = request.url ?? '/';
		this.requests.push(path);
		this.headers.push(request.headers);
		const file = this.files.get(path);
		if (file) {
			const otherwise = file.otherwise?.(request.headers);
			serve(otherwise ? { ...file, ...otherwise } : file, request, response);
			return;
		}
		if (path.endsWith('.jpg')) {
			response
				.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': jpeg.length })
				.end(jpeg);
			return;
		}
		const video = sampleVideo();
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length });
		if (path.endsWith('slow.mp4')) response.write(video.subarray(0, 100));
		else response.end(video);
	}
}

/** A web host that has started. For the tests of a file there is `useWebHost`. */
export async function startWebHost(): Promise<WebHost> {
	const web = new WebHost();
	await web.start();
	return web;
}

function serve(file: HostedFile, request: IncomingMessage, response: ServerResponse): void {
	const {
		bytes,
		type = 'video/mp4',
		ranges = true,
		length = true,
		etag,
		status,
		redirectTo,
	} = file;
	if (redirectTo !== undefined) {
		response.writeHead(302, { location: redirectTo }).end();
		return;
	}
	if (file.uses !== undefined && file.uses-- <= 0) {
		response.writeHead(410).end();
		return;
	}
	if (status !== undefined && status !== 200) {
		response.writeHead(status).end();
		return;
	}
	const start = ranges
		? Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? NaN)
		: NaN;
	const isPartial = Number.isFinite(start);
	const body = isPartial ? bytes.subarray(start) : bytes;
	response.writeHead(isPartial ? 206 : 200, {
		'content-type': type,
		...(length ? { 'content-length': body.length } : {}),
		...(isPartial ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
		...(etag === undefined ? {} : { etag }),
	});
	if (file.breakAfter && file.breakAfter.times > 0 && body.length > file.breakAfter.bytes) {
		file.breakAfter.times -= 1;
		response.write(body.subarray(0, file.breakAfter.bytes), () => response.destroy());
		return;
	}
	if (file.stallAfter !== undefined) {
		if (file.stallAfter > 0) response.write(body.subarray(0, file.stallAfter));
		return;
	}
	response.end(body);
}
