/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { N8nInstance, type Credential } from '../rig';
import { sampleVideo } from '../simulator';
import { Stage } from './stage';

// n8n behind a proxy for all its traffic (HTTPS_PROXY, as in every end-to-end test) and with its protection against requests
// to internal addresses switched on. It came with n8n 2.

const publicAddress = '93.184.216.34';
const publicHosts = [
	'www.tiktok.com',
	'open.tiktokapis.com',
	'open-upload.tiktokapis.com',
	'open-upload-i18n.tiktokapis.com',
	'open-upload-us.tiktokapis.com',
	'media.example.com',
	'cdn.elsewhere.example',
];
const names = {
	...Object.fromEntries(publicHosts.map((name) => [name, publicAddress])),
	'intranet.example.com': '10.1.2.3',
};

let stage: Stage;
let credential: Credential;

beforeAll(async () => {
	stage = await Stage.start(
		{},
		async (options) =>
			await N8nInstance.start({
				...options,
				env: {
					...options.env,
					N8N_SSRF_PROTECTION_ENABLED: 'true',
					NODE_OPTIONS: `--require ${join(__dirname, '..', 'rig', 'simulatedDns.js')}`,
					SIMULATED_DNS: JSON.stringify(names),
				},
			}),
	);
	stage.simulator.hosts.set('intranet.example.com', stage.web.origin);
	credential = await stage.credential('TikTok account', stage.webApp);
	expect(await stage.connect(credential)).toMatchObject({ connected: true });
}, 1_500_000);
beforeEach(() => stage.nextMinute());
afterAll(async () => await stage?.stop());

const directPost = {
	resource: 'video',
	operation: 'directPost',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	caption: 'From n8n',
};
const from = (videoUrl: string) => ({ ...directPost, videoSource: 'sendFromUrl', videoUrl });

test('a post by file, with a refresh of the token', async () => {
	const { path, sha256 } = await stage.file('protected.mp4', sampleVideo({ bytes: 6_000_000 }));
	stage.simulator.expireAccessTokens();
	const execution = await stage.tikTok(credential, directPost, { file: path });
	expect(execution.describeError()).toBe('No error.');
	expect(stage.simulator.uploads.at(-1)?.sha256).toBe(sha256);
});

test('the link of a public host is sent', async () => {
	stage.web.files.set('/public.mp4', { bytes: sampleVideo({ bytes: 6_000_000 }) });
	const execution = await stage.tikTok(
		credential,
		from('https://cdn.elsewhere.example/public.mp4'),
	);
	expect(execution.describeError()).toBe('No error.');
	expect(execution.json('TikTok')[0]).toMatchObject({ verdict: 'published' });
});

test.each([
	['an internal host by name', () => 'https://intranet.example.com/internal.mp4'],
	['a private address', () => 'http://10.1.2.3/internal.mp4'],
	['a loopback address, at which a host would answer', () => `${stage.web.origin}/internal.mp4`],
	['the address of cloud metadata', () => 'http://169.254.169.254/latest/meta-data'],
	[
		'a public host that redirects to an internal one',
		() => 'https://cdn.elsewhere.example/inside.mp4',
	],
])('%s is refused before anything is sent, with the way out', async (_, urlOf) => {
	const { host } = new URL(urlOf());
	stage.web.files.set('/inside.mp4', {
		bytes: sampleVideo(),
		redirectTo: 'https://intranet.example.com/internal.mp4',
	});
	const before = stage.simulator.tasks.length;
	const execution = await stage.tikTok(credential, from(urlOf()));
	expect(execution.describeError()).toContain(
		`n8n may not fetch ‘Video URL’ from ${host}: its protection against requests to internal addresses is on`,
	);
	expect(execution.describeError()).toContain('N8N_SSRF_ALLOWED_HOSTNAMES');
	expect(stage.web.requests).not.toContain('/internal.mp4');
	expect(stage.simulator.tasks.length).toBe(before);
});
