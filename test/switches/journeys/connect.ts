import { Connecting } from '../../harness/connecting';
import { ConsentBrowser, type ConsentChoice } from '../../rig/consent';
import type { AppOptions } from '../../simulator';
import type { Journey } from '../journey';
import { end, type Scene } from '../scene';

const creatorInfo = { resource: 'creator', operation: 'getInfo' };

const redirectUris = {
	web: 'https://n8n.example.com/rest/oauth2-credential/callback',
	desktop: 'http://localhost:5678/rest/oauth2-credential/callback',
};

type Platform = keyof typeof redirectUris;

/** Somebody with a browser, and a new app. */
async function withBrowser(
	scene: Scene,
	options: Partial<AppOptions> & { platform: Platform },
	visit: (connect: (choice?: ConsentChoice) => Promise<string>) => Promise<string>,
	credentialPlatform = options.platform,
): Promise<string> {
	const { engine, simulator } = scene;
	const redirectUri = redirectUris[options.platform];
	engine.app = simulator.addApp({ ...options, redirectUris: [redirectUri], audited: true });
	engine.credentials.stored.clear();
	engine.store({ platform: credentialPlatform });
	const { proxyUrl, caCertificateFile: caFile } = simulator;
	const browser = new ConsentBrowser({ proxyUrl, caFile });
	const connect = async (choice?: ConsentChoice): Promise<string> => {
		const connecting = new Connecting(engine, redirectUri);
		try {
			await connecting.callback(
				await browser.authorize(await connecting.authorizeUrl(), choice ?? {}),
			);
		} catch (error) {
			return `not connected: ${inShort(error)}`;
		}
		const run = await scene.run(creatorInfo);
		return run.error ? end(run) : `connected as ${String(run.json[0].creator_username)}`;
	};
	try {
		return await visit(connect);
	} finally {
		await browser.close();
	}
}

/** The word of TikTok's page, or of n8n's where TikTok sends the user back. */
function inShort(error: unknown): string {
	const { message } = error as Error;
	const [, onPage] = /correct the following and try again: (\w+)/.exec(message) ?? [];
	if (onPage !== undefined) return `TikTok’s page names ${onPage}`;
	const [, sentBack] = /error_type=(\w+)/.exec(message) ?? [];
	return sentBack === undefined ? message : `n8n’s page names ${sentBack}`;
}

const connectBoth =
	(platform: Platform) =>
	async (scene: Scene): Promise<string> =>
		await withBrowser(scene, { platform }, async (connect) => {
			scene.simulator.addAccount({ username: 'second.maker' });
			const first = await connect({ account: 'clip.maker' });
			return `${first}, then ${await connect({ account: 'second.maker' })}`;
		});

/** Connect, and a second account in the same browser. */
export const connecting: Journey[] = [
	{
		name: 'Connect on the Web platform, then another account in the same browser',
		ends: 'connected as clip.maker, then connected as second.maker',
		play: connectBoth('web'),
	},
	{
		name: 'Connect on the Desktop platform, then another account in the same browser',
		ends: 'connected as clip.maker, then connected as second.maker',
		play: connectBoth('desktop'),
	},
	{
		name: 'Connect on the Web platform, with the credential set to Desktop',
		ends: 'connected as clip.maker',
		play: async (scene) =>
			await withBrowser(scene, { platform: 'web' }, async (connect) => await connect(), 'desktop'),
	},
	{
		name: 'Connect with a permission that the app lacks',
		ends: 'not connected: TikTok’s page names client_key',
		play: async (scene) =>
			await withBrowser(
				scene,
				{ platform: 'web', scopes: ['video.upload'] },
				async (connect) => await connect(),
			),
	},
];
