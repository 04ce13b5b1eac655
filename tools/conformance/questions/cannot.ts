import type { RuleName } from '../question';

const LIMIT = 'it would mean running into one of TikTok’s limits, which this program avoids';
const DAY = 'it would take more posts or drafts in a day than anyone should make for a question';
const WEBHOOK =
	'webhooks go to the public address that is entered in TikTok’s portal; a captured delivery decides it';
const PULL =
	'it shows only in the log of a web server on a verified domain from which TikTok downloads';
const PORTAL = 'it shows only in TikTok’s portal, where a URL prefix is verified';

/** The rules that no question decides, and why: “It cannot be decided here, because …”. */
export const cannot: Partial<Record<RuleName, string>> = {
	authorizationCodeMs: 'TikTok’s page would have to be passed once for each length that is tried',
	webPkce: 'it concerns apps of the platform Web, whose redirect URI is never on this machine',
	photoAigcPosition: 'TikTok ignores what it does not know, and the label shows only in the app',
	coverOfPrivatePosts: 'the cover frame shows only in the app',
	coverBeyondEnd: 'it would take a post that may fail, and the frame shows only in the app',
	postIdsOfDrafts: 'a person would have to post a draft in the app, for everyone',
	uploadUrlMs: 'it would take an hour',
	expiredUpload: 'it would take an hour',
	verificationFileName: PORTAL,
	verificationContent: PORTAL,
	verificationCompares: PORTAL,
	pullHead: PULL,
	pullRange: PULL,
	pullAttempts: PULL,
	pullRetryMs: PULL,
	pullCopies: PULL,
	pullsAtOnce: PULL,
	pullDelayMs: PULL,
	pullHourFrom: PULL,
	pullBytesPerSecond: PULL,
	mediaChecks: 'it is a convenience of the simulator; TikTok always looks at the media',
	apiMaxDurationSeconds: 'it would take posts of long videos by a creator who may post them',
	photo1080p: 'it would take photo posts from a verified domain, of which some are accepted',
	publishIdRetentionMs: 'it would take days, if not more',
	listIncludesPhotos: 'the answer does not say which of the posts are photos',
	rateLimits: LIMIT,
	initPerMinute: LIMIT,
	creatorInfoPerMinute: LIMIT,
	statusPerMinute: LIMIT,
	displayPerMinute: LIMIT,
	cancelPerMinute: LIMIT,
	initLimitShared: LIMIT,
	refreshKeepsBucket: LIMIT,
	displayLimitPer: LIMIT,
	refusedCallsCount: LIMIT,
	postsPerCreatorPerDay: DAY,
	pendingDraftsPerDay: DAY,
	pendingDraftsFrom: DAY,
	postingUsersPerUnauditedApp: 'it would take several accounts',
	dailyWindow: DAY,
	webhookPostIdForm: WEBHOOK,
	webhookDirectType: WEBHOOK,
	webhookReasonKey: WEBHOOK,
	webhookSpelling: WEBHOOK,
	webhooksOfSandbox: WEBHOOK,
	webhooksAfterRemoval: WEBHOOK,
	draftCompleteEvents: WEBHOOK,
	webhookDuplicateEvery: WEBHOOK,
	webhookDelayMs: WEBHOOK,
	webhookParallel: WEBHOOK,
	webhookAnswerMs: WEBHOOK,
	webhookFirstRetryMs: WEBHOOK,
	webhookRetryFactor: WEBHOOK,
	webhookRetryForMs: WEBHOOK,
	webhookRetrySignature: WEBHOOK,
};
