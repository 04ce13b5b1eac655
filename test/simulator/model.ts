/** The things that the simulated TikTok knows. Plain data: a test may read all of it and change switches at run time. */

export const SCOPES = [
	'user.info.basic',
	'user.info.profile',
	'user.info.stats',
	'video.list',
	'video.publish',
	'video.upload',
] as const;

/** https://developers.tiktok.com/doc/tiktok-api-scopes */
export type Scope = (typeof SCOPES)[number];

export const PRIVACY_LEVELS = [
	'PUBLIC_TO_EVERYONE',
	'MUTUAL_FOLLOW_FRIENDS',
	'FOLLOWER_OF_CREATOR',
	'SELF_ONLY',
] as const;

/** https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info */
export type PrivacyLevel = (typeof PRIVACY_LEVELS)[number];

/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
export const FAIL_REASONS = [
	'file_format_check_failed',
	'duration_check_failed',
	'frame_rate_check_failed',
	'picture_size_check_failed',
	'internal',
	'video_pull_failed',
	'photo_pull_failed',
	'publish_cancelled',
	'auth_removed',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
	'spam_risk_text',
	'spam_risk',
] as const;

export type FailReason = (typeof FAIL_REASONS)[number];

/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
export type PublishStatus =
	| 'PROCESSING_UPLOAD'
	| 'PROCESSING_DOWNLOAD'
	| 'SEND_TO_USER_INBOX'
	| 'PUBLISH_COMPLETE'
	| 'FAILED';

export type PostMode = 'DIRECT_POST' | 'MEDIA_UPLOAD';

/** A developer app. */
export interface App {
	name: string;
	clientKey: string;
	clientSecret: string;
	platform: 'web' | 'desktop';
	/** See `oauth/redirectUris.ts`; a desktop URI may have `*` as its port. */
	redirectUris: string[];
	/** Scopes that TikTok has approved for the app. */
	scopes: Scope[];
	/** Whether the app has passed the audit of https://developers.tiktok.com/doc/content-sharing-guidelines; a sandbox never has. */
	audited: boolean;
	/** Usernames of a sandbox's target users (https://developers.tiktok.com/doc/add-a-sandbox); undefined for a production app. */
	sandboxTargets?: string[];
	/** Verified domains (`static.example.com`) and URL prefixes (`https://example.com/videos/`). */
	urlProperties: string[];
	/** Active creators per day; Infinity unless the audit form said less. */
	activeCreatorCap: number;
	/** Where TikTok sends the app's webhooks; none if undefined. See `simulator.setWebhook`. */
	webhookUrl?: string;
}

/** A TikTok account. All switches may be changed at any time. */
export interface Account {
	id: string;
	unionId: string;
	username: string;
	nickname: string;
	private: boolean;
	/** The creator has set comments, duets or stitches to "No one". */
	commentDisabled: boolean;
	duetDisabled: boolean;
	stitchDisabled: boolean;
	maxVideoPostDurationSec: number;
	/** Banned from posting: `spam_risk_user_banned_from_posting`. */
	banned: boolean;
	/** The user's TikTok app is older than 31.8: photo drafts get `app_version_check_failed`. */
	oldAppVersion: boolean;
	verified: boolean;
	bio: string;
	followerCount: number;
	followingCount: number;
	likesCount: number;
}

/** As in https://developers.tiktok.com/doc/webhooks-events: 0 unknown, 1 disconnected by the user, 2 account deleted, 3 age changed, 4 account banned, 5 revoked by the developer. */
export type RemovalReason = 0 | 1 | 2 | 3 | 4 | 5;

/** A user's consent to an app. */
export interface Grant {
	app: App;
	account: Account;
	/** One for each pair of app and account; it outlives the consent. */
	openId: string;
	/** Set once the user or the app has taken the consent back. */
	revokedAt?: number;
}

export interface AccessToken {
	value: string;
	grant: Grant;
	/** What the user ticked when this token, or the first before it, was made. */
	scopes: Scope[];
	expiresAt: number;
	dead: boolean;
	/** The key of its rate limit buckets: its own value, or that of the token before it. */
	bucket: string;
}

