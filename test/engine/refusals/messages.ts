/** The test files of this folder. */
export type TestFile = 'codes' | 'failReasons' | 'tokenErrors' | 'uploadStatuses' | 'brokenAnswers';

/**
 * What a user must read about a code. Written by hand from TikTok's documentation, on purpose not taken from the
 * product's own table: a text that says something else fails.
 */
export interface Message {
	/** Where it is tested. */
	in: TestFile;
	/** Parts of the message: what happened. */
	happened: readonly string[];
	/** Parts of the description: the way out. */
	wayOut: readonly string[];
	/** Page of developers.tiktok.com/doc that the description links to. */
	docs: string;
	/** n8n's machine-readable cause. */
	cause?: string;
}

/** `error.code`, from the page that each links to. */
export const apiCodes: Record<string, Message> = {
	access_token_invalid: {
		in: 'codes',
		happened: ['no longer accepts the connection', 'credential'],
		wayOut: ['even after a refresh', 'connect the account again'],
		docs: 'oauth-user-access-token-management',
		cause: 'credential-invalid',
	},
	scope_not_authorized: {
		in: 'codes',
		happened: ['has not granted the permission'],
		wayOut: ['Switch the permission on in the TikTok credential', 'connect the account again'],
		docs: 'tiktok-api-scopes',
		cause: 'credential-invalid',
	},
	scope_permission_missed: {
		in: 'codes',
		happened: ['requested fields need further permissions'],
		wayOut: ['Read Profile', 'Read Statistics', 'connect the account again'],
		docs: 'tiktok-api-v2-get-user-info',
		cause: 'credential-invalid',
	},
	invalid_params: {
		in: 'codes',
		happened: ['does not accept one of the values'],
		wayOut: ['TikTok’s own words', 'correct the matching parameter'],
		docs: 'content-posting-api-reference-direct-post',
		cause: 'configuration-invalid',
	},
	invalid_param: {
		in: 'codes',
		happened: ['does not accept one of the values'],
		wayOut: ['TikTok’s own words', 'correct the matching parameter'],
		docs: 'content-posting-api-reference-direct-post',
		cause: 'configuration-invalid',
	},
	invalid_file_upload: {
		in: 'codes',
		happened: ['does not accept the file'],
		wayOut: ['MP4, MOV or WebM', '4 GB', 'H.264', '23 to 60 frames', '360 to 4096 pixels'],
		docs: 'content-posting-api-media-transfer-guide',
		cause: 'configuration-invalid',
	},
	rate_limit_exceeded: {
		in: 'codes',
		happened: ['too many requests for this account within a minute'],
		wayOut: ['already waited and tried again', '6 posts', '20 creator', '30 status'],
		docs: 'tiktok-api-v2-rate-limit',
		cause: 'rate-limited',
	},
	internal_error: {
		in: 'codes',
		happened: ['internal fault'],
		wayOut: ['again in a few minutes', 'log_id'],
		docs: 'tiktok-api-v2-error-handling',
		cause: 'temporarily-unavailable',
	},
	app_version_check_failed: {
		in: 'codes',
		happened: ['TikTok app', 'too old'],
		wayOut: ['Update the TikTok app', '31.8'],
		docs: 'content-posting-api-reference-photo-post',
		cause: 'configuration-invalid',
	},
	invalid_publish_id: {
		in: 'codes',
		happened: ['does not know this publish ID'],
		wayOut: ['publish_id', 'complete and unchanged', 'not the ID of the post'],
		docs: 'content-posting-api-reference-get-video-status',
		cause: 'configuration-invalid',
	},
	token_not_authorized_for_specified_publish_id: {
		in: 'codes',
		happened: ['publish ID belongs to another TikTok account or app'],
		wayOut: ['Choose the TikTok credential that made the post'],
		docs: 'content-posting-api-reference-get-video-status',
		cause: 'configuration-invalid',
	},
	publish_not_cancellable: {
		in: 'codes',
		happened: ['no longer be cancelled'],
		wayOut: ['Delete the post in the TikTok app'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	spam_risk_too_many_posts: {
		in: 'codes',
		happened: ['daily number of posts'],
		wayOut: ['Wait until tomorrow', '24 hours', 'about 15', 'Upload Draft'],
		docs: 'content-sharing-guidelines',
		cause: 'quota-exhausted',
	},
	spam_risk_user_banned_from_posting: {
		in: 'codes',
		happened: ['blocked this account from posting'],
		wayOut: ['Open the TikTok app', 'appeal'],
		docs: 'content-posting-api-reference-query-creator-info',
	},
	spam_risk_too_many_pending_share: {
		in: 'codes',
		happened: ['Too many drafts', '24 hours', 'inbox'],
		wayOut: ['finish or discard the drafts'],
		docs: 'content-posting-api-reference-upload-video',
		cause: 'quota-exhausted',
	},
	reached_active_user_cap: {
		in: 'codes',
		happened: ['Your TikTok app', 'daily number of posting accounts'],
		wayOut: ['Wait until tomorrow', 'five accounts', 'audit'],
		docs: 'content-sharing-guidelines',
		cause: 'quota-exhausted',
	},
	unaudited_client_can_only_post_to_private_accounts: {
		in: 'codes',
		happened: ['not passed TikTok’s audit', 'only as “Only me”', 'account itself is private'],
		wayOut: ['Private account', '“Only me” on a public account is refused as well', 'Upload Draft'],
		docs: 'content-sharing-guidelines',
		cause: 'configuration-invalid',
	},
	url_ownership_unverified: {
		in: 'codes',
		happened: ['only from domains that are verified for your app'],
		wayOut: ['URL properties', 'URL, Sent by n8n', 'TikTok always downloads photos itself'],
		docs: 'content-posting-api-media-transfer-guide#pull_from_url',
		cause: 'configuration-invalid',
	},
	privacy_level_option_mismatch: {
		in: 'codes',
		happened: ['does not offer the chosen privacy level'],
		wayOut: ['‘Privacy Level’ again', 'private or public', 'without TikTok’s audit'],
		docs: 'content-posting-api-reference-query-creator-info',
		cause: 'configuration-invalid',
	},
};

/** Reasons that status/fetch gives and that are no API codes. Nothing of n8n's causes fits most of them. */
export const failReasons: Record<string, Message> = {
	file_format_check_failed: {
		in: 'failReasons',
		happened: ['cannot use the format of the file'],
		wayOut: ['Convert the video to MP4', 'H.264'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	duration_check_failed: {
		in: 'failReasons',
		happened: ['too long or too short'],
		wayOut: ['Cut the video', 'max_video_post_duration_sec'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	frame_rate_check_failed: {
		in: 'failReasons',
		happened: ['frame rate'],
		wayOut: ['23 to 60 frames a second'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	picture_size_check_failed: {
		in: 'failReasons',
		happened: ['dimensions'],
		wayOut: ['360 to 4096 pixels'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	internal: {
		in: 'failReasons',
		happened: ['fault on its side'],
		wayOut: ['given this post up', 'again in a few minutes'],
		docs: 'content-posting-api-reference-get-video-status',
		cause: 'temporarily-unavailable',
	},
	video_pull_failed: {
		in: 'failReasons',
		happened: ['could not download the video from its address'],
		wayOut: ['https', 'without a redirect', 'URL, Sent by n8n'],
		docs: 'content-posting-api-media-transfer-guide#pull_from_url',
	},
	photo_pull_failed: {
		in: 'failReasons',
		happened: ['could not download a photo from its address'],
		wayOut: ['https', 'without a redirect', 'JPEG or WebP', '20 MB'],
		docs: 'content-posting-api-media-transfer-guide#pull_from_url',
	},
	publish_cancelled: {
		in: 'failReasons',
		happened: ['cancelled before TikTok had finished it'],
		wayOut: ['given this post up'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	auth_removed: {
		in: 'failReasons',
		happened: ['removed this app’s access'],
		wayOut: ['connect the account again'],
		docs: 'content-posting-api-reference-get-video-status',
		cause: 'credential-invalid',
	},
	spam_risk_text: {
		in: 'failReasons',
		happened: ['considers the text', 'risky'],
		wayOut: ['Change the caption'],
		docs: 'content-posting-api-reference-get-video-status',
	},
	spam_risk: {
		in: 'failReasons',
		happened: ['considers the post risky'],
		wayOut: ['Post less often', 'TikTok app'],
		docs: 'content-posting-api-reference-get-video-status',
	},
};
