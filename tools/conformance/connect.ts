/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a program of its own */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

import { RigError } from '../../test/rig/rigError';
import { Unanswered, type Caller } from './caller';
import { inWords, scopes, writableCode, type Scope } from './facts';
import type { Time } from './pace';
import { EXCHANGE } from './probes/tokens';
import type { Authorization, Lives, Tokens } from './session';
import type { Person } from './terminal/person';

/** https://developers.tiktok.com/doc/login-kit-desktop */
const AUTHORIZE = 'https://www.tiktok.com/v2/auth/authorize/';

const DONE = `<!doctype html><meta charset="utf-8"><title>Done</title>
<p style="font:18px sans-serif;margin:3em">Done. You can close this page and go back to the terminal.</p>`;

/** TikTok's page for an app of the platform Desktop: it comes back to a server on this machine. */
export class DesktopAuthorization implements Authorization {
	constructor(
		private readonly clientKey: string,
		private readonly asked: readonly Scope[],
		readonly redirectUri: string,
		private readonly person: Person,
	) {}

	async visit(text: string, changes: Record<string, string> = {}) {
		const state = randomBytes(16).toString('hex');
		const verifier = randomBytes(32).toString('hex');
		const address = new URL(AUTHORIZE);
		address.search = new URLSearchParams({
			client_key: this.clientKey,
			response_type: 'code',
			scope: this.asked.join(','),
			redirect_uri: this.redirectUri,
			state,
			// TikTok wants hex where RFC 7636 has base64url.
			code_challenge: createHash('sha256').update(verifier).digest('hex'),
			code_challenge_method: 'S256',
			...changes,
		}).toString();
		const callback = await this.await(
			state,
			async (until) => await this.person.open(text, address.href, until),
		);
		return callback === undefined ? undefined : { callback, verifier };
	}

	/** Listens at the redirect URI while `meanwhile` runs. @returns the parameters of the callback, or undefined if `meanwhile` ended first */
	private async await(
		state: string,
		meanwhile: (until: AbortSignal) => Promise<void>,
	): Promise<URLSearchParams | undefined> {
		const target = new URL(this.redirectUri);
		const over = new AbortController();
		let found: URLSearchParams | undefined;
		const server = createServer((request, response) => {
			const { pathname, searchParams } = new URL(request.url ?? '/', target);
			// Browsers ask for an icon as well.
			const isOurs = pathname === target.pathname && searchParams.get('state') === state;
			if (isOurs) found = searchParams;
			response
				.writeHead(isOurs ? 200 : 404, { 'Content-Type': 'text/html', Connection: 'close' })
				.end(isOurs ? DONE : '');
			if (isOurs) response.once('close', () => over.abort());
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject).listen(Number(target.port), target.hostname, resolve);
		}).catch(() => {
			throw new RigError(
				`Port ${target.port} is in use by another program. Choose another with --redirect-uri; your TikTok app has to know it.`,
			);
		});
		try {
			await meanwhile(over.signal);
		} finally {
			server.close();
		}
		return found;
	}
}

/** A redirect URI on this machine. @throws RigError for another one */
export function assertLoopback(redirectUri: string): void {
	const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
	const isLoopback = url !== undefined && ['127.0.0.1', 'localhost'].includes(url.hostname);
	if (!isLoopback || url.protocol !== 'http:' || url.port === '')
		throw new RigError(
			'--redirect-uri must be an address on this machine with a port, such as http://127.0.0.1:8765/callback/',
		);
}

/**
 * Connects through TikTok's page.
 *
 * @throws RigError where the person or TikTok refuses
 */
export async function connect(
	caller: Caller,
	time: Time,
	authorization: Authorization,
	app: { key: string; secret: string },
): Promise<{ tokens: Tokens; lives: Lives }> {
	const visit = await authorization.visit(
		'Open this address in your browser, log in with the account that you want to ask with, and agree:',
	);
	if (visit === undefined) throw new RigError('Not connected, so nothing was asked.');
	const code = visit.callback.get('code');
	if (code === null)
		throw new RigError(
			`TikTok did not connect: ${writableCode(visit.callback.get('error') ?? undefined)}. docs/conformance.md says what to look for in your app.`,
		);
	caller.allow({ tokens: 1 });
	const form = {
		client_key: app.key,
		client_secret: app.secret,
		grant_type: 'authorization_code',
		code,
		redirect_uri: authorization.redirectUri,
		code_verifier: visit.verifier,
	};
	const answer = await caller.form(EXCHANGE, form).catch((problem: unknown) => {
		if (!(problem instanceof Unanswered)) throw problem;
		throw new RigError(`Not connected: there was ${problem.silence}. Nothing was asked.`);
	});
	const access = answer.text('access_token');
	if (access === undefined)
		throw new RigError(
			`TikTok gave no token: ${inWords(answer.outcome)}. Check the client key, the client secret and that the app’s platform is Desktop.`,
		);
	const refresh = answer.text('refresh_token');
	const granted = (answer.text('scope') ?? '').split(',');
	return {
		tokens: {
			access,
			...(refresh === undefined ? {} : { refresh }),
			scopes: scopes.options.filter((scope) => granted.includes(scope)),
		},
		lives: {
			access: answer.value('expires_in'),
			refresh: answer.value('refresh_expires_in'),
			at: time.now(),
		},
	};
}