export interface RefreshToken {
	value: string;
	grant: Grant;
	expiresAt: number;
	/** When a newer one took its place. */
	rotatedAt?: number;
	dead: boolean;
	/** The latest access token issued with it. */
	accessToken: AccessToken;
}

export interface AuthorizationCode {
	value: string;
	app: App;
	account: Account;
	scopes: Scope[];
	redirectUri: string;
	codeChallenge?: string;
	expiresAt: number;
	used: boolean;
}

/** One accepted part of an upload. */
export interface ReceivedChunk {
	index: number;
	first: number;
	last: number;
	contentType: string;
	at: number;
}

/** What an upload URL received. */
export interface Upload {
	publishId: string;
	uploadId: string;
	url: string;
	expiresAt: number;
	videoSize: number;
	chunkSize: number;
	totalChunkCount: number;
	/** Bytes of complete chunks. */
	receivedBytes: number;
	chunks: ReceivedChunk[];
	/** SHA-256 of all received bytes in hex; of the part so far while chunks are missing. */
	sha256: string;
	/** How many PUTs arrived, refused and interrupted ones included. */
	attempts: number;
	/** Where the bytes lie, if the simulator was given a store directory. */
	file?: string;
}

/** One request of a pull that was answered. */
export interface PullRequest {
	method: 'GET' | 'HEAD';
	/** The header `Range`, if there was one. */
	range?: string;
	status: number;
}

/** What a pull fetched from one URL. */
export interface Download {
	url: string;
	/** Of the latest attempt. */
	bytes: number;
	/** In order, all attempts together. */
	requests: PullRequest[];
	sha256?: string;
	/** Why it failed, in words. */
	failure?: string;
	file?: string;
}

/** One publish id. */
export interface PublishTask {
	publishId: string;
	media: 'VIDEO' | 'PHOTO';
	mode: PostMode;
	source: 'FILE_UPLOAD' | 'PULL_FROM_URL';
	grant: Grant;
	createdAt: number;
	status: PublishStatus;
	failReason?: FailReason;
	/** Why it failed, in words, for the reader of a test. */
	failDetail?: string;
	/** All media arrived and TikTok processes. */
	processing: boolean;
	/** When the media had arrived: from here on it counts as a post of the day. */
	startedAt?: number;
	inboxAt?: number;
	upload?: Upload;
	downloads: Download[];
	/** The init's body as it was sent. */
	sent: Record<string, unknown>;
	/** The posts that came out of it; a draft may give several. */
	posts: Post[];
}

/** What the feed says about the media of a post. */
export interface PostMedia {
	durationSec: number;
	width: number;
	height: number;
}

/** A post of an account. */
export interface Post extends PostMedia {
	/** 19 digits. */
	id: string;
	account: Account;
	media: 'VIDEO' | 'PHOTO';
	/** ms since the epoch. */
	createdAt: number;
	/** Caption of a video, description of a photo post. */
	caption: string;
	/** Title of a photo post. */
	title: string;
	visibility: PrivacyLevel;
	/** As in force: what the creator disallows is off, whatever the init said. */
	commentDisabled: boolean;
	duetDisabled: boolean;
	stitchDisabled: boolean;
	brandContent: boolean;
	brandOrganic: boolean;
	isAigc: boolean;
	autoAddMusic: boolean;
	/** Cover frame of a video in ms, cover index of a photo post. */
	cover: number;
	/** Whether moderation let it through; only then a public post is public. */
	moderated: boolean;
	deleted: boolean;
	likeCount: number;
	commentCount: number;
	shareCount: number;
	viewCount: number;
	/** The publish id it came from; undefined for posts made in the app. */
	publishId?: string;
}

/** Whether a post is public: for everyone, of a public account, and through moderation. */
export function isPublic(post: Post): boolean {
	return (
		!post.deleted &&
		post.moderated &&
		post.visibility === 'PUBLIC_TO_EVERYONE' &&
		!post.account.private
	);
}

/** The privacy levels that an account offers: https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info */
export function privacyLevelOptions(account: Account): PrivacyLevel[] {
	return [
		account.private ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE',
		'MUTUAL_FOLLOW_FRIENDS',
		'SELF_ONLY',
	];
}
