/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer, get as getOverTls } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { Duplex, PassThrough, pipeline, Readable, Transform } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { readableFrom } from '../../../nodes/TikTok/upload/readableFrom';
import { CertificateAuthority } from '../../simulator/transport/certificates';

const servers: Server[] = [];
let [origin, tlsOrigin] = ['', ''];

async function portOf(server: Server): Promise<number> {
	servers.push(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

async function answerOf(request: ReturnType<typeof get>): Promise<IncomingMessage> {
	const [answer] = (await once(request, 'response')) as [IncomingMessage];
	return answer;
}

beforeAll(async () => {
	origin = `http://127.0.0.1:${await portOf(createServer((_request, response) => response.end('a video')))}`;
	const authority = await CertificateAuthority.create();
	const server = createTlsServer(await authority.pairFor('localhost'), (_request, response) =>
		response.end('a video'),
	);
	tlsOrigin = `https://127.0.0.1:${await portOf(server)}`;
});

afterAll(() => {
	for (const server of servers) server.close();
});

/** As old packages make their classes: `util.inherits` links the instances, not the classes. */
function OldStream(this: Readable) {
	Readable.call(this, { read() {} });
}
Object.setPrototypeOf(OldStream.prototype, Readable.prototype);

/** What n8n's helpers give: its stores, its HTTP client, and what either puts in between. */
const kinds: Record<string, () => Readable | Promise<Readable>> = {
	'a file': () => createReadStream(__filename),
	'an answer over HTTP': async () => await answerOf(get(origin)),
	'an answer over TLS': async () =>
		await answerOf(getOverTls(tlsOrigin, { rejectUnauthorized: false })),
	'an answer that was packed': async () => {
		const answer = await answerOf(get(origin));
		return pipeline([answer, createGzip(), createGunzip()], () => {}) as unknown as Readable;
	},
	'a socket': async () => {
		const socket = connect(Number(new URL(origin).port), '127.0.0.1');
		await once(socket, 'connect');
		return socket;
	},
	'a Readable': () => new Readable({ read() {} }),
	'a Readable of a Buffer': () => Readable.from(Buffer.from('a video')),
	'a PassThrough': () => new PassThrough(),
	'a Transform': () => new (class Hashing extends Transform {})(),
	'a Duplex': () => new Duplex({ read() {}, write() {} }),
	'a stream of an old class': () => new (OldStream as unknown as new () => Readable)(),
};

async function* pieces(): AsyncGenerator<Buffer> {
	for (const text of ['one', 'two', 'three']) yield Buffer.from(text);
}

describe.each(Object.keys(kinds))('made through %s, a stream', (kind) => {
	async function madeOf(source: AsyncIterable<Buffer>): Promise<Readable> {
		const other = await kinds[kind]();
		other.on('error', () => {});
		const made = readableFrom(other, source);
		other.destroy();
		return made as Readable;
	}

	test('is of bytes, and can only be read', async () => {
		const made = await madeOf(pieces());
		expect(made).toBeInstanceOf(Readable);
		expect(made).not.toBeInstanceOf(Duplex);
		expect(made.readableObjectMode).toBe(false);
		expect('write' in made).toBe(false);
		made.destroy();
	});

	test('gives the bytes, and ends', async () => {
		const read: Buffer[] = [];
		for await (const piece of await madeOf(pieces())) read.push(piece as Buffer);
		expect(Buffer.concat(read).toString()).toBe('onetwothree');
	});

	test('passes an error on', async () => {
		async function* broken(): AsyncGenerator<Buffer> {
			yield Buffer.from('one');
			throw new Error('The host hung up');
		}
		const made = await madeOf(broken());
		await expect(
			(async () => {
				for await (const piece of made) void piece;
			})(),
		).rejects.toThrow('The host hung up');
	});

	test('takes no more than it holds while nobody reads', async () => {
		let taken = 0;
		async function* endless(): AsyncGenerator<Buffer> {
			for (;;) {
				taken += 1;
				yield Buffer.alloc(1024 * 1024);
			}
		}
		const made = await madeOf(endless());
		made.once('readable', () => {});
		await once(made, 'readable');
		await new Promise((resolve) => setImmediate(resolve));
		expect(taken).toBeLessThanOrEqual(2);
		made.destroy();
	});

	test('ends the generator when it is given up', async () => {
		let isClosed = false;
		async function* watched(): AsyncGenerator<Buffer> {
			try {
				for (;;) yield Buffer.alloc(1024);
			} finally {
				isClosed = true;
			}
		}
		const made = await madeOf(watched());
		for await (const piece of made) {
			void piece;
			break;
		}
		await new Promise((resolve) => setImmediate(resolve));
		expect(isClosed).toBe(true);
	});
});
