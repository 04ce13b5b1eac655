import { beforeEach, describe, expect, test } from '@jest/globals';

import type { Rules } from '../index';
import { Fixture, outcome } from './fixture';
import { Origin } from './origin';

// The portal's page “URL properties”: a prefix is entered, TikTok names a file, somebody puts it there and presses Verify.

const fixture = new Fixture();
const origin = new Origin();
const PREFIX = 'https://n8n.example.com/webhook/0f9e/';

beforeEach(() => void fixture.simulator.hosts.set('n8n.example.com', origin.url));

/** Asks whether a photo under the prefix would be taken. */
async function initOutcome(token: string): Promise<string> {
	const answer = await fixture.client.api('/v2/post/publish/content/init/', token, {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info: {
			source: 'PULL_FROM_URL',
			photo_images: [`${PREFIX}photo?t=abc`],
			photo_cover_index: 0,
		},
	});
	return outcome(answer);
}

test('the file is found: from then on photos under the prefix are taken, of this app alone', async () => {
	const { app, token } = fixture.connect();
	const other = fixture.connect();
	const verification = fixture.simulator.enterPrefix(app, PREFIX);
	expect(verification.fileName).toMatch(/^tiktok[A-Za-z0-9]{32}\.txt$/);
	expect(verification.content).toBe(
		`tiktok-developers-site-verification=${verification.fileName.slice(6, -4)}`,
	);
	expect(await initOutcome(token)).toBe('403 url_ownership_unverified');
	origin.serve(`/webhook/0f9e/${verification.fileName}`, Buffer.from(verification.content));
	await fixture.simulator.verifyPrefix(verification);
	await fixture.simulator.verifyPrefix(verification); // pressed once more
	expect(app.urlProperties).toEqual([PREFIX]);
	expect(await initOutcome(token)).toBe('200 ok');
	expect(await initOutcome(other.token)).toBe('403 url_ownership_unverified');
});

test('each entry has a file of its own', () => {
	const { app } = fixture.connect();
	const names = [1, 2].map(() => fixture.simulator.enterPrefix(app, PREFIX).fileName);
	expect(new Set(names).size).toBe(2);
});

describe('is refused, and the prefix stays unverified', () => {
	test.each<[string, RegExp, (path: string, content: string) => void]>([
		['no file', /answered 404/, () => undefined],
		[
			'a redirect',
			/answered 302 \(a redirect\)/,
			(path) =>
				void origin.pages.set(path, (_request, response) =>
					response.writeHead(302, { Location: '/elsewhere' }).end(),
				),
		],
		['another line', /instead of/, (path) => origin.serve(path, Buffer.from('x=1'))],
		[
			'a web page around the line',
			/instead of/,
			(path, content) => origin.serve(path, Buffer.from(`<html>${content}</html>`)),
		],
		[
			'a line break behind it',
			/instead of/,
			(path, content) => origin.serve(path, Buffer.from(`${content}\n`)),
		],
		['no such host', /does not exist/, () => fixture.simulator.hosts.clear()],
	])('%s', async (_name, expected, prepare) => {
		const { app } = fixture.connect();
		const verification = fixture.simulator.enterPrefix(app, PREFIX);
		prepare(`/webhook/0f9e/${verification.fileName}`, verification.content);
		await expect(fixture.simulator.verifyPrefix(verification)).rejects.toThrow(expected);
		expect(app.urlProperties).toEqual([]);
	});

	test.each([
		'example.com',
		'http://n8n.example.com/webhook/0f9e/',
		'https://n8n.example.com/webhook/0f9e',
		'https://192.0.2.7/webhook/0f9e/',
		'https://n8n.example.com/webhook/?x=/',
		'https://n8n.example.com/webhook/#/',
	])('%s', (prefix) => {
		const { app } = fixture.connect();
		expect(() => fixture.simulator.enterPrefix(app, prefix)).toThrow(prefix);
	});
});

describe('forms of the file', () => {
	test.each<[Partial<Rules>, RegExp, RegExp]>([
		[
			{ verificationFileName: 'tiktok-developers-site-verification.txt' },
			/^tiktok-developers-site-verification\.txt$/,
			/^tiktok-developers-site-verification=\w{32}$/,
		],
		[{ verificationContent: 'token' }, /^tiktok\w{32}\.txt$/, /^\w{32}$/],
		[
			{ verificationContent: 'lineWithBreak' },
			/^tiktok\w{32}\.txt$/,
			/^tiktok-developers-site-verification=\w{32}\n$/,
		],
	])('%p', async (rules, fileName, content) => {
		Object.assign(fixture.simulator.rules, rules);
		const { app } = fixture.connect();
		const verification = fixture.simulator.enterPrefix(app, PREFIX);
		expect(verification.fileName).toMatch(fileName);
		expect(verification.content).toMatch(content);
		origin.serve(`/webhook/0f9e/${verification.fileName}`, Buffer.from(verification.content));
		await fixture.simulator.verifyPrefix(verification);
		expect(app.urlProperties).toEqual([PREFIX]);
	});

	test('compared without blanks and line breaks around it', async () => {
		fixture.simulator.rules.verificationCompares = 'trimmed';
		const { app } = fixture.connect();
		const verification = fixture.simulator.enterPrefix(app, PREFIX);
		const served = Buffer.from(` ${verification.content}\r\n`);
		origin.serve(`/webhook/0f9e/${verification.fileName}`, served);
		await fixture.simulator.verifyPrefix(verification);
		expect(app.urlProperties).toEqual([PREFIX]);
	});
});
