/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the bench is a Node program */
import { createHash, type Hash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { TLSSocket } from 'node:tls';

import type { Line, Received } from './messages';

/** In ms since 1970, with fractions: comparable between processes of this machine. */
const now = (): number => performance.timeOrigin + performance.now();

const HEADER_END = Buffer.from('\r\n\r\n');
const MAX_HEADER = 64 * 1024;

interface Upload extends Received {
	hash?: Hash;
}

/** A PUT under way. */
interface Put {
	upload: Upload;
	left: number;
	isLast: boolean;
	progress: string;
}

/**
 * An upload host that counts what it gets. It reads requests off the socket by itself: the HTTP server of Node would be
 * slower than the clients that are to be compared.
 */
export class Receiver {
	line: Line = { roundTripMs: 0 };

	hashes = false;

	/** So many uploads have got their last answer. */
	ended = 0;

	private readonly uploads = new Map<string, Upload>();

	/** When the line will have carried all that came so far, in ms. */
	private carriedAt = 0;

	/** Takes over a connection whose TLS handshake is done. */
	serve(socket: TLSSocket): void {
		let head: Buffer = Buffer.alloc(0);
		let put: Put | undefined;
		const known = new Set<Upload>();
		socket.on('error', () => socket.destroy());
		socket.on('data', (piece: Buffer) => {
			let rest: Buffer = piece;
			while (rest.length > 0) {
				if (!put) {
					head = head.length === 0 ? rest : Buffer.concat([head, rest]);
					const end = head.indexOf(HEADER_END);
					if (end < 0 && head.length < MAX_HEADER) break;
					put = end < 0 ? undefined : this.begin(head.subarray(0, end).toString('latin1'));
					if (!put) {
						socket.end(
							'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
						);
						return;
					}
					if (!known.has(put.upload)) put.upload.connections += 1;
					known.add(put.upload);
					rest = head.subarray(end + HEADER_END.length);
					head = Buffer.alloc(0);
				}
				const part = rest.length > put.left ? rest.subarray(0, put.left) : rest;
				put.left -= part.length;
				put.upload.bytes += part.length;
				put.upload.hash?.update(part);
				rest = rest.subarray(part.length);
				if (put.left > 0) continue;
				this.answer(socket, put);
				put = undefined;
			}
			this.throttle(socket, piece.length);
		});
	}

	/** What arrived for an upload; it is forgotten then. */
	take(uploadId: string): Received | undefined {
		const upload = this.uploads.get(uploadId);
		this.uploads.delete(uploadId);
		if (!upload) return undefined;
		const { hash, ...received } = upload;
		return { ...received, sha256: hash?.digest('hex') };
	}

	/** @returns undefined for anything but a PUT of a part */
	private begin(header: string): Put | undefined {
		const id = /^PUT \S*[?&]upload_id=([^&\s]+)/.exec(header)?.[1];
		const length = /^content-length: *(\d+)/im.exec(header)?.[1];
		const range = /^content-range: *bytes (\d+)-(\d+)\/(\d+)/im.exec(header);
		if (id === undefined || length === undefined || !range) return undefined;
		const [, first, last, total] = range.map(Number);
		if (last - first + 1 !== Number(length)) return undefined;
		const upload = this.uploads.get(id) ?? this.newUpload(id);
		if (upload.bytes !== first) return undefined;
		upload.puts += 1;
		return {
			upload,
			left: Number(length),
			isLast: last + 1 === total,
			progress: `bytes 0-${last + 1}/${total}`,
		};
	}

	private newUpload(id: string): Upload {
		const upload: Upload = { bytes: 0, puts: 0, connections: 0, beganAt: now(), endedAt: 0 };
		if (this.hashes) upload.hash = createHash('sha256');
		this.uploads.set(id, upload);
		return upload;
	}

	private answer(socket: TLSSocket, { upload, isLast, progress }: Put): void {
		const status = isLast ? '201 Created' : '206 Partial Content';
		const give = () => {
			upload.endedAt = now();
			if (isLast) this.ended += 1;
			socket.write(`HTTP/1.1 ${status}\r\nContent-Range: ${progress}\r\nContent-Length: 0\r\n\r\n`);
		};
		const waitMs = Math.max(0, this.carriedAt - now()) + this.line.roundTripMs;
		if (waitMs === 0) give();
		else setTimeout(give, waitMs);
	}

	/** Stops reading while the line is busy with what came already. */
	private throttle(socket: TLSSocket, bytes: number): void {
		const { bytesPerSecond } = this.line;
		if (bytesPerSecond === undefined) return;
		const time = now();
		this.carriedAt = Math.max(this.carriedAt, time) + (bytes / bytesPerSecond) * 1000;
		const ahead = this.carriedAt - time;
		if (ahead < 4 || socket.isPaused()) return;
		socket.pause();
		setTimeout(() => socket.resume(), ahead);
	}
}
