import type { INodeParameters } from 'n8n-workflow';

import { SCOPES, type Rules } from '../../simulator';
import { operations, callsOf, type Operation, type Point, type Scene } from './scene';

/** One code at one operation of the node. */
export interface RefusalCase {
	code: string;
	operation: Operation;
	/** HTTP status of the refusal. */
	status: number;
	/** Brings TikTok to refuse. @returns parameters in place of the operation's own */
	arrange: (scene: Scene) => INodeParameters | void | Promise<INodeParameters>;
	/** What is sent, in order; without it, the operation's way up to the refusal. */
	sent?: readonly Point[];
	/** What the user reads about, where it is not the code. */
	row?: string;
}

const names = Object.keys(operations) as Operation[]; // the keys of a literal
const direct = ['directPost', 'directPostByPull', 'photoPost'] as const;
const drafts = ['draft', 'draftByPull', 'photoDraft'] as const;
const pulls = ['directPostByPull', 'photoPost', 'draftByPull', 'photoDraft'] as const;

const pointOf = (operation: Operation): Point => callsOf[operation][callsOf[operation].length - 1];
const isAfterCreatorInfo = (operation: Operation): boolean => callsOf[operation].length === 2;
const repeated = (operation: Operation, times: number): Point[] => [
	...callsOf[operation].slice(0, -1),
	...new Array<Point>(times).fill(pointOf(operation)),
];

/** Changes the world: between creator info and init, where the operation asks for creator info first. */
const change =
	(operation: Operation, apply: (scene: Scene) => void): RefusalCase['arrange'] =>
	(scene) => {
		if (isAfterCreatorInfo(operation)) scene.afterCreatorInfo(() => apply(scene));
		else apply(scene);
	};

/** Lets the endpoint say it, where no state of the simulator leads there. */
const scripted = (code: string, operation: Operation, status: number): RefusalCase => ({
	code,
	operation,
	status,
	arrange: (scene) => {
		for (const point of callsRefused(operation, code)) scene.refuse(point, status, code);
	},
	sent: [...callsOf[operation].slice(0, -1), ...callsRefused(operation, code)],
});

/** The calls that have to be refused: User Get Info asks again without the field that TikTok may not know. */
export function callsRefused(operation: Operation, code: string): Point[] {
	const asksAgain = operation === 'userInfo' && code.startsWith('invalid_param');
	return Array.from({ length: asksAgain ? 2 : 1 }, () => pointOf(operation));
}

const limitOf: Record<string, keyof Rules> = {
	'creator info': 'creatorInfoPerMinute',
	'video init': 'initPerMinute',
	'inbox init': 'initPerMinute',
	'content init': 'initPerMinute',
	status: 'statusPerMinute',
	cancel: 'cancelPerMinute',
};

/** What every endpoint may answer: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling */
const everywhere: RefusalCase[] = names.flatMap((operation) => {
	const point = pointOf(operation);
	const isPost = (pulls as readonly Operation[]).includes(operation);
	const passing: RefusalCase[] = [
		{
			code: 'rate_limit_exceeded',
			operation,
			status: 429,
			arrange: ({ simulator }: Scene) => {
				Object.assign(simulator.rules, { [limitOf[point] ?? 'displayPerMinute']: 0 });
			},
			sent: repeated(operation, 7),
		},
		{
			code: 'internal_error',
			operation,
			status: 500,
			arrange: ({ simulator }: Scene) =>
				simulator.fault(point, { kind: 'status', status: 500, times: isPost ? 1 : 4 }),
			sent: [
				...repeated(operation, isPost ? 1 : 4),
				// Whether it was cancelled is asked for.
				...(operation === 'cancel' ? (['status'] as const) : []),
			],
			...(isPost ? { row: 'outcome_unknown' } : {}),
		},
	];
	return [
		{
			code: 'access_token_invalid',
			operation,
			status: 401,
			// Even the token that a refresh brings is expired. n8n refreshes only on a 401 that it sees itself.
			arrange: change(operation, ({ simulator }) => {
				simulator.rules.accessTokenSeconds = 0;
				simulator.expireAccessTokens();
			}),
			sent: [...repeated(operation, 2), 'token', point] as const,
		},
		{
			code: 'scope_not_authorized',
			operation,
			status: 401,
			arrange: (scene: Scene) => {
				scene.connectAs(
					scene.account,
					[operation === 'userInfo' ? 'video.publish' : 'user.info.basic'],
					SCOPES.join(','),
				);
				if (isAfterCreatorInfo(operation)) scene.afterCreatorInfo(() => undefined);
			},
		},
		// Waiting for a verdict rides them out as long as it may wait: test/engine/awaitVerdict.test.ts.
		...(operation === 'wait' ? [] : passing),
	];
});

/**
 * Refusals inside HTTP 200. Nothing but creator info is sent.
 * https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 */
const creatorInfo: RefusalCase[] = (['creatorInfo', ...direct] as const).flatMap((operation) => {
	const common = { operation, status: 200, sent: ['creator info'] as const };
	return [
		{
			...common,
			code: 'spam_risk_too_many_posts',
			arrange: ({ simulator }: Scene) => void (simulator.rules.postsPerCreatorPerDay = 0),
		},
		{
			...common,
			code: 'spam_risk_user_banned_from_posting',
			arrange: ({ account }: Scene) => void (account.banned = true),
		},
		{
			...common,
			code: 'reached_active_user_cap',
			arrange: ({ app }: Scene) => void (app.activeCreatorCap = 0),
		},
	];
});

