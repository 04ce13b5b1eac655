/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests of the rig: a registry on loopback, and files */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEFAULT_N8N_VERSION } from '../install';
import { readRecipe, writeRecipe } from '../recipe';

const manifestOf = (text: string) => JSON.parse(text) as { dependencies: { n8n: string } };

describe('a committed version', () => {
	it('is installed as it stands, with its lock file', async () => {
		const { version, files, natives } = await readRecipe(DEFAULT_N8N_VERSION);
		expect(version).toBe(DEFAULT_N8N_VERSION);
		expect(natives).toContain('sqlite3');
		const folder = join(__dirname, '../n8n', DEFAULT_N8N_VERSION);
		for (const name of ['package.json', 'package-lock.json'])
			expect(files[name]).toBe(readFileSync(join(folder, name), 'utf8'));
	});

	it('that is not there is refused with those that are', async () => {
		await expect(readRecipe('0.1.0')).rejects.toThrow(
			`No recipe for n8n 0.1.0. Known versions: 1.123.81, ${DEFAULT_N8N_VERSION}, latest.`,
		);
	});
});

describe('latest', () => {
	let registry: Server;
	let latest = '';
	let target = '';
	const before = process.env.npm_config_registry;

	beforeEach(async () => {
		target = mkdtempSync(join(tmpdir(), 'recipe-'));
		registry = createServer((request, response) => {
			const versions = Object.fromEntries(
				['9.1.0', '9.2.0', '10.0.0'].map((version) => [version, { name: 'n8n', version }]),
			);
			const known = { name: 'n8n', 'dist-tags': { latest, next: '10.0.0' }, versions };
			response.setHeader('content-type', 'application/json');
			response.statusCode = request.url === '/n8n' ? 200 : 404;
			response.end(JSON.stringify(request.url === '/n8n' ? known : {}));
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => registry.once('listening', resolve));
		process.env.npm_config_registry = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
	});
	afterEach(() => {
		registry.close();
		rmSync(target, { recursive: true });
		if (before === undefined) delete process.env.npm_config_registry;
		else process.env.npm_config_registry = before;
	});

	it('is the version that npm calls so today, without a lock file', async () => {
		latest = '9.1.0';
		const recipe = await readRecipe('latest');
		expect(recipe.version).toBe('9.1.0');
		await writeRecipe(recipe, target);
		expect(readdirSync(target)).toEqual(['package.json']);
		const written = manifestOf(readFileSync(join(target, 'package.json'), 'utf8'));
		expect(written.dependencies).toEqual({ n8n: '9.1.0' });
	});

	it('is another recipe as soon as n8n has a new version, so that no old installation is taken', async () => {
		latest = '9.1.0';
		const first = await readRecipe('latest');
		expect((await readRecipe('latest')).fingerprint).toBe(first.fingerprint);
		latest = '9.2.0';
		const second = await readRecipe('latest');
		expect(second.version).toBe('9.2.0');
		expect(second.fingerprint).not.toBe(first.fingerprint);
	});
});
