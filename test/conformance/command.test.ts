/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- a test is a Node program */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { assertLoopback } from '../../tools/conformance/connect';
import { readOptions } from '../../tools/conformance/options';
import { RigError } from '../rig';
import { TikTokSimulator } from '../simulator';

const COMMAND = join(__dirname, '../../tools/conformance/conformance.ts');

let simulator: TikTokSimulator;
beforeAll(async () => void (simulator = await TikTokSimulator.start()));
afterAll(async () => await simulator.stop());

interface Ended {
	code: number | null;
	shown: string;
	folder: string;
}

/** The command as the shell starts it, with lines for its questions. */
async function command(args: string[], lines: string[], environment = {}): Promise<Ended> {
	const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
	const tsx = pathToFileURL(require.resolve('tsx')).href;
	const child = spawn(process.execPath, ['--import', tsx, COMMAND, ...args], {
		cwd: folder,
		env: { ...process.env, ...simulator.environment, ...environment },
	});
	let shown = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (piece: Buffer) => (shown += piece.toString('utf8')));
	child.stdin.end(lines.map((line) => `${line}\n`).join(''));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { code, shown, folder };
}

function given() {
	const app = simulator.addApp({
		platform: 'desktop',
		redirectUris: ['http://127.0.0.1:8765/callback/'],
	});
	const account = simulator.addAccount({ username: 'maker', private: true });
	const { access_token: access } = simulator.grant(app, account);
	return { app, environment: { TIKTOK_ACCESS_TOKEN: access } };
}

describe('npm run conformance', () => {
	test('asks for key and secret, shows the report, writes what it has shown', async () => {
		const { app, environment } = given();
		const lines = [app.clientKey, app.clientSecret, 'y', 'y'];
		const { code, shown, folder } = await command(
			['--only', 'tokenErrorStatus'],
			lines,
			environment,
		);
		expect(shown).toContain('=  tokenErrorStatus: 200, as assumed');
		expect(shown).not.toContain(app.clientSecret);
		expect(code).toBe(0);
		const files = readdirSync(folder).sort();
		expect(files).toEqual([
			expect.stringMatching(/^conformance-[\d-]+\.json$/),
			expect.stringMatching(/^conformance-[\d-]+\.md$/),
		]);
		for (const file of files) expect(shown).toContain(readFileSync(join(folder, file), 'utf8'));

		const read = await command(['--read', join(folder, files[0] ?? '')], []);
		expect(read.shown).toContain('0 of our values differ');
	});

	test('asks nothing, and writes nothing, without a yes', async () => {
		const { app, environment } = given();
		const before = simulator.calls.length;
		const lines = [app.clientKey, app.clientSecret];
		const { code, shown, folder } = await command([], lines, environment);
		expect([code, readdirSync(folder), simulator.calls.length]).toEqual([0, [], before]);
		expect(shown).toContain('Nothing was asked.');
	});

	test('says in words what is wrong with an option', async () => {
		const { code, shown } = await command(['--read', 'nowhere.json'], []);
		expect(shown).toContain('nowhere.json cannot be read');
		expect(shown).not.toMatch(/^\s+at /m);
		expect(code).toBe(1);
	});
});

describe('the options', () => {
	test.each([
		[['--only', 'noSuchRule'], /“noSuchRule” is none of/],
		[['--scopes', 'video.delete'], /“video.delete” is none of/],
		[['--nonsense'], /--nonsense/],
	])('%j are refused in words', (args, words) => {
		expect(() => readOptions(args, {})).toThrow(RigError);
		expect(() => readOptions(args, {})).toThrow(words);
	});

	test.each(['https://example.com/', 'https://127.0.0.1:8765/', 'http://127.0.0.1/', 'callback'])(
		'take no redirect URI that is not on this machine: %s',
		(uri) => {
			expect(() => assertLoopback(uri)).toThrow('must be an address on this machine');
		},
	);

	test('without any leave nothing on the account', () => {
		expect(readOptions([], {})).toMatchObject({
			post: false,
			revoke: false,
			scopes: ['user.info.basic', 'video.publish', 'video.upload'],
		});
	});

	test('take blanks in a list, and tokens from the environment', () => {
		const options = readOptions(['--scopes', 'video.list, video.upload'], {
			TIKTOK_ACCESS_TOKEN: 'act.1',
		});
		expect(options).toMatchObject({
			scopes: ['video.list', 'video.upload'],
			tokens: { access: 'act.1' },
		});
	});
});
