import type { Failure } from 'n8n-workflow';

/**
 * What a code means for the next attempt:
 * `retry` = a temporary fault, worth a few attempts; `wait` = over a rate limit, worth another attempt once the minute has
 * passed; `never` = the same request would get the same answer.
 */
export type RetryClass = 'retry' | 'wait' | 'never';

/** One row of the table: the texts for the user, and what the code means for n8n and for another attempt. */
export interface Explanation {
	/** The message: what happened. */
	happened: string;
	/** The description: how to get unstuck. */
	wayOut: string;
	/** TikTok's page about it. */
	docs: string;
	retry: RetryClass;
	/** n8n's machine-readable cause, where one fits. */
	cause?: Failure['cause'];
}

const tikTokDocs = 'https://developers.tiktok.com/doc';
const docs = {
	audit: `${tikTokDocs}/content-sharing-guidelines`,
	creatorInfo: `${tikTokDocs}/content-posting-api-reference-query-creator-info`,
	directPost: `${tikTokDocs}/content-posting-api-reference-direct-post`,
	mediaTransfer: `${tikTokDocs}/content-posting-api-media-transfer-guide`,
	photo: `${tikTokDocs}/content-posting-api-reference-photo-post`,
	status: `${tikTokDocs}/content-posting-api-reference-get-video-status`,
	oauthErrors: `${tikTokDocs}/oauth-error-handling`,
	apiErrors: `${tikTokDocs}/tiktok-api-v2-error-handling`,
	rateLimits: `${tikTokDocs}/tiktok-api-v2-rate-limit`,
	scopes: `${tikTokDocs}/tiktok-api-scopes`,
	tokens: `${tikTokDocs}/oauth-user-access-token-management`,
	userInfo: `${tikTokDocs}/tiktok-api-v2-get-user-info`,
	draft: `${tikTokDocs}/content-posting-api-reference-upload-video`,
	login: `${tikTokDocs}/login-kit-web`,
} as const;

/** By place: the button is called Connect, Switch account or, on n8n 1.x, Reconnect. */
const again = 'connect the account again (button at the top)';

const reconnect = `Open the TikTok credential in n8n and ${again}.`;

/**
 * The way out of an upload that broke off. TikTok may have the whole file although its last answer was lost, and its count may
 * lag behind: only the status of the publish ID shows whether the post can still appear.
 */
const checkUpload =
	'Check the publish ID below with Publish → Get Status before you post again. Post again only if its status is FAILED, or if it stays at PROCESSING_UPLOAD with fewer uploaded_bytes than the file has.';

/**
 * Codes in TikTok's envelope (`error.code`), from https://developers.tiktok.com/doc/tiktok-api-v2-error-handling and from the
 * page of each endpoint (`docs` above). The pages of the posting endpoints have `invalid_param`; the service answers
 * `invalid_params` (public reports).
 */
