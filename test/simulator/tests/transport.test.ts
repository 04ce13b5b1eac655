/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- tests of a Node program */
import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { promisify } from 'node:util';

import { describe, expect, test } from '@jest/globals';
import { Agent, ProxyAgent, request } from 'undici';

import { TikTokSimulator } from '../index';
import { Fixture, outcome } from './fixture';
import { Origin } from './origin';

const fixture = new Fixture();
const origin = new Origin();

/** The certificate that the TLS server shows for a name. */
async function certificateFor(servername: string): Promise<X509Certificate> {
	const { port, caCertificate: ca } = fixture.simulator;
	return await new Promise((resolve, reject) => {
		const socket = connect({ host: '127.0.0.1', port, servername, ca }, () => {
			const raw = socket.getPeerX509Certificate();
			socket.destroy();
			if (raw === undefined) reject(new Error('no certificate'));
			else resolve(raw);
		});
		socket.on('error', reject);
	});
}

describe('certificates', () => {
	test.each([
		'www.tiktok.com',
		'open.tiktokapis.com',
		'open-upload.tiktokapis.com',
		'upload.us.tiktokapis.com',
		'cdn.example.com',
	])('%s', async (name) => {
		const certificate = await certificateFor(name);
		expect(certificate.checkHost(name)).toBe(name);
		expect(certificate.verify(new X509Certificate(fixture.simulator.caCertificate).publicKey)).toBe(
			true,
		);
		expect(certificate.ca).toBe(false);
	});

	test('the authority is a CA, also as a file until the stop', async () => {
		const simulator = await TikTokSimulator.start();
		expect(new X509Certificate(simulator.caCertificate).ca).toBe(true);
		expect(simulator.caCertificate).not.toBe(fixture.simulator.caCertificate);
		const file = simulator.caCertificateFile;
		expect(readFileSync(file, 'utf8')).toBe(simulator.caCertificate);
		expect(simulator.caCertificate).not.toContain('PRIVATE KEY');
		await simulator.stop();
		expect(existsSync(file)).toBe(false);
	});

	test('without SNI, and without the proxy', async () => {
		const agent = new Agent({
			connect: { ca: fixture.simulator.caCertificate, servername: 'open.tiktokapis.com' },
		});
		const url = `https://127.0.0.1:${fixture.simulator.port}/v2/user/info/`;
		const answer = await request(url, {
			dispatcher: agent,
			headers: { host: 'open.tiktokapis.com' },
		});
		expect(answer.statusCode).toBe(401);
		await answer.body.dump();
		await agent.close();
	});
});

