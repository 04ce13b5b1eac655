/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the simulator is a Node program */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { Answer } from '../api/answers';
import type { Call } from '../scripting/calls';
import type { Fault } from '../scripting/faults';
import { piecesOf } from './pieces';

/** No JSON or form body of the API comes near this. */
const MAX_BODY = 4 * 1024 * 1024;

/** The answer is lost: nothing more is to be sent. */
export const GONE = Symbol('gone');

export const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

/** One request and the ways to answer it or to leave it without an answer. */
export class Exchange {
	constructor(
		readonly request: IncomingMessage,
		private readonly response: ServerResponse,
		/** The TCP connection under TLS, for true resets. */
		private readonly connection: Socket | undefined,
		readonly call: Call,
		readonly query: URLSearchParams,
	) {}

	/** Resolves when the client is gone or the answer is complete. */
	async closed(): Promise<void> {
		if (this.response.closed || this.request.destroyed) return;
		await new Promise<void>((resolve) => this.response.once('close', resolve));
	}

	/**
	 * Reads a text body.
	 * @param fault strikes inside the body, once that many bytes arrived
	 */
	async text(
		fault: (Fault & { at: { bytes: number } }) | undefined,
	): Promise<string | Answer | typeof GONE> {
		const pieces: Buffer[] = [];
		for await (const piece of piecesOf(this.request)) {
			pieces.push(piece);
			this.call.bodyBytes += piece.length;
			if (this.call.bodyBytes > MAX_BODY) return { status: 413, headers: {} };
			if (fault !== undefined && fault.times > 0 && this.call.bodyBytes >= fault.at.bytes) {
				fault.times--;
				const struck = await this.strike(fault);
				if (struck !== undefined) return struck;
			}
		}
		return Buffer.concat(pieces).toString('utf8');
	}

	/**
	 * Lets a fault strike.
	 * @returns GONE if there is nothing left to answer, an answer to give instead, or undefined to go on
	 */
	async strike(fault: Fault, otherwise?: Answer): Promise<Answer | typeof GONE | undefined> {
		this.call.answeredBy = 'fault';
		fault.onStrike?.();
		switch (fault.kind) {
			case 'delay':
				delete this.call.answeredBy;
				await pause(fault.ms ?? 0);
				return undefined;
			case 'status':
				return {
					status: fault.status ?? 500,
					headers: {
						...(fault.body === undefined ? otherwise?.headers : undefined),
						...fault.headers,
					},
					body: fault.body ?? otherwise?.body,
					errorCode: otherwise?.errorCode,
				};
			case 'stall':
				this.call.lost = true;
				this.request.pause();
				await this.closed();
				return GONE;
			case 'reset':
				this.reset();
				return GONE;
			case 'close':
				this.call.lost = true;
				this.request.socket.destroy();
				return GONE;
		}
	}

	/** Cuts the connection with a TCP reset. */
	reset(): void {
		this.call.lost = true;
		if (this.connection === undefined) this.request.socket.destroy();
		else this.connection.resetAndDestroy();
	}

	/**
	 * Sends the whole answer. One that comes before the end of the request's body is followed by a lingering close, as web
	 * servers have it: to close at once would reset the connection under a client that still writes, and the answer be lost.
	 */
	private finish(body: Buffer): void {
		const { request, response } = this;
		if (request.complete) {
			response.end(body);
			request.resume();
			return;
		}
		response.flushHeaders();
		if (body.length > 0) response.write(body);
		request.once('end', () => response.end());
		request.resume();
	}

	/** Sends the answer; with `cut` only its first half, followed by a reset. */
	send(answer: Answer, cut = false): void {
		const { call, response } = this;
		call.status = answer.status;
		call.answeredBy ??= 'simulator';
		if (answer.errorCode !== undefined) call.errorCode = answer.errorCode;
		call.answerHeaders = answer.headers;
		if (answer.body !== undefined) call.answerBody = answer.body;
		if (response.closed || this.request.socket.destroyed) {
			call.lost = true;
			return;
		}
		const body = Buffer.from(answer.body ?? '', 'utf8');
		response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
		if (!cut) {
			this.finish(body);
			return;
		}
		call.lost = true;
		response.flushHeaders();
		response.write(body.subarray(0, Math.floor(body.length / 2)), () => this.reset());
	}
}
