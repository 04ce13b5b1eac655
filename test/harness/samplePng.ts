/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { crc32, deflateSync } from 'node:zlib';

/**
 * A PNG as image generators make it: 8 bits a channel, RGB.
 *
 * @param noisyRows how many rows from the top are noise; the rest is of one colour. More noise makes a larger file, also as a JPEG
 */
export function samplePng(width: number, height: number, noisyRows: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2], 8);
	const rows = Buffer.alloc((width * 3 + 1) * height, 0x60);
	let state = 1;
	for (let row = 0; row < height; row++) {
		const start = row * (width * 3 + 1);
		rows[start] = 0; // no filter
		for (let at = 1; row < noisyRows && at <= width * 3; at++) {
			state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
			rows[start + at] = state >> 16;
		}
	}
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(named), 4);
	return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
