import type { Rules } from '../simulator';
import type { Rule } from './values';

/** How a journey ends; and where another rule is turned too, `then`, or as by default. */
export type End = string | { end: string; unless: Partial<Rules>; then?: string };

/** By value as it is written, and by journey. */
export type Departures = Partial<Record<Rule, Record<string, Record<string, End>>>>;

const removed = 'The connection of this credential to TikTok has ended';

const web = 'Connect on the Web platform, then another account in the same browser';
const desktop = 'Connect on the Desktop platform, then another account in the same browser';
const noChallenge = (whose: string) => `not connected: ${whose}’s page names code_challenge`;
const firstTwice: End = {
	end: 'connected as clip.maker, then connected as clip.maker',
	unless: { disableAutoAuthDefault: 1 },
};
const lacking = 'Connect with a permission that the app lacks';
const tooLarge = 'stops: TikTok does not accept the file or address of the post';
const hourOver = 'Post a file; the upload breaks off and an hour passes';
const unknownId = 'stops: TikTok does not know this publish ID';
const cancelFile = 'Cancel what TikTok already processes: a file';
const photoHost = 'Verify n8n’s photo host, and post photos that are files';
const sixDrafts = 'Send six drafts that the user leaves in the inbox';
const tooManyDrafts =
	'Too many drafts of the last 24 hours are still waiting in this account’s TikTok inbox';
const lostTokens = 'n8n loses the tokens of a refresh';

/**
 * What is promised where a value of a rule makes a journey end otherwise than by default. Written by hand: whoever changes
 * what the nodes do says here what they do now.
 */
