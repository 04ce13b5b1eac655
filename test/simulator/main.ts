/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- the simulator is a Node program */
import { parseArgs } from 'node:util';

import { exitOnSignals, ownTemporaryFolder } from '../rig/exit';
import { browserCommand, SCOPES, TikTokSimulator, type Account, type App } from './index';

const HELP = `A TikTok on this machine, for trying things out. Nothing leaves loopback.

  npx tsx test/simulator/main.ts [options]

  --proxy-port <n>      port of the proxy that n8n uses (default 8870)
  --port <n>            port of the TLS server behind it (default 8871)
  --platform <p>        desktop (default: n8n on localhost) or web (n8n behind https)
  --redirect-uri <uri>  a redirect URI of the app; may be given several times
  --client-key <key>    default: made up
  --client-secret <s>   default: made up
  --username <name>     the account's handle (default demo_creator)
  --private             the account is private (an unaudited app can post only there)
  --audited             the app has passed the audit: public posts are possible
  --processing <s>      how long TikTok processes, in seconds (default 5)
  --moderation <s>      how long moderation takes after that, in seconds (default 3)
  --url-property <p>    a verified domain or URL prefix; may be given several times
  --host <name=origin>  a name on the simulated internet, e.g. cdn.example.com=http://127.0.0.1:9000
  --webhook <url>       the app's callback URL for webhooks: http://127.0.0.1:5678/webhook/… as it is, or https://… with a --host entry
  --store <directory>   keep what was uploaded
  --help`;

const DESKTOP_URIS = [
	'http://localhost:*/rest/oauth2-credential/callback',
	'http://127.0.0.1:*/rest/oauth2-credential/callback',
];
const WEB_URIS = ['https://n8n.example.com/rest/oauth2-credential/callback'];

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function readOptions() {
	return parseArgs({
		options: {
			port: { type: 'string', default: '8871' },
			'proxy-port': { type: 'string', default: '8870' },
			platform: { type: 'string', default: 'desktop' },
			'redirect-uri': { type: 'string', multiple: true },
			'client-key': { type: 'string' },
			'client-secret': { type: 'string' },
			username: { type: 'string', default: 'demo_creator' },
			private: { type: 'boolean', default: false },
			audited: { type: 'boolean', default: false },
			processing: { type: 'string', default: '5' },
			moderation: { type: 'string', default: '3' },
			'url-property': { type: 'string', multiple: true, default: [] },
			host: { type: 'string', multiple: true, default: [] },
			webhook: { type: 'string' },
			store: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	}).values;
}

/** A number from the command line. @throws Error that names the option */
function number(name: string, text: string, max: number): number {
	const value = Number(text);
	if (text.trim() === '' || !(value >= 0 && value <= max))
		throw new Error(`--${name} must be a number from 0 to ${max}, not "${text}"`);
	return value;
}

function hostEntry(text: string): [string, string] {
	const [name = '', origin = ''] = text.split(/=(.*)/);
	if (!/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/?$/.test(origin)) {
		throw new Error(`--host ${text}: expected name=http://127.0.0.1:<port>`);
	}
	return [name, origin];
}

function describe(simulator: TikTokSimulator, app: App, account: Account): string {
	const unaudited = account.private
		? 'unaudited: direct posts only as "Only me"; drafts work'
		: 'unaudited and the account is public: direct posts are refused, drafts work (try --private or --audited)';
	return `
TikTok simulator is running. Ctrl-C ends it.

Where it listens
  proxy             ${simulator.proxyUrl}
  TLS server        https://127.0.0.1:${simulator.port} (for www.tiktok.com, *.tiktokapis.com)
  certificate       ${simulator.caCertificateFile}

The app
  Client key        ${app.clientKey}
  Client secret     ${app.clientSecret}
  Platform          ${app.platform}${app.platform === 'desktop' ? ' (PKCE with a hex challenge is mandatory)' : ' (https only, no localhost)'}
  Redirect URIs     ${app.redirectUris.join('\n                    ')}
  Scopes            ${app.scopes.join(', ')}
  Webhooks          ${app.webhookUrl ?? 'none (--webhook <url> sets the callback URL)'}
  Audit             ${app.audited ? 'passed' : unaudited}

The account
  @${account.username}, ${account.private ? 'private' : 'public'}; posts show at https://www.tiktok.com/@${account.username} (through the proxy)

Start n8n with
${Object.entries(simulator.environment)
	.map(([name, value]) => `  export ${name}=${value}`)
	.join('\n')}

A browser for the consent page
  ${browserCommand(simulator.proxyUrl)}
`;
}

async function main(): Promise<void> {
	const options = readOptions();
	if (options.help) return print(HELP);
	const { platform } = options;
	if (platform !== 'desktop' && platform !== 'web')
		throw new Error(`--platform must be desktop or web, not "${platform}"`);

	exitOnSignals();
	ownTemporaryFolder();
	const simulator = await TikTokSimulator.start({
		port: number('port', options.port, 65_535),
		proxyPort: number('proxy-port', options['proxy-port'], 65_535),
		processingMs: number('processing', options.processing, 86_400) * 1000,
		moderationMs: number('moderation', options.moderation, 86_400) * 1000,
		hosts: Object.fromEntries(options.host.map(hostEntry)),
		...(options.store === undefined ? {} : { storeDirectory: options.store }),
	});
	try {
		const app = simulator.addApp({
			name: 'My n8n',
			platform,
			redirectUris: options['redirect-uri'] ?? (platform === 'desktop' ? DESKTOP_URIS : WEB_URIS),
			scopes: SCOPES,
			audited: options.audited,
			urlProperties: options['url-property'],
			...(options.webhook === undefined ? {} : { webhookUrl: options.webhook }),
			...(options['client-key'] === undefined ? {} : { clientKey: options['client-key'] }),
			...(options['client-secret'] === undefined ? {} : { clientSecret: options['client-secret'] }),
		});
		const account = simulator.addAccount({
			username: options.username,
			nickname: 'Demo Creator',
			private: options.private,
		});
		simulator.webhooks.watch(({ event }, { url, status, failure }) =>
			print(`Webhook ${event} to ${url}: ${status ?? failure}`),
		);
		print(describe(simulator, app, account));
	} catch (problem) {
		await simulator.stop();
		throw new Error(explain(problem));
	}
}

/** A failure in words for the person at the terminal. */
function explain(problem: unknown): string {
	if (!(problem instanceof Error)) return String(problem);
	if ('code' in problem && problem.code === 'EADDRINUSE') {
		const port = 'port' in problem ? String(problem.port) : 'asked for';
		return `Port ${port} is in use by another program. Choose others with --proxy-port and --port, or 0 for any free port.`;
	}
	return problem.message;
}

main().catch((problem: unknown) => {
	process.stderr.write(`${explain(problem)}\n\nSee --help.\n`);
	process.exitCode = 1;
});
