/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests of the rig's files */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { acquireLock } from '../lock';
import { placeFolder } from '../placeFolder';

let cache = '';
beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'place-folder-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

const fillWith = (text: string) => async (folder: string) =>
	await writeFile(join(folder, 'file'), text);

describe('placeFolder', () => {
	it('makes the folder once and tells about it', async () => {
		const lines: string[] = [];
		const folder = join(cache, 'deep', 'thing');
		await placeFolder(folder, 'Installing', fillWith('first'), {
			onProgress: (line) => lines.push(line),
		});
		await placeFolder(folder, 'Installing', fillWith('second'), {
			onProgress: (line) => lines.push(line),
		});
		expect(await readFile(join(folder, 'file'), 'utf8')).toBe('first');
		expect(lines).toEqual(['Installing… 0 s', 'Installing: done in 0 s']);
		expect(readdirSync(join(cache, 'deep'))).toEqual(['thing']);
	});

	it('leaves nothing behind when it fails', async () => {
		const folder = join(cache, 'thing');
		const fill = async (target: string) => {
			await fillWith('half')(target);
			throw new Error('no network');
		};
		await expect(placeFolder(folder, 'Installing', fill)).rejects.toThrow('no network');
		expect(readdirSync(cache)).toEqual([]);
	});

	it('lets one of two do the work; the other waits for it', async () => {
		const folder = join(cache, 'thing');
		const lines: string[] = [];
		let fills = 0;
		const fill = async (target: string) => {
			fills += 1;
			await sleep(200);
			await fillWith('x')(target);
		};
		const options = { onProgress: (line: string) => lines.push(line) };
		const places = await Promise.all(
			[1, 2].map(async () => await placeFolder(folder, 'Installing', fill, options)),
		);
		expect(places).toEqual([folder, folder]);
		expect(fills).toBe(1);
		expect(lines).toContain(
			`Installing… Another process (${process.pid}) is doing that already, waiting 0 s`,
		);
	});

	it('clears away what a killed run has left', async () => {
		mkdirSync(join(cache, 'thing.tmp-abc'));
		writeFileSync(join(cache, 'thing.tmp-abc', 'file'), 'half');
		mkdirSync(join(cache, 'thing-else.tmp-abc'));
		await placeFolder(join(cache, 'thing'), 'Installing', fillWith('x'));
		expect(readdirSync(cache).sort()).toEqual(['thing', 'thing-else.tmp-abc']);
	});

	it('says how much space is missing', async () => {
		const place = placeFolder(join(cache, 'thing'), 'Installing', fillWith('x'), {
			neededBytes: 1e18,
		});
		await expect(place).rejects.toThrow(
			/Not enough space .* 1000000000\.0 GB are needed, .* N8N_NODES_TIKTOK_CACHE/,
		);
	});
});

describe('acquireLock', () => {
	it('breaks the lock of a process that is gone', async () => {
		const file = join(cache, 'a.lock');
		writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), id: 'gone' }));
		const lock = await acquireLock(file, { pollMs: 10 });
		await lock.release();
		expect(existsSync(file)).toBe(false);
	});

	it('breaks a lock that nobody has touched for long', async () => {
		const file = join(cache, 'a.lock');
		writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere', id: 'old' }));
		const longAgo = new Date(Date.now() - 120_000);
		utimesSync(file, longAgo, longAgo);
		const lock = await acquireLock(file, { pollMs: 10 });
		await lock.release();
	});

	it('waits for a living holder', async () => {
		const file = join(cache, 'a.lock');
		const first = await acquireLock(file);
		const second = acquireLock(file, { pollMs: 10 });
		await first.release();
		await (await second).release();
	});

	it('does not give back a lock that another has taken over', async () => {
		const file = join(cache, 'a.lock');
		const first = await acquireLock(file);
		writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), id: 'other' }));
		await first.release();
		expect(existsSync(file)).toBe(true);
	});
});