export const departures: Departures = {
	// Tokens.
	refreshTokenSeconds: {
		'31536000': { 'Leave the connection unused for 200 days': 'works, works' },
	},
	refreshTokenRotation: {
		same: { [lostTokens]: 'works, works, works' },
		absent: { [lostTokens]: 'works, works, works' },
	},
	// The connection ends at the time that TikTok set at first, and the node says so.
	refreshLifeRestarts: {
		false: {
			'Use the connection each 100 days': {
				end: `works, works, stops: ${removed}`,
				unless: { refreshTokenSeconds: 31_536_000 },
			},
		},
	},
	rotationGraceMs: { '600000': { [lostTokens]: 'works, works, works' } },
	// The way out is the Desktop setting of the credential: docs/errors.md, and the journey that takes it.
	webPkce: {
		required: {
			[web]: {
				end: `${noChallenge('TikTok')}, then ${noChallenge('TikTok')}`,
				unless: { authorizeFaults: 'redirect' },
				then: `${noChallenge('n8n')}, then ${noChallenge('n8n')}`,
			},
		},
	},
	// Nothing in n8n can make TikTok ask; the output of every operation names the account.
	disableAutoAuth: {
		ignored: {
			[web]: firstTwice,
			[desktop]: firstTwice,
		},
	},
	unapprovedScopeCulprit: {
		scope: { [lacking]: 'not connected: TikTok’s page names scope' },
	},
	authorizeFaults: {
		redirect: { [lacking]: 'not connected: n8n’s page names client_key' },
	},
	revokeKillsRefreshToken: {
		false: { 'Somebody revokes the access token, twice': 'works, works' },
	},

	// User info.
	missingFieldScope: {
		scope_permission_missed: {
			'A permission was taken back in TikTok':
				'stops: Some of the requested fields need further permissions',
		},
	},

	// Post parameters.
	unofferedPrivacyLevel: {
		privacy_level_option_mismatch: {
			'The account becomes private right before the init':
				'stops: The account does not offer the chosen privacy level',
		},
	},
	coverBeyondEnd: {
		fails: {
			'Post with a cover frame beyond the end':
				'stops: TikTok could not process the post because of a fault on its side',
		},
	},
	maxVideoBytes: {
		'50000000': {
			'Post a file in two parts; the connection breaks in each': tooLarge,
			'Post a file; an answer of the upload server is lost, and the status is out': tooLarge,
			[hourOver]: tooLarge,
			'Cancel an upload that has broken off': tooLarge,
		},
	},
	unauditedLevelCode: {
		privacy_level_option_mismatch: {
			'An app without an audit: for followers of a private account':
				'stops: The account does not offer the chosen privacy level',
		},
	},

	// Upload: the reason that TikTok itself gives.
	expiredUpload: {
		failed: {
			[hourOver]: {
				end: 'stops: TikTok could not process the post because of a fault on its side',
				unless: { uploadUrlMs: 7_200_000 },
			},
		},
	},

	// URL properties: what TikTok compares is not what its portal shows, or what the node takes for a code alone.
	verificationContent: {
		lineWithBreak: {
			[photoHost]: { end: 'not verified', unless: { verificationCompares: 'trimmed' } },
		},
		token: { [photoHost]: 'not verified' },
	},

	// Downloads: the longest wait of the node is over before TikTok begins.
	pullDelayMs: {
		'3000000': {
			'Post a link, pulled by TikTok': 'processing',
			'Post three photos by their addresses, with the longest texts': 'processing',
			'Send photos as a draft, which the user posts': 'processing',
			[photoHost]: 'verified, processing',
			'Post, send a draft and post photos within a minute, with a refresh between':
				'published, in_inbox, processing',
		},
	},

	// Media.
	apiMaxDurationSeconds: {
		'600': {
			'Post twelve minutes, which the account may': {
				end: 'stops: The video is too long or too short for this account',
				unless: { mediaChecks: false },
			},
		},
	},
	photo1080p: {
		longSide: {
			[photoHost]: {
				end: 'verified, stops: TikTok does not accept the dimensions of the video or picture',
				unless: { mediaChecks: false },
			},
		},
	},

	// Status and cancel. The way out is to ask again.
	publishIdVisibleAfterMs: {
		'5000': {
			'Get Status, then Wait for Completion until the link is there': `${unknownId}, then published`,
			'Cancel what TikTok is still downloading': unknownId,
			[cancelFile]: unknownId,
			'Cancel an upload that has broken off': unknownId,
		},
	},
	publishIdRetentionMs: {
		'86400000': {
			'Get Status of a post that is not public yet, and after two days': `published, then ${unknownId}`,
		},
	},
	cancelFileUpload: {
		cancels: {
			[cancelFile]: {
				end: 'not cancelled, processing',
				unless: { cancelWhileProcessing: 'publish_not_cancellable' },
			},
			'Cancel an upload that has broken off': 'cancelled',
		},
		ignored: {
			[cancelFile]: {
				end: 'not cancelled, processing',
				unless: { cancelWhileProcessing: 'publish_not_cancellable' },
			},
			'Cancel an upload that has broken off': 'not cancelled, processing',
		},
	},
	cancelWhileProcessing: {
		publish_not_cancellable: {
			'Cancel what TikTok already processes: a link':
				'stops: TikTok says that this post can no longer be cancelled',
		},
	},

	// Videos: TikTok's own words name the id.
	queryForeignId: {
		invalid_params: {
			'Get: two videos and one of somebody else': 'stops: TikTok does not accept one of the values',
		},
	},

	// Limits.
	postsPerCreatorPerDay: {
		'3': {
			'Post seven files right after another':
				'3 × published, then stops: This account has reached TikTok’s daily number of posts through apps',
		},
	},
	postingUsersPerUnauditedApp: {
		'1': {
			'An app without an audit: two accounts on a day':
				'published, stops: Your TikTok app has reached its daily number of posting accounts',
		},
	},
	pendingDraftsPerDay: {
		'3': { [sixDrafts]: `3 × in_inbox, then stops: ${tooManyDrafts}` },
		Infinity: { [sixDrafts]: '6 × in_inbox' },
	},

	// Webhooks: what TikTok does not send does not arrive.
	webhooksOfSandbox: { false: { 'TikTok Webhook Trigger: the app is a sandbox': '' } },
	webhooksAfterRemoval: {
		true: {
			'TikTok Webhook Trigger: the user removes the app, then deletes the post':
				'complete DIRECT_PUBLISH, publicly_available DIRECT_PUBLISH, authorization.removed, no_longer_publicaly_available DIRECT_PUBLISH',
		},
	},
};
