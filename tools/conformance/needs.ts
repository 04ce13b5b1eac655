import { scopes } from './facts';
import type { Session } from './session';

/** What a probe cannot do without. */
export interface Requirement {
	/** The sentence in the report, after “not asked: ”. */
	missing: string;
	/** What the person has to give or have, for the table of the docs; undefined where the program sees to it. */
	label?: string;
	/** Known before anything is asked. */
	atStart?: boolean;
	/** The probes that see to it. */
	after?: readonly string[];
	met: (session: Session) => boolean;
}

const granted = (scope: Session['tokens']['scopes'][number]): Requirement => ({
	label: `\`${scope}\``,
	missing: `the permission ${scope} is not granted`,
	atStart: true,
	met: ({ tokens }) => tokens.scopes.includes(scope),
});

export const needs = {
	'video.publish': granted('video.publish'),
	'video.list': granted('video.list'),
	'video.upload or video.publish': {
		label: '`video.upload` or `video.publish`',
		missing: 'neither video.publish nor video.upload is granted',
		atStart: true,
		met: ({ tokens }) => tokens.scopes.some((scope) => /^video\.(publish|upload)$/.test(scope)),
	},
	'a permission left out': {
		label: 'a permission that is left out',
		missing: 'every permission is granted; leave one out with --scopes',
		atStart: true,
		met: ({ tokens }) => fieldOutside(tokens.scopes) !== undefined,
	},
	'tokens made here': {
		missing: 'tokens were given, so their making was not seen',
		atStart: true,
		met: ({ lives }) => lives !== undefined,
	},
	'a refresh token': {
		missing: 'no refresh token was given',
		atStart: true,
		met: ({ tokens }) => tokens.refresh !== undefined,
	},
	'TikTok’s page': {
		label: 'TikTok’s page in your browser',
		missing: 'TikTok’s page is opened only without --no-browser, and where no tokens are given',
		atStart: true,
		met: ({ authorization, settings }) => authorization !== undefined && settings.browser,
	},
	'a scope that was not asked for': {
		label: 'an app that lacks a scope',
		missing: 'all permissions were asked for, so none is left that the app may lack',
		atStart: true,
		met: ({ tokens }) => scopes.options.some((scope) => !tokens.scopes.includes(scope)),
	},
	'--post': {
		label: '`--post`',
		missing: 'it leaves a trace and is asked only with --post',
		atStart: true,
		met: ({ settings }) => settings.post,
	},
	'--url': {
		label: '`--url`',
		missing: 'it needs --url with a video on a domain that the app has verified',
		atStart: true,
		met: ({ settings }) => settings.url !== undefined,
	},
	'--publish-id': {
		label: '`--publish-id`',
		missing: 'it needs --publish-id with the publish id of a post that is public',
		atStart: true,
		met: ({ settings }) => settings.publishId !== undefined,
	},
	'--revoke': {
		label: '`--revoke`',
		missing: 'it ends the connection and is asked only with --revoke',
		atStart: true,
		met: ({ settings }) => settings.revoke,
	},
	'an upload': {
		after: ['upload'],
		missing: 'no upload could be begun',
		met: ({ memory }) => memory.upload !== undefined,
	},
	'direct posts': {
		label: 'a private account, or an app that has passed the audit',
		after: ['upload'],
		missing:
			'TikTok begins no direct post for this account: make the account private, or use an app that has passed the audit',
		met: ({ memory }) => memory.way === 'direct',
	},
	'a private account': {
		label: 'a private account, and an app that has not passed the audit',
		after: ['creator'],
		missing: 'the account is not private',
		met: ({ memory }) => memory.account === 'private',
	},
	'a known account': {
		after: ['creator'],
		missing: 'TikTok did not say which privacy levels the account offers',
		met: ({ memory }) => memory.account !== undefined,
	},
	'a public account with an “Only Me” post': {
		label: 'a public account with videos, and an app that has passed the audit',
		after: ['creator', 'onlyMe'],
		missing: 'the account is not public, or the “Only Me” post was not completed',
		met: ({ memory }) => memory.onlyMe && memory.account === 'public',
	},
	'a code': {
		label: 'TikTok’s page in your browser',
		after: ['autoAuth'],
		missing: 'TikTok’s page gave no code for it',
		met: ({ memory }) => memory.codes.length > 0,
	},
	'a replaced refresh token': {
		after: ['refresh'],
		missing: 'no refresh token was replaced',
		met: ({ memory }) => memory.replaced !== undefined,
	},
	'a connection': {
		missing: 'the connection had ended before',
		met: ({ memory }) => memory.connected,
	},
} as const satisfies Record<string, Requirement>;

export type Need = keyof typeof needs;

/** A field of user info that needs a permission which was not granted: https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info */
export function fieldOutside(granted: readonly string[]): string | undefined {
	const fields = { 'user.info.stats': 'follower_count', 'user.info.profile': 'is_verified' };
	return Object.entries(fields).find(([scope]) => !granted.includes(scope))?.[1];
}
