/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- tests of a Node program */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';
import { ProxyAgent, request } from 'undici';

interface Run {
	child: ChildProcess;
	output: () => string;
}

function start(...flags: string[]): Run {
	const child = spawn(process.execPath, [
		'--import',
		'tsx',
		join(__dirname, '../main.ts'),
		...flags,
	]);
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (text: Buffer) => (output += text.toString()));
	return { child, output: () => output };
}

async function finish({ child, output }: Run): Promise<[code: number | null, output: string]> {
	if (child.exitCode === null) await once(child, 'close');
	return [child.exitCode, output()];
}

test('--help and wrong flags', async () => {
	expect(await finish(start('--help'))).toEqual([0, expect.stringContaining('--proxy-port')]);
	expect(await finish(start('--port', 'x'))).toEqual([
		1,
		expect.stringContaining('--port must be a number'),
	]);
	expect(await finish(start('--port', '0', '--proxy-port', '0', '--webhook', 'x'))).toEqual([
		1,
		expect.stringContaining('The callback URL x must begin with https://'),
	]);
	expect(await finish(start('--nonsense'))).toEqual([1, expect.stringContaining('--nonsense')]);
	expect(
		await finish(
			start(
				'--port',
				'0',
				'--proxy-port',
				'0',
				'--platform',
				'web',
				'--redirect-uri',
				'http://x.example/',
			),
		),
	).toEqual([1, expect.stringContaining('must begin with https://')]);
});

test('a port in use is explained', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? String(address.port) : '';
	expect(await finish(start('--port', '0', '--proxy-port', port))).toEqual([
		1,
		expect.stringContaining(`Port ${port} is in use by another program`),
	]);
	server.close();
});

test('runs until Ctrl-C, with all that n8n needs to know', async () => {
	const run = start(
		'--port',
		'0',
		'--proxy-port',
		'0',
		'--private',
		'--client-key',
		'awkey',
		'--client-secret',
		's3cret',
		'--webhook',
		'http://127.0.0.1:5678/webhook/x',
	);
	while (!run.output().includes('A browser')) await once(run.child.stdout ?? run.child, 'data');
	const text = run.output();
	for (const part of [
		'awkey',
		's3cret',
		'private',
		'http://localhost:*/rest/oauth2-credential/callback',
		'export NO_PROXY=',
		'Webhooks          http://127.0.0.1:5678/webhook/x',
	]) {
		expect(text).toContain(part);
	}
	const proxy = /HTTPS_PROXY=(\S+)/.exec(text)?.[1] ?? '';
	const file = /NODE_EXTRA_CA_CERTS=(\S+)/.exec(text)?.[1] ?? '';
	const agent = new ProxyAgent({ uri: proxy, requestTls: { ca: readFileSync(file, 'utf8') } });
	const answer = await request('https://www.tiktok.com/@demo_creator', { dispatcher: agent });
	expect(await answer.body.text()).toContain('Demo Creator');
	await agent.destroy();
	run.child.kill('SIGINT');
	expect((await finish(run))[0]).toBe(130);
	expect(existsSync(file)).toBe(false);
});
