/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a program of its own */
import { parseArgs } from 'node:util';

import { RigError } from '../../test/rig/rigError';
import { scopes, type Scope } from './facts';
import { questions } from './questions';
import type { Settings, Tokens } from './session';

export const HELP = `Compares the real TikTok with the simulator of this package. For owners of a TikTok app.

  npm run conformance [-- options]

  --scopes <list>        the permissions to ask for, with commas between them
                         (default user.info.basic,video.publish,video.upload)
  --redirect-uri <uri>   a redirect URI of your app, platform Desktop (default http://127.0.0.1:8765/callback/)
  --only <rules>         only what these rules need, with commas between them
  --no-browser           do not open TikTok's page again after connecting
  --publish-id <id>      the publish id of a post that is public: two further rules
  --post                 ask as well what leaves a trace, such as an “Only Me” post; each is asked for before
  --url <address>        with --post: a video on a domain that your app has verified
  --revoke               disconnect the app at the very end: two further rules
  --read <file>          show what a report would change in test/simulator/rules.ts; asks nothing
  --help

The client key and the client secret are asked for, or taken from TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET. With
TIKTOK_ACCESS_TOKEN (and TIKTOK_REFRESH_TOKEN) it does not connect by itself; a refresh token that is given is used up.`;

const DEFAULT_SCOPES = 'user.info.basic,video.publish,video.upload';

export interface Options extends Settings {
	key?: string;
	secret?: string;
	scopes: Scope[];
	redirectUri: string;
	tokens?: Pick<Tokens, 'access' | 'refresh'>;
	only?: string[];
	read?: string;
}

/**
 * @returns undefined where help is asked for
 * @throws RigError that names the option
 */
export function readOptions(
	args: string[],
	environment: Record<string, string | undefined>,
): Options | undefined {
	const given = parse(args);
	if (given.help) return undefined;
	const rules = questions.map(({ rule }) => rule);
	const { TIKTOK_CLIENT_KEY: key, TIKTOK_CLIENT_SECRET: secret } = environment;
	const { TIKTOK_ACCESS_TOKEN: access, TIKTOK_REFRESH_TOKEN: refresh } = environment;
	return {
		key,
		secret,
		scopes: listOf('scopes', given.scopes, scopes.options),
		redirectUri: given['redirect-uri'],
		post: given.post,
		revoke: given.revoke,
		browser: !given['no-browser'],
		...(given.only === undefined ? {} : { only: listOf('only', given.only, rules) }),
		...(given['publish-id'] === undefined ? {} : { publishId: given['publish-id'] }),
		...(given.url === undefined ? {} : { url: given.url }),
		...(given.read === undefined ? {} : { read: given.read }),
		...(access === undefined
			? {}
			: { tokens: { access, ...(refresh === undefined ? {} : { refresh }) } }),
	};
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				scopes: { type: 'string', default: DEFAULT_SCOPES },
				'redirect-uri': { type: 'string', default: 'http://127.0.0.1:8765/callback/' },
				only: { type: 'string' },
				'no-browser': { type: 'boolean', default: false },
				'publish-id': { type: 'string' },
				post: { type: 'boolean', default: false },
				url: { type: 'string' },
				revoke: { type: 'boolean', default: false },
				read: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (problem) {
		throw new RigError(
			`${problem instanceof Error ? problem.message : String(problem)}\n\nSee npm run conformance -- --help.`,
		);
	}
}

function listOf<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
	return text.split(',').map((part) => {
		const found = known.find((name) => name === part.trim());
		if (found === undefined)
			throw new RigError(
				`--${option}: “${part.trim()}” is none of ${[...new Set(known)].join(', ')}`,
			);
		return found;
	});
}
