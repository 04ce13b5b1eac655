/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { expect, test } from '@jest/globals';

import { fillYoungSpace } from '../../../nodes/TikTok/upload/youngSpace';

const piece = 512 * 1024;
const pieces = 1000;

/** The most that dead Buffers take while as many come as of a file of 500 MB, in bytes. */
function mostHeld(afterEach: (bytes: number) => void): number {
	const atRest = process.memoryUsage().arrayBuffers;
	let most = 0;
	for (let count = 0; count < pieces; count++) {
		Buffer.allocUnsafeSlow(piece);
		afterEach(piece);
		most = Math.max(most, process.memoryUsage().arrayBuffers - atRest);
	}
	return most;
}

test('dead Buffers are freed while few of them have gathered, unlike without', () => {
	const without = mostHeld(() => {});
	const filled = mostHeld(fillYoungSpace);
	expect(filled).toBeLessThan(0.75 * without);
});