describe('the proxy', () => {
	test('refuses other hosts, other ports and plain HTTP to TikTok, with the reason', async () => {
		for (const url of [
			'https://example.org/',
			'https://tiktokapis.com.evil.example/',
			'https://open.tiktokapis.com:8443/',
		]) {
			await expect(fixture.client.send('GET', url)).rejects.toThrow('502');
		}
		const plain = new ProxyAgent({ uri: fixture.simulator.proxyUrl, proxyTunnel: false });
		const answer = await request('http://open.tiktokapis.com/v2/user/info/', { dispatcher: plain });
		expect([answer.statusCode, await answer.body.text()]).toEqual([
			502,
			expect.stringContaining('open.tiktokapis.com:80'),
		]);
		await plain.close();
		expect(fixture.simulator.refusedHosts.map(({ host, port }) => `${host}:${port}`)).toEqual([
			'example.org:443',
			'tiktokapis.com.evil.example:443',
			'open.tiktokapis.com:8443',
			'open.tiktokapis.com:80',
		]);
		expect(fixture.simulator.refusedHosts[0]?.reason).toContain('neither TikTok');
	});

	test('carries mapped hosts to their origins, over TLS and plain', async () => {
		origin.serve('/file?x=1', Buffer.alloc(3_000_000, 'y'));
		origin.pages.set(
			'/echo',
			(incoming, response) =>
				void incoming.pipe(response.writeHead(201, { 'x-host': incoming.headers.host })),
		);
		fixture.simulator.hosts.set('cdn.example.com', origin.url);
		const file = await fixture.client.send('GET', 'https://cdn.example.com/file?x=1');
		expect([file.status, file.text.length]).toEqual([200, 3_000_000]);
		const echo = await fixture.client.send('PUT', 'https://cdn.example.com/echo', {
			body: Buffer.alloc(2_000_000, 'z'),
		});
		expect([echo.status, echo.text.length, echo.headers['x-host']]).toEqual([
			201,
			2_000_000,
			'cdn.example.com',
		]);
		const plain = new ProxyAgent({ uri: fixture.simulator.proxyUrl, proxyTunnel: false });
		const answer = await request('http://cdn.example.com/file?x=1', { dispatcher: plain });
		expect((await answer.body.text()).length).toBe(3_000_000);
		await plain.close();
		fixture.simulator.hosts.set('cdn.example.com', 'http://127.0.0.1:9');
		expect((await fixture.client.send('GET', 'https://cdn.example.com/file')).status).toBe(502);
		expect(fixture.simulator.calls).toHaveLength(0);
	});

	test('a mapped host may break off before its headers, and may give no length', async () => {
		fixture.simulator.hosts.set('cdn.example.com', origin.url);
		origin.pages.set('/gone', (incoming) => void incoming.socket.destroy());
		await expect(fixture.client.send('GET', 'https://cdn.example.com/gone')).rejects.toThrow();
		origin.pages.set('/unsized', (_incoming, response) => {
			response.useChunkedEncodingByDefault = false;
			response.shouldKeepAlive = false;
			response.writeHead(200).end('a film');
		});
		const { text, headers } = await fixture.client.send('GET', 'https://cdn.example.com/unsized');
		expect([text, headers['transfer-encoding'], headers['content-length']]).toEqual([
			'a film',
			undefined,
			undefined,
		]);
	});

	test('lets loopback through', async () => {
		origin.serve('/here', Buffer.from('loopback'));
		const tunnel = new ProxyAgent({ uri: fixture.simulator.proxyUrl, proxyTunnel: true });
		const plain = new ProxyAgent({ uri: fixture.simulator.proxyUrl, proxyTunnel: false });
		for (const dispatcher of [tunnel, plain]) {
			const answer = await request(`${origin.url}/here`, { dispatcher });
			expect(await answer.body.text()).toBe('loopback');
			await dispatcher.close();
		}
	});

	test('parallel connections do not mix', async () => {
		fixture.simulator.rules.rateLimits = false;
		const users = Array.from({ length: 8 }, () => fixture.connect());
		const answers = await Promise.all(
			Array.from({ length: 64 }, async (_, index) => {
				const user = users[index % users.length];
				const answer = await fixture.client.api(
					'/v2/post/publish/creator_info/query/',
					user?.token,
				);
				return answer.text.includes(`"creator_username":"${user?.account.username}"`);
			}),
		);
		expect(answers.every(Boolean)).toBe(true);
	});
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;

(hasCurl ? test : test.skip)('curl, as a client of another make', async () => {
	const { token } = fixture.connect();
	const { stdout } = await promisify(execFile)('curl', [
		'-sS',
		'-x',
		fixture.simulator.proxyUrl,
		'--cacert',
		fixture.simulator.caCertificateFile,
		'-H',
		`Authorization: Bearer ${token}`,
		'-X',
		'POST',
		'https://open.tiktokapis.com/v2/post/publish/creator_info/query/',
	]);
	expect(stdout).toContain('"code":"ok"');
});

test('two simulators live side by side; a port in use is an error', async () => {
	const other = await TikTokSimulator.start();
	const app = other.addApp({ platform: 'web', redirectUris: [] });
	const tokens = other.grant(app, other.addAccount({ username: 'x' }));
	const here = await fixture.client.api(
		'/v2/post/publish/creator_info/query/',
		tokens.access_token,
	);
	expect(outcome(here)).toBe('401 access_token_invalid');
	await expect(TikTokSimulator.start({ port: other.port })).rejects.toMatchObject({
		code: 'EADDRINUSE',
	});
	await expect(TikTokSimulator.start({ proxyPort: other.port })).rejects.toMatchObject({
		code: 'EADDRINUSE',
	});
	await other.stop();
});

test('431 for a browser that sends more cookies than fit', async () => {
	const sent = async (bytes: number) =>
		await fixture.client.send('GET', 'https://www.tiktok.com/v2/auth/authorize/', {
			headers: { cookie: `many=${'x'.repeat(bytes)}` },
		});
	expect((await sent(1_000)).status).toBe(400);
	expect((await sent(20_000)).status).toBe(431);
});
