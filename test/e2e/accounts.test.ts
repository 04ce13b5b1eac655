import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { ConsentBrowser, httpRequest, type ConsentChoice, type Credential } from '../rig';
import { sampleVideo, type Account } from '../simulator';
import { isOlderLine, Stage } from './stage';

let stage: Stage;
let second: Account;
beforeAll(async () => {
	stage = await Stage.start();
	second = stage.simulator.addAccount({ username: 'second.account', nickname: 'Second' });
}, 1_500_000);
beforeEach(() => stage.nextMinute());
afterAll(async () => await stage.stop());

const creatorInfo = { resource: 'creator', operation: 'getInfo' };

describe('two accounts, connected one after the other in one browser', () => {
	let browser: ConsentBrowser;
	beforeAll(() => {
		browser = new ConsentBrowser({
			proxyUrl: stage.simulator.proxyUrl,
			caFile: stage.simulator.caCertificateFile,
		});
	});
	afterAll(async () => await browser.close());

	async function connectIn(name: string, choice: ConsentChoice): Promise<Credential> {
		const credential = await stage.credential(name, stage.webApp);
		const result = await stage.rest.connectCredential(credential.id, browser.consent(choice));
		expect(result).toMatchObject({ connected: true });
		expect(new URL(result.authorizeUrl).searchParams.get('disable_auto_auth')).toBe('1');
		return credential;
	}

	test('each credential posts on its own', async () => {
		const first = await connectIn('First', { account: stage.account.username });
		const other = await connectIn('Second', { account: second.username });
		const { path: file } = await stage.file('accounts.mp4', sampleVideo());
		const post = async (credential: Credential) =>
			await stage.tikTok(
				credential,
				{ resource: 'video', operation: 'directPost', privacyLevel: 'PUBLIC_TO_EVERYONE' },
				{ file },
			);
		for (const [credential, { username }] of [
			[first, stage.account],
			[other, second],
			[first, stage.account],
		] as const) {
			const [json] = (await post(credential)).json('TikTok');
			expect(json).toMatchObject({ verdict: 'published', creator_username: username });
		}
		expect(stage.simulator.posts.map(({ account }) => account.username)).toEqual([
			stage.account.username,
			second.username,
			stage.account.username,
		]);
	});

	test('where TikTok does not heed the wish, the output tells whose account it is', async () => {
		// Whoever connected last is logged in.
		stage.simulator.rules.disableAutoAuth = 'ignored';
		const credential = await connectIn('Wrong', { account: stage.account.username });
		stage.simulator.rules.disableAutoAuth = 'heeded';
		const wrong = await stage.tikTok(credential, creatorInfo);
		expect(wrong.json('TikTok')[0]).toMatchObject({ creator_username: second.username });
		const again = browser.consent({ account: stage.account.username });
		await stage.rest.connectCredential(credential.id, again);
		const right = await stage.tikTok(credential, creatorInfo);
		expect(right.json('TikTok')[0]).toMatchObject({ creator_username: stage.account.username });
	});
});

test('Client Key and Client Secret as expressions connect, post and renew', async () => {
	const { clientKey, clientSecret } = stage.webApp;
	const credential = await stage.credential('Expressions', stage.webApp, {
		clientKey: `={{ ["${clientKey}"].join("") }}`,
		appSecret: `={{ ["${clientSecret}"].join("") }}`,
	});
	expect(await stage.connect(credential)).toMatchObject({ connected: true });
	stage.simulator.expireAccessTokens();
	const execution = await stage.tikTok(credential, creatorInfo);
	expect(execution.json('TikTok')[0]).toMatchObject({ creator_username: 'clip.maker' });
});

const url = 'https://open.tiktokapis.com/v2/user/info/?fields=open_id';

// On 1.x n8n's HTTP Request node cannot renew the token (docs/queue-mode.md).
(isOlderLine ? describe.skip : describe)('n8n’s HTTP Request node renews the token', () => {
	test.each([
		['rotate', 'same'],
		['absent', 'new'],
		['rotate', 'new'],
	] as const)('again and again: refresh token %s, access token %s', async (rotation, access) => {
		const credential = await stage.credential(`${rotation}, ${access}`, stage.webApp);
		expect(await stage.connect(credential)).toMatchObject({ connected: true });
		Object.assign(stage.simulator.rules, {
			refreshTokenRotation: rotation,
			refreshedAccessToken: access,
		});
		for (let renewal = 1; renewal <= 3; renewal++) {
			stage.simulator.expireAccessTokens();
			const execution = await stage.run('HTTP', [httpRequest({ url }, credential)]);
			expect(execution.json('HTTP Request')[0]).toMatchObject({ error: { code: 'ok' } });
		}
	});
});
