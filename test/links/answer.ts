/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test program, not a node */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import type { HostBehaviour } from './behaviour';

const pack = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };

/** What a request asks for. */
export interface Asked {
	/** The header. */
	range?: string;
	/** How many answers its sender has had before. */
	index: number;
	/** Content type of the file. */
	type: string;
}

/** What a host answers. */
export interface HostAnswer {
	status: number;
	/** With neither a length nor an encoding of the transfer, the end of the connection is the end of the file. */
	headers: Record<string, string>;
	body: Buffer;
	/** The byte of the file at which the body begins. */
	from: number;
}

/** The answer of a host that gives something of the file. */
export function answerOf(behaviour: HostBehaviour, file: Buffer, asked: Asked): HostAnswer {
	const { packed, ranges } = behaviour;
	const common = { 'content-type': asked.type, ...varying(behaviour, asked.index) };
	const start = Number(/^bytes=(\d+)-/.exec(asked.range ?? '')?.[1] ?? NaN);
	const knowsRanges = ranges !== 'ignored' && (!packed || packed.wholeOnly === true);
	const isRange = Number.isFinite(start) && knowsRanges;
	if (isRange && typeof ranges === 'number')
		return { status: ranges, headers: { 'content-length': '0' }, body: Buffer.alloc(0), from: 0 };
	if (isRange && start >= file.length) {
		const headers = { 'content-range': `bytes */${file.length}`, 'content-length': '0' };
		return { status: 416, headers, body: Buffer.alloc(0), from: 0 };
	}
	if (isRange || behaviour.partsUnasked)
		return partOf(behaviour, file, isRange ? start : 0, common);
	const body = packed ? pack[packed.encoding](file) : file;
	const encoding = packed ? { 'content-encoding': packed.encoding } : undefined;
	const framing = packed && !packed.hasLength ? 'chunked' : behaviour.length;
	const headers = { ...common, ...encoding, ...lengthOf(body.length, framing) };
	return { status: 200, headers, body, from: 0 };
}

function partOf(
	{ shift = 0, maxPart = Infinity, total, sendsFromStart, length }: HostBehaviour,
	file: Buffer,
	start: number,
	common: Record<string, string>,
): HostAnswer {
	const first = Math.max(0, start + (start > 0 ? shift : 0));
	const last = Math.min(first + maxPart, file.length) - 1;
	const from = sendsFromStart ? 0 : first;
	const body = file.subarray(from, from + last - first + 1);
	const tooMany = [total, length].reduce<number>(
		(sum, one) => sum + (typeof one === 'number' ? one : 0),
		0,
	);
	const whole = total === '*' ? '*' : file.length + tooMany;
	const headers = {
		...common,
		...lengthOf(body.length, length),
		...(total === 'no header' ? {} : { 'content-range': `bytes ${first}-${last}/${whole}` }),
	};
	return { status: 206, headers, body, from };
}

function lengthOf(bytes: number, framing: HostBehaviour['length']): Record<string, string> {
	if (framing === 'connection') return { connection: 'close' };
	if (framing === 'chunked') return { 'transfer-encoding': 'chunked' };
	return { 'content-length': String(bytes + (framing ?? 0)) };
}

/** The headers that are others in each answer. */
function varying(
	{ headers = {}, lastModifiedNow }: HostBehaviour,
	index: number,
): Record<string, string> {
	const inTurn = Object.entries(headers).map(([name, values]) => [
		name,
		values[index % values.length],
	]);
	const now = lastModifiedNow ? [['last-modified', new Date(Date.now()).toUTCString()]] : [];
	return Object.fromEntries([...inTurn, ...now].filter(([, value]) => value !== '')) as Record<
		string,
		string
	>;
}