/**
 * Caps, bans and settings that changed since creator info was asked.
 * https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
 */
const directPosts: RefusalCase[] = direct.flatMap((operation) => {
	const refused = (code: string, apply: (scene: Scene) => void): RefusalCase => ({
		code,
		operation,
		status: 403,
		arrange: change(operation, apply),
	});
	return [
		refused(
			'spam_risk_too_many_posts',
			({ simulator }) => (simulator.rules.postsPerCreatorPerDay = 0),
		),
		refused('spam_risk_user_banned_from_posting', ({ account }) => (account.banned = true)),
		refused('reached_active_user_cap', ({ app }) => (app.activeCreatorCap = 0)),
		refused(
			'unaudited_client_can_only_post_to_private_accounts',
			({ app }) => (app.audited = false),
		),
		refused('privacy_level_option_mismatch', ({ account, simulator }) => {
			account.private = true;
			simulator.rules.unofferedPrivacyLevel = 'privacy_level_option_mismatch';
		}),
		scripted('invalid_file_upload', operation, 400),
	];
});

/** https://developers.tiktok.com/doc/content-posting-api-reference-upload-video */
const draftPosts: RefusalCase[] = drafts.flatMap((operation) => [
	{
		code: 'spam_risk_too_many_pending_share',
		operation,
		status: 403,
		arrange: ({ simulator }: Scene) => void (simulator.rules.pendingDraftsPerDay = 0),
	},
	{
		code: 'spam_risk_user_banned_from_posting',
		operation,
		status: 403,
		arrange: ({ account }: Scene) => void (account.banned = true),
	},
	scripted('invalid_file_upload', operation, 400),
]);

/** Listed for both modes of content/init: https://developers.tiktok.com/doc/content-posting-api-reference-photo-post */
const photoDrafts: RefusalCase[] = [
	{
		code: 'app_version_check_failed',
		operation: 'photoDraft',
		status: 400,
		arrange: ({ account }) => void (account.oldAppVersion = true),
	},
	scripted('spam_risk_too_many_posts', 'photoDraft', 403),
	scripted('reached_active_user_cap', 'photoDraft', 403),
	scripted('unaudited_client_can_only_post_to_private_accounts', 'photoDraft', 403),
	scripted('privacy_level_option_mismatch', 'photoDraft', 403),
	scripted('spam_risk_too_many_pending_share', 'photoPost', 403),
];

/** https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
const ownership: RefusalCase[] = pulls.map((operation) => ({
	code: 'url_ownership_unverified',
	operation,
	status: 403,
	arrange: ({ app }) => void (app.urlProperties = ['static.example.com']),
}));

/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
const publishIds: RefusalCase[] = (['getStatus', 'wait', 'cancel'] as const).flatMap(
	(operation) => [
		// A post that was just begun may be unknown for a moment, as users report, so waiting asks again.
		{
			code: 'invalid_publish_id',
			operation,
			status: 400,
			arrange: () => undefined,
			sent: repeated(operation, operation === 'wait' ? 4 : 1),
		},
		{
			code: 'token_not_authorized_for_specified_publish_id',
			operation,
			status: 400,
			arrange: async (scene: Scene) => {
				const publishId = await scene.publishId();
				scene.connectAs(scene.simulator.addAccount({ username: 'somebody.else' }));
				return { ...operations[operation], publishId };
			},
		},
	],
);

const cancelling: RefusalCase[] = [
	{
		code: 'publish_not_cancellable',
		operation: 'cancel',
		status: 400,
		arrange: async (scene) => ({ ...operations.cancel, publishId: await scene.publishId() }),
		sent: ['cancel', 'status'],
	},
	scripted('url_ownership_unverified', 'cancel', 403),
];

/** https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info, https://developers.tiktok.com/doc/tiktok-api-v2-video-query */
const display: RefusalCase[] = [
	{
		code: 'scope_permission_missed',
		operation: 'userInfo',
		status: 400,
		arrange: (scene) => {
			scene.simulator.rules.missingFieldScope = 'scope_permission_missed';
			scene.connectAs(scene.account, ['user.info.basic'], SCOPES.join(','));
		},
	},
	scripted('scope_permission_missed', 'getVideos', 400),
	...(['invalid_params', 'invalid_param'] as const).flatMap((code) => [
		{
			code,
			operation: 'getVideo' as const,
			status: 400,
			arrange: ({ simulator }: Scene) =>
				void Object.assign(simulator.rules, {
					queryForeignId: 'invalid_params',
					invalidParamCode: code,
				}),
		},
		...names
			.filter((operation) => operation !== 'getVideo')
			.map((operation) => scripted(code, operation, 400)),
	]),
];

/** Every code where it may come. */
export const refusalCases: RefusalCase[] = [
	...everywhere,
	...creatorInfo,
	...directPosts,
	...draftPosts,
	...photoDrafts,
	...ownership,
	...publishIds,
	...cancelling,
	...display,
];

export { pointOf };
