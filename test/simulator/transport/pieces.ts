/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import type { Readable } from 'node:stream';

/**
 * The pieces of a request body. Unlike a plain `for await`, leaving early does not destroy the stream, so that an
 * answer can still be sent.
 */
export function piecesOf(stream: Readable): AsyncIterable<Buffer> {
	return stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>; // no encoding is set: Buffers
}
