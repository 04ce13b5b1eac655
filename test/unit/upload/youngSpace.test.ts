/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

import { afterStretch, atFirst, type Filling } from '../../../nodes/TikTok/upload/youngSpace';

/** `F` for a stretch with a full collection, `.` for one without. @returns `x` for each stretch that ends with a filler */
function fillers(stretches: string, from: Filling = atFirst): string {
	let filling = from;
	return [...stretches]
		.map((stretch) => {
			filling = afterStretch(filling, stretch === 'F');
			return filling.left > 0 ? 'x' : '.';
		})
		.join('');
}

const quiet = (stretches: number) => '.'.repeat(stretches);
const run = (stretches: number) => 'x'.repeat(stretches);

test('no filler is made where V8 does no full collections', () => {
	expect(fillers(quiet(1000))).toBe(quiet(1000));
});

test('single full collections are n8n’s own', () => {
	expect(fillers(`F${quiet(192)}`.repeat(20))).toBe(quiet(3860));
});

test('two close together are followed by one run of fillers', () => {
	expect(fillers(`F${quiet(191)}F${quiet(136)}`)).toBe(`${quiet(192)}${run(128)}${quiet(9)}`);
});

test('another one early in a run makes it longer', () => {
	expect(fillers(`FF...F${quiet(136)}`)).toBe(`.${run(132)}${quiet(9)}`);
});

test('fillers that do not keep full collections off stop, each time for twice as long', () => {
	const made = fillers('F'.repeat(3000));
	const rests = [...made.matchAll(/\.+/g)].map(([rest]) => rest.length);
	expect(rests.slice(0, 8)).toEqual([1, 9, 17, 33, 65, 129, 257, 513]);
	expect(Math.max(...rests)).toBe(513);
	expect(made.replaceAll('.', '').length).toBeLessThan(60);
});

test('after a run without full collections the next rest is short again', () => {
	const rested = afterStretch({ ...atFirst, left: 1, nextRest: 512 }, false);
	expect(fillers('F'.repeat(20), rested)).toBe(`.${run(4)}${quiet(9)}${run(4)}..`);
});

/** In a process of its own: what Jest holds and runs beside would count as well. */
async function fullCollections(way: 'bare' | 'filled'): Promise<number> {
	const program = join(__dirname, 'countCollections.ts');
	const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, way]);
	return Number(stdout);
}

test('V8 does fewer full collections, and none more where it did none', async () => {
	const bare = await fullCollections('bare');
	const filled = await fullCollections('filled');
	expect(bare).not.toBeNaN();
	expect(filled).toBeLessThanOrEqual(Math.ceil(0.75 * bare));
});