const apiCodes = {
	access_token_invalid: {
		happened: 'TikTok no longer accepts the connection of this credential',
		wayOut: `The access token was refused even after a refresh: access was removed in the TikTok app, the connection was unused for too long, or a copy of this n8n (a clone, a restored backup) has renewed it. ${reconnect}`,
		docs: docs.tokens,
		retry: 'never',
		cause: 'credential-invalid',
	},
	scope_not_authorized: {
		happened: 'The connected account has not granted the permission that this operation needs',
		wayOut: `Switch the permission on in the TikTok credential, make sure that your TikTok app has the same scope, and ${again} without unticking it on TikTok’s page.`,
		docs: docs.scopes,
		retry: 'never',
		cause: 'credential-invalid',
	},
	scope_permission_missed: {
		happened: 'Some of the requested fields need further permissions',
		wayOut: `Switch on Read Profile or Read Statistics in the TikTok credential, if your TikTok app has these scopes, and ${again}.`,
		docs: docs.userInfo,
		retry: 'never',
		cause: 'credential-invalid',
	},
	invalid_params: {
		happened: 'TikTok does not accept one of the values',
		wayOut: 'TikTok’s own words below usually name the value: correct the matching parameter.',
		docs: docs.directPost,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	invalid_param: {
		happened: 'TikTok does not accept one of the values',
		wayOut: 'TikTok’s own words below usually name the value: correct the matching parameter.',
		docs: docs.directPost,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	invalid_file_upload: {
		happened: 'TikTok does not accept the file',
		wayOut:
			'Use an MP4, MOV or WebM file of at most 4 GB with H.264, H.265, VP8 or VP9 video, 23 to 60 frames a second, and 360 to 4096 pixels on each side.',
		docs: docs.mediaTransfer,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	rate_limit_exceeded: {
		happened: 'TikTok received too many requests for this account within a minute',
		wayOut:
			'The node has already waited and tried again. Put fewer items into one run, or let the workflows that use this account run one after the other: TikTok allows 6 posts, 20 creator look-ups and 30 status checks a minute.',
		docs: docs.rateLimits,
		retry: 'wait',
		cause: 'rate-limited',
	},
	internal_error: {
		happened: 'TikTok’s service reports an internal fault',
		wayOut:
			'Try again in a few minutes. If it keeps happening, give TikTok’s support the log_id below.',
		docs: docs.apiErrors,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
	app_version_check_failed: {
		happened: 'The TikTok app on the user’s phone is too old for photo drafts',
		wayOut: 'Update the TikTok app to version 31.8 or newer, then post again.',
		docs: docs.photo,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	invalid_publish_id: {
		happened: 'TikTok does not know this publish ID',
		wayOut:
			'Use the publish_id that a TikTok node put out for this account, complete and unchanged (it begins like v_pub_file~ or p_pub_url~). It is not the ID of the post. Right after a post has begun, or long after, TikTok may not know it: in the first case try again in some seconds.',
		docs: docs.status,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	token_not_authorized_for_specified_publish_id: {
		happened: 'This publish ID belongs to another TikTok account or app',
		wayOut: 'Choose the TikTok credential that made the post.',
		docs: docs.status,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	publish_not_cancellable: {
		happened: 'TikTok says that this post can no longer be cancelled',
		wayOut:
			'TikTok stops only posts whose media it is still downloading. Delete the post in the TikTok app if it appears and should not be there.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	spam_risk_too_many_posts: {
		happened: 'This account has reached TikTok’s daily number of posts through apps',
		wayOut:
			'Wait until tomorrow: TikTok allows about 15 posts in 24 hours, counted across all apps. A draft (operation Upload Draft) may still be possible.',
		docs: docs.audit,
		retry: 'never',
		cause: 'quota-exhausted',
	},
	spam_risk_user_banned_from_posting: {
		happened: 'TikTok has blocked this account from posting',
		wayOut:
			'Open the TikTok app with this account and look for a notice with the reason and a way to appeal. Trying again does not help before that.',
		docs: docs.creatorInfo,
		retry: 'never',
	},
	spam_risk_too_many_pending_share: {
		happened:
			'Too many drafts of the last 24 hours are still waiting in this account’s TikTok inbox',
		wayOut: 'Open the TikTok app, finish or discard the drafts in the inbox, then post again.',
		docs: docs.draft,
		retry: 'never',
		cause: 'quota-exhausted',
	},
	reached_active_user_cap: {
		happened: 'Your TikTok app has reached its daily number of posting accounts',
		wayOut:
			'Wait until tomorrow. An app without TikTok’s audit may post for five accounts in 24 hours; the audit raises the number.',
		docs: docs.audit,
		retry: 'never',
		cause: 'quota-exhausted',
	},
	unaudited_client_can_only_post_to_private_accounts: {
		happened:
			'Your TikTok app has not passed TikTok’s audit, so it can post only as “Only me”, and only while the account itself is private',
		wayOut:
			'In the TikTok app open Settings and privacy → Privacy and switch Private account on; then post with the privacy level “Only me”. What counts is the account: “Only me” on a public account is refused as well. Or use the operation Upload Draft, which works for public accounts too.',
		docs: docs.audit,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	url_ownership_unverified: {
		happened:
			'TikTok pulls files only from domains that are verified for your app, and this address is not on one',
		wayOut:
			'In TikTok’s developer portal add the domain or URL prefix under URL properties and verify it. For a video on someone else’s domain, such as a video generator’s, choose the video source “URL, Sent by n8n” instead. TikTok always downloads photos itself, so put them on a domain of yours.',
		docs: `${docs.mediaTransfer}#pull_from_url`,
		retry: 'never',
		cause: 'configuration-invalid',
	},
	privacy_level_option_mismatch: {
		happened: 'The account does not offer the chosen privacy level',
		wayOut:
			'Open the list of ‘Privacy Level’ again and choose one of its entries: they change when the account becomes private or public. An app without TikTok’s audit can post as “Only me” only.',
		docs: docs.creatorInfo,
		retry: 'never',
		cause: 'configuration-invalid',
	},
} satisfies Record<string, Explanation>;

/**
 * `fail_reason` of a post with the status FAILED, from
 * https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status. Reasons that are API codes too stand above.
 */
const failReasons = {
	file_format_check_failed: {
		happened: 'TikTok cannot use the format of the file',
		wayOut:
			'Convert the video to MP4 with H.264 video and AAC sound, or the photos to JPEG or WebP, and post again.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	duration_check_failed: {
		happened: 'The video is too long or too short for this account',
		wayOut:
			'Cut the video. Creator → Get shows the longest duration for the account (max_video_post_duration_sec).',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	frame_rate_check_failed: {
		happened: 'TikTok does not accept the frame rate of the video',
		wayOut: 'Render the video again with 23 to 60 frames a second; 30 is a safe choice.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	picture_size_check_failed: {
		happened: 'TikTok does not accept the dimensions of the video or picture',
		wayOut:
			'Videos need 360 to 4096 pixels on each side. Photos may have at most 1080 pixels on the shorter side, and 20 MB. 1080 × 1920 is a safe choice for both.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	internal: {
		happened: 'TikTok could not process the post because of a fault on its side',
		wayOut: 'TikTok has given this post up. Post it again in a few minutes.',
		docs: docs.status,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
	video_pull_failed: {
		happened: 'TikTok could not download the video from its address',
		wayOut:
			'Open the address in a private browser window: it must be https, answer without a redirect or login, and stay reachable for up to an hour. Or choose the video source “URL, Sent by n8n”.',
		docs: `${docs.mediaTransfer}#pull_from_url`,
		retry: 'retry',
	},
	photo_pull_failed: {
		happened: 'TikTok could not download a photo from its address',
		wayOut:
			'Open each address in a private browser window: it must be https, answer without a redirect or login, and show a JPEG or WebP picture of at most 20 MB.',
		docs: `${docs.mediaTransfer}#pull_from_url`,
		retry: 'retry',
	},
	publish_cancelled: {
		happened: 'The post was cancelled before TikTok had finished it',
		wayOut: 'TikTok has given this post up. Post it again if the cancellation was not intended.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	auth_removed: {
		happened: 'The TikTok user removed this app’s access while the post was being processed',
		wayOut: reconnect,
		docs: docs.status,
		retry: 'never',
		cause: 'credential-invalid',
	},
	spam_risk_text: {
		happened: 'TikTok considers the text of the post risky',
		wayOut:
			'Change the caption: fewer hashtags and mentions, no links, no repeated text. Then post again.',
		docs: docs.status,
		retry: 'never',
	},
	spam_risk: {
		happened: 'TikTok considers the post risky and did not accept it',
		wayOut:
			'Post less often and vary the content. Check the TikTok app for a notice to this account.',
		docs: docs.status,
		retry: 'never',
	},
} satisfies Record<string, Explanation>;

/** `error` in the flat answers of the token endpoint: https://developers.tiktok.com/doc/oauth-error-handling */
const tokenErrors = {
	access_denied: {
		happened: 'TikTok did not allow the connection',
		wayOut:
			'Connect again and press Continue on TikTok’s page. A sandbox app accepts only its target users.',
		docs: docs.oauthErrors,
		retry: 'never',
		cause: 'credential-invalid',
	},
	invalid_client: {
		happened: 'TikTok does not accept the Client Key or Client Secret of this credential',
		wayOut: `Copy both again from TikTok’s developer portal into the credential (sandbox and production have different ones), save it and ${again}.`,
		docs: docs.oauthErrors,
		retry: 'never',
		cause: 'credential-invalid',
	},
	invalid_grant: {
		happened: 'The connection of this credential to TikTok has ended',
		wayOut: `TikTok no longer accepts its refresh token: access was removed in the TikTok app, the connection was unused for too long, or a copy of this n8n (a clone, a restored backup) has renewed it. ${reconnect}`,
		docs: docs.oauthErrors,
		retry: 'never',
		cause: 'credential-invalid',
	},
	invalid_request: {
		happened: 'TikTok could not make sense of the connection’s token request',
		wayOut: `Check that the redirect URL in TikTok’s developer portal is exactly the one in the credential and that ‘Platform of Your TikTok App’ matches the platform under which it is entered there; then ${again}.`,
		docs: docs.oauthErrors,
		retry: 'never',
		cause: 'credential-invalid',
	},
	invalid_scope: {
		happened: 'TikTok does not know one of the permissions that the credential asks for',
		wayOut:
			'Leave only those permissions switched on that your TikTok app has, save the credential and connect again.',
		docs: docs.scopes,
		retry: 'never',
		cause: 'credential-invalid',
	},
	unauthorized_client: {
		happened: 'TikTok does not let this app connect accounts in this way',
		wayOut:
			'In TikTok’s developer portal check that Login Kit is added to the app and approved, then connect again.',
		docs: docs.oauthErrors,
		retry: 'never',
		cause: 'credential-invalid',
	},
	unsupported_grant_type: {
		happened: 'TikTok did not accept the kind of token request',
		wayOut: `${reconnect} If that does not help, please report it with the log_id below.`,
		docs: docs.oauthErrors,
		retry: 'never',
		cause: 'node-defect',
	},
	unsupported_response_type: {
		happened: 'TikTok did not accept the kind of authorization request',
		wayOut: `${reconnect} If that does not help, please report it with the log_id below.`,
		docs: docs.oauthErrors,
		retry: 'never',
		cause: 'node-defect',
	},
	server_error: {
		happened: 'TikTok’s login service reports an internal fault',
		wayOut: 'Try again in a few minutes. The connection itself is kept.',
		docs: docs.oauthErrors,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
	temporarily_unavailable: {
		happened: 'TikTok’s login service is not available at the moment',
		wayOut: 'Try again in a few minutes. The connection itself is kept.',
		docs: docs.oauthErrors,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
} satisfies Record<string, Explanation>;

/**
 * Outcomes of an upload, most of them by the HTTP status of the upload server:
 * https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
const uploadStatuses = {
	upload_malformed: {
		happened: 'TikTok’s upload server did not accept a part of the file as it was sent',
		wayOut:
			'Nothing was published. Run the workflow again. A proxy between n8n and TikTok that alters requests can cause this.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	upload_expired: {
		happened: 'The hour that TikTok gives for an upload is over',
		wayOut:
			'Nothing was published. Run the workflow again. Large files need a fast line: 4 GB in an hour takes about 1.2 MB a second.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	upload_too_slow: {
		happened: 'The upload is too slow to finish within the hour that TikTok gives for it',
		wayOut:
			'Nothing was published. Use a faster line or a smaller file, or let TikTok download the video itself: choose the video source “URL, Pulled by TikTok”.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	upload_unknown: {
		happened: 'TikTok’s upload server no longer knows this upload',
		wayOut: 'Nothing was published: not all of the file had arrived. Run the workflow again.',
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	upload_outcome_unknown: {
		happened:
			'TikTok’s upload server no longer takes this upload, and it is not known whether the last bytes of the file had arrived',
		wayOut: checkUpload,
		docs: docs.mediaTransfer,
		retry: 'never',
	},
	upload_out_of_step: {
		happened: 'TikTok’s upload server and n8n could not agree on how much of the file has arrived',
		wayOut: checkUpload,
		docs: docs.mediaTransfer,
		retry: 'retry',
	},
	upload_unavailable: {
		happened: 'The file did not get through to TikTok’s upload server, even after several attempts',
		wayOut: checkUpload,
		docs: docs.mediaTransfer,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
} satisfies Record<string, Explanation>;

/** The node's own codes for what TikTok has no code for. */
const transportCodes = {
	not_connected: {
		happened: 'The TikTok credential is not connected to an account yet',
		wayOut: 'Open the credential (the pencil beside its name) and press Connect at the top.',
		docs: docs.login,
		retry: 'never',
		cause: 'credential-invalid',
	},
	permission_missing: {
		happened: 'The TikTok credential was connected without a permission that this operation needs',
		wayOut: `Switch the permission on in the credential, ${again}, and leave it ticked on TikTok’s page.`,
		docs: docs.scopes,
		retry: 'never',
		cause: 'credential-invalid',
	},
	refresh_refused: {
		happened: 'TikTok did not renew the connection of this credential',
		wayOut: `Try again in a few minutes. If it keeps happening: ${reconnect}`,
		docs: docs.tokens,
		retry: 'never',
		cause: 'credential-invalid',
	},
	no_answer: {
		happened: 'TikTok could not be reached',
		wayOut:
			'Check n8n’s internet connection, proxy and DNS for the host open.tiktokapis.com, then try again.',
		docs: docs.apiErrors,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
	answer_unreadable: {
		happened: 'The answer was not in TikTok’s format',
		wayOut:
			'TikTok’s service may be disrupted, or a proxy or firewall answered in its place. Try again in a few minutes.',
		docs: docs.apiErrors,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
	service_unavailable: {
		happened: 'TikTok’s service is not available at the moment',
		wayOut: 'Try again in a few minutes.',
		docs: docs.apiErrors,
		retry: 'retry',
		cause: 'temporarily-unavailable',
	},
	outcome_unknown: {
		happened:
			'TikTok’s answer was lost or unclear, so it is not known whether the post was started',
		wayOut:
			'First check the profile and the inbox in the TikTok app of this account. Post again only if nothing has appeared there; downloading the media can take TikTok up to an hour. The node does not repeat the post by itself, so that nothing is posted twice.',
		docs: docs.directPost,
		retry: 'never',
	},
	unknown_code: {
		happened: 'TikTok refused the request',
		wayOut:
			'The node does not know this code. TikTok’s own words are below; its support asks for the log_id.',
		docs: docs.apiErrors,
		retry: 'never',
	},
	unknown_fail_reason: {
		happened: 'TikTok did not publish the post',
		wayOut:
			'The node does not know the reason, or TikTok gave none. Check the TikTok app for a notice to this account.',
		docs: docs.status,
		retry: 'never',
	},
} satisfies Record<string, Explanation>;

const explanations: Record<string, Explanation> = {
	...apiCodes,
	...failReasons,
	...tokenErrors,
	...uploadStatuses,
	...transportCodes,
};

/** The rows for codes that the table does not know. */
export type FallbackCode =
	| 'unknown_code'
	| 'unknown_fail_reason'
	| 'rate_limit_exceeded'
	| 'service_unavailable';

/** Whether a code has a row of its own. */
export function isKnownCode(code: string): boolean {
	return Object.hasOwn(explanations, code);
}

/** Whether a code is the node's own, for something that TikTok has no code for. */
export function isOwnCode(code: string): boolean {
	return Object.hasOwn(transportCodes, code) || Object.hasOwn(uploadStatuses, code);
}

export type UploadCode = keyof typeof uploadStatuses;

/** Whether a code is the outcome of an upload, so that its row says what it means for the post. */
export function isUploadCode(code: string): boolean {
	return Object.hasOwn(uploadStatuses, code);
}

/** Every row of the table, by where the code comes from; for the tests and for docs/errors.md. */
export const knownCodes = { apiCodes, failReasons, tokenErrors, uploadStatuses, transportCodes };

/**
 * TikTok's texts behind `invalid_params` that say more than the code. No page lists them; they are known from public reports.
 * The text is matched as a part, without regard to case.
 */
export const invalidParamsTexts: ReadonlyArray<{ text: string; happened: string; wayOut: string }> =
	[
		{
			text: 'chunk size is invalid',
			happened: 'TikTok does not accept the size of the parts in which the file would be sent',
			wayOut:
				'Nothing was posted. TikTok may have changed its rules for uploads: please report it with the log_id below and the size of the file.',
		},
		{
			text: 'total chunk count is invalid',
			happened: 'TikTok does not accept the number of parts in which the file would be sent',
			wayOut:
				'Nothing was posted. TikTok may have changed its rules for uploads: please report it with the log_id below and the size of the file.',
		},
		{
			text: 'post info is empty or incorrect',
			happened: 'TikTok does not accept the text or a setting of the post',
			wayOut:
				'Check ‘Privacy Level’ (choose it from the list), and shorten the texts: the description of each field says how many characters TikTok takes, and an emoji counts two or more.',
		},
		{
			text: 'source info is empty or incorrect',
			happened: 'TikTok does not accept the file or address of the post',
			wayOut: 'Check the address of the video or photos: https, complete, publicly reachable.',
		},
		{
			text: 'invalid media_type or post_mode',
			happened: 'TikTok does not accept this kind of media for this kind of post',
			wayOut: 'Use the resource Photo for pictures and the resource Video for videos.',
		},
		{
			text: 'invalid authorization header',
			happened: 'TikTok does not accept the form of the access token',
			wayOut: reconnect,
		},
	];

/**
 * Finds the row for a code.
 *
 * @param code `error.code`, `fail_reason`, the `error` of the token endpoint, or one of the node's own codes
 * @param tikTokText TikTok's message, which says more than the code `invalid_params`
 * @param fallback the row to use for a code that the table does not know
 * @returns the row; for `invalid_params` with a known text, with that text's own words
 */
export function explain(
	code: string,
	tikTokText = '',
	fallback: FallbackCode = 'unknown_code',
): Explanation {
	const known = Object.hasOwn(explanations, code) ? explanations[code] : explanations[fallback];
	if (code !== 'invalid_params' && code !== 'invalid_param') return known;
	const text = tikTokText.toLowerCase();
	const detail = invalidParamsTexts.find((row) => text.includes(row.text));
	return detail ? { ...known, happened: detail.happened, wayOut: detail.wayOut } : known;
}
