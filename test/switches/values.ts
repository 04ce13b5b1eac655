import type { Rules } from '../simulator';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The values of each rule with which the journeys are played: all there are of a rule that knows a few, and of a number or
 * a list those that somebody reports or could mean, with one that the journeys meet. The default is among them.
 */
export const values = {
	tokenErrorStatus: [200, 400, 401, 'byError'],
	accessTokenSeconds: [7_200, 86_400, 60],
	refreshTokenSeconds: [15_552_000, 31_536_000],
	refreshTokenRotation: ['rotate', 'same', 'absent'],
	refreshedAccessToken: ['new', 'same'],
	refreshLifeRestarts: [true, false],
	rotationGraceMs: [0, 10 * minute],
	refreshReuseRevokesGrant: [false, true],
	acceptTokenParametersInQuery: [false, true],
	formCharset: ['refused', 'accepted'],
	acceptBasicClientAuthentication: [false, true],
	authorizationCodeMs: [5 * minute, minute, hour],
	authorizationCodeSingleUse: [true, false],
	desktopPkce: ['required', 'off'],
	webPkce: ['whenGiven', 'ignored', 'required'],
	disableAutoAuthDefault: [0, 1],
	disableAutoAuth: ['heeded', 'ignored'],
	unapprovedScopeCulprit: ['client_key', 'scope'],
	authorizeFaults: ['page', 'redirect'],
	revokeKillsRefreshToken: [true, false],
	revokeDeadToken: ['ok', 'invalid_grant'],
	revokeBody: ['{}', ''],

	dataOnError: ['byCode', 'absent', 'empty'],
	invalidParamCode: ['invalid_params', 'invalid_param'],
	malformedAuthorization: ['invalid_params', 'access_token_invalid'],
	requireJsonContentType: [true, false],

	missingFieldScope: ['scope_not_authorized', 'scope_permission_missed'],
	profileWebLink: [true, false],

	missingPrivacyLevel: ['invalid_params', 'privacy_level_option_mismatch'],
	unofferedPrivacyLevel: ['invalid_params', 'privacy_level_option_mismatch'],
	brandTogglesRequired: [false, true],
	acceptPostModeWithSpace: [false, true],
	photoAigcPosition: ['topLevel', 'postInfo', 'either'],
	refusePhotoDuetStitch: [false, true],
	coverOfPrivatePosts: ['firstFrame', 'applied'],
	coverBeyondEnd: ['firstFrame', 'fails'],
	textUnit: ['utf16', 'codePoints'],
	chunkBounds: ['lenient', 'decimal', 'binary'],
	maxVideoBytes: [4_294_967_296, 4_000_000_000, 50_000_000],
	unauditedLevelCode: [
		'unaudited_client_can_only_post_to_private_accounts',
		'privacy_level_option_mismatch',
	],

	uploadHosts: [
		['open-upload.tiktokapis.com'],
		['upload.us.tiktokapis.com'],
		['open-upload-i18n.tiktokapis.com', 'open-upload-va.tiktokapis.com'],
		['open-upload.tiktokapis.us'],
	],
	uploadPath: ['/video/', '/upload/', '/upload'],
	uploadUrlMs: [hour, 2 * hour],
	uploadAnswerRange: ['count', 'lastIndex'],
	repeatedChunk: [416, 'accepted'],
	expiredUpload: ['processing', 'failed'],

	verificationFileName: ['tiktok<token>.txt', 'tiktok-developers-site-verification.txt'],
	verificationContent: ['line', 'lineWithBreak', 'token'],
	verificationCompares: ['bytes', 'trimmed'],

	pullHead: ['none', 'asked', 'required'],
	pullRange: ['none', 'open', 'parts'],
	pullAttempts: [1, 3],
	pullRetryMs: [minute, 5 * minute],
	pullCopies: [1, 2],
	pullsAtOnce: [1, 3],
	pullDelayMs: [0, 50 * minute],
	pullHourFrom: ['init', 'download'],
	pullBytesPerSecond: [Infinity, 5_000],

	mediaChecks: [true, false],
	apiMaxDurationSeconds: [Infinity, 600],
	photo1080p: ['shortSide', 'off', 'longSide'],

	postIdForm: ['numbers', 'strings', 'scalar'],
	emptyPostIdList: [false, true],
	postIdsOfDrafts: [true, false],
	bytesWhenComplete: [false, true],
	publishIdVisibleAfterMs: [0, 5_000],
	publishIdRetentionMs: [Infinity, day],
	pullPublishIdPrefix: ['v_pub_url~v2-1.', 'v_pub_url~v2.'],
	cancelFileUpload: ['publish_not_cancellable', 'cancels', 'ignored'],
	cancelWhileProcessing: ['ignored', 'publish_not_cancellable'],

	listIncludesPhotos: [false, true],
	queryForeignId: ['omitted', 'invalid_params'],
	missingFields: ['invalid_params', 'idOnly'],
	queryAnswersCursor: [false, true],
	listPages: ['full', 'cutBeforeFilter'],
	cursorGrain: ['second', 'millisecond'],

	rateLimits: [true, false],
	initPerMinute: [6, 3],
	creatorInfoPerMinute: [20, 3],
	statusPerMinute: [30, 3],
	displayPerMinute: [600, 36, 3],
	cancelPerMinute: [Infinity, 1],
	initLimitShared: [false, true],
	refreshKeepsBucket: [false, true],
	displayLimitPer: ['token', 'app'],
	refusedCallsCount: [false, true],
	postsPerCreatorPerDay: [15, 25, 3],
	pendingDraftsPerDay: [5, 3, Infinity],
	pendingDraftsFrom: ['init', 'inbox'],
	postingUsersPerUnauditedApp: [5, 1],
	dailyWindow: ['sliding', 'utcDay'],

	webhookPostIdForm: ['string', 'number'],
	webhookDirectType: ['DIRECT_PUBLISH', 'DIRECT_POST'],
	webhookReasonKey: ['reason', 'fail_reason'],
	webhookSpelling: ['documented', 'publicly', 'publicaly'],
	webhooksOfSandbox: [true, false],
	webhooksAfterRemoval: [false, true],
	draftCompleteEvents: [1, 2],
	webhookDuplicateEvery: [0, 1],
	webhookDelayMs: [0, minute],
	webhookParallel: [1, 8],
	webhookAnswerMs: [10_000, 1_000],
	webhookFirstRetryMs: [10_000, minute],
	webhookRetryFactor: [2, 1, 10],
	webhookRetryForMs: [72 * hour, hour],
	webhookRetrySignature: ['fresh', 'same'],
} as const satisfies { [Name in keyof Rules]: ReadonlyArray<Readonly<Rules[Name]>> };

/** The rules with values of their own that are not in the table; numbers and lists have no end. */
type Missing = {
	[Name in keyof Rules]: number extends Rules[Name]
		? never
		: Rules[Name] extends readonly unknown[]
			? never
			: Exclude<Rules[Name], (typeof values)[Name][number]>;
}[keyof Rules];

/** Does not compile unless each value of each rule is in the table. */
export const isComplete: [Missing] extends [never] ? true : Missing = true;

export type Rule = keyof Rules;

export const rulesInOrder = Object.keys(values) as Rule[]; // the keys of a literal

/** A value as the page and the table of departures write it. */
export const written = (value: unknown): string =>
	Array.isArray(value) ? value.join(', ') : String(value) || '(empty)';
