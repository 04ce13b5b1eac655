import { createHash } from 'node:crypto';

import { sampleVideoParts } from '../../test/simulator';

/** The start of a video of this size, in bytes; all that follows is zeros, so that it takes no room on a disk. */
export function headerOf(size: number): Buffer {
	return sampleVideoParts({ bytes: size }).before;
}

/** SHA-256 of the whole video. */
export function digestOf(size: number): string {
	const header = headerOf(size);
	const hash = createHash('sha256').update(header);
	const zeros = Buffer.alloc(1024 * 1024);
	for (let left = size - header.length; left > 0; left -= zeros.length) {
		hash.update(left < zeros.length ? zeros.subarray(0, left) : zeros);
	}
	return hash.digest('hex');
}
