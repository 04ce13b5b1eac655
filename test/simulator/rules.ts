import { defaultWebhookRules, type WebhookRules } from './webhooks/webhookRules';

/**
 * Every point on which TikTok's behaviour is unsure, disputed or switchable, as one mutable object. Each comment says what
 * is unsure and where the values come from. Certain numbers are here only where a test has to change them.
 * "Not documented" means that no page of TikTok's says it; reports are named where there are any.
 *
 * The names in square brackets:
 *
 * [creator info]: https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 * [direct post]: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
 * [drafts]: https://developers.tiktok.com/doc/content-posting-api-reference-upload-video
 * [error codes]: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
 * [Login Kit for Desktop]: https://developers.tiktok.com/doc/login-kit-desktop
 * [Login Kit for Web]: https://developers.tiktok.com/doc/login-kit-web
 * [media transfer]: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 * [OAuth errors]: https://developers.tiktok.com/doc/oauth-error-handling
 * [older token page]: https://developers.tiktok.com/doc/oauth-user-access-token-management
 * [photo posts]: https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post
 * [publish status]: https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 * [rate limits]: https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit
 * [refresh]: https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token
 * [revoke]: https://developers.tiktok.com/docs/en/oauth-revoke-a-user-access-token
 * [scopes]: https://developers.tiktok.com/doc/tiktok-api-scopes
 * [sharing guidelines]: https://developers.tiktok.com/doc/content-sharing-guidelines
 * [token lifecycle]: https://developers.tiktok.com/docs/zh-Hans/oauth-user-access-token-management
 * [user info]: https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info
 * [video list]: https://developers.tiktok.com/doc/tiktok-api-v2-video-list
 * [video query]: https://developers.tiktok.com/doc/tiktok-api-v2-video-query
 * [better-auth 3114]: https://github.com/better-auth/better-auth/issues/3114
 * [postiz-app 1875]: https://github.com/gitroomhq/postiz-app/pull/1875
 * [postiz-app 1989]: https://github.com/gitroomhq/postiz-app/pull/1989
 * [action-board 2236]: https://github.com/team-mirai-volunteer/action-board/pull/2236
 * [pos 117]: https://github.com/satisfecho/pos/issues/117
 * [social-auto-engine 21]: https://github.com/Freespirits/social-auto-engine/pull/21
 * [ResearchTikPy 28]: https://github.com/HohnerJulian/ResearchTikPy/pull/28
 */
export interface Rules extends WebhookRules {
	// --- Tokens -----------------------------------------------------------------------------------
	/**
	 * HTTP status of refusals of the token and revoke endpoints; `byError` = 401 for `invalid_client`, else 400.
	 * [OAuth errors] names no status. Reports have 200 ([ResearchTikPy 28] and others); tests of some public clients
	 * assume 400 or 401.
	 */
	tokenErrorStatus: 200 | 400 | 401 | 'byError';
	/**
	 * How long an access token lives, in seconds: 2 hours by [refresh] (November 2026), 24 hours (86,400) by the
	 * [older token page].
	 */
	accessTokenSeconds: number;
	/**
	 * How long a refresh token lives, in seconds: 180 days by the [token lifecycle] (November 2026), 365 days
	 * (31,536,000) by the [older token page].
	 */
	refreshTokenSeconds: number;
	/**
	 * `rotate`: a refresh gives a new refresh token, and the old one stops working at once ([refresh]; reported live
	 * in May 2026). `same`: the old one is returned, as the [older token page] allows. `absent`: the old one goes on, and
	 * the answer names none, as OAuth 2.0 allows (RFC 6749, section 6).
	 */
	refreshTokenRotation: 'rotate' | 'same' | 'absent';
	/** Whether a refresh makes a new access token, or prolongs the one there is and returns it. Not documented. */
	refreshedAccessToken: 'new' | 'same';
	/**
	 * Whether a refresh starts the life of the refresh token anew, or the first end stays. Not documented: the
	 * [token lifecycle] gives the life after issue, and calls the number in the answer the remaining one.
	 */
	refreshLifeRestarts: boolean;
	/**
	 * How long a refresh token works after it was replaced, in ms. [refresh] says that it stops working once a new one
	 * is issued, and mentions no grace period.
	 */
	rotationGraceMs: number;
	/** Whether the use of a replaced refresh token ends the whole grant. Not documented. */
	refreshReuseRevokesGrant: boolean;
	/**
	 * Whether the token endpoint also reads parameters from the query string. [refresh] wants them in the body; some
	 * public clients send them in the query, with unknown success.
	 */
	acceptTokenParametersInQuery: boolean;
	/**
	 * What the token and revoke endpoints make of `application/x-www-form-urlencoded; charset=UTF-8`. [refresh] has the type
	 * without a charset; one developer reports that TikTok calls the parameters malformed with it, and that it works without.
	 */
	formCharset: 'refused' | 'accepted';
	/** Whether the token endpoint accepts HTTP Basic client authentication. Not documented. */
	acceptBasicClientAuthentication: boolean;
	/** How long an authorization code lives, in ms. Not documented; third parties report about five minutes. */
	authorizationCodeMs: number;
	/** Whether an authorization code works only once. Not documented; third parties report that it does. */
	authorizationCodeSingleUse: boolean;
	/** PKCE for desktop apps: `required` = a hex challenge, as [Login Kit for Desktop] has it; `off` = not checked. */
	desktopPkce: 'required' | 'off';
	/**
	 * PKCE for web apps. [Login Kit for Web] has none, but some developers were asked for a challenge
	 * ([better-auth 3114]). `whenGiven`: a challenge that was sent is checked, as hex (our reading); `ignored`: none
	 * is checked; `required`: there must be one.
	 */
	webPkce: 'whenGiven' | 'ignored' | 'required';
	/**
	 * What it means when `disable_auto_auth` is missing: 0 skips the consent page while a session is valid, 1 always
	 * shows it. [Login Kit for Web] names no default. Reports speak for 0: without the parameter, a second account
	 * silently became the one of the session.
	 */
	disableAutoAuthDefault: 0 | 1;
	/** Whether TikTok heeds `disable_auto_auth` at all. [Login Kit for Web] has it; a switch, since no capture shows it. */
	disableAutoAuth: 'heeded' | 'ignored';
	/**
	 * The setting that the authorize page names when the app lacks a scope. Not documented; reports have `client_key`.
	 */
	unapprovedScopeCulprit: 'client_key' | 'scope';
	/**
	 * Where a wrong setting of the app shows: on TikTok's own page, or at the redirect URI with `error_type`. Not
	 * documented; both were reported, the page more often.
	 */
	authorizeFaults: 'page' | 'redirect';
	/**
	 * Whether the revocation of an access token also ends the refresh token. [revoke] says that the app is
	 * disconnected from the account; that this includes the refresh token is our reading.
	 */
	revokeKillsRefreshToken: boolean;
	/** The answer to the revocation of a token that is expired, revoked or unknown. Not documented. */
	revokeDeadToken: 'ok' | 'invalid_grant';
	/** The body of a successful revocation. [revoke] calls it empty and shows `{}`. */
	revokeBody: '{}' | '';

	// --- Envelope ---------------------------------------------------------------------------------
	/**
	 * `data` of a refusal. Captured answers differ: `{}` for an invalid token; none for a 403 of an init, and none for
	 * a missing scope (user info and video query). `byCode` = `{}` for an invalid token, none for all else (our reading);
	 * the others do the same everywhere.
	 */
	dataOnError: 'byCode' | 'absent' | 'empty';
	/**
	 * The code for a bad parameter: `invalid_params` by [error codes] and in live answers, `invalid_param` on the
	 * pages of the posting endpoints such as [direct post].
	 */
	invalidParamCode: 'invalid_params' | 'invalid_param';
	/**
	 * The answer to an `Authorization` header that is not "Bearer <token>". Not documented; `invalid_params` is from
	 * the test data of one public client.
	 */
	malformedAuthorization: 'invalid_params' | 'access_token_invalid';
	/**
	 * Whether a JSON body is refused unless it is declared as `application/json`. The pages want that header
	 * ([direct post]); what happens without it is not documented.
	 */
	requireJsonContentType: boolean;

	// --- User info --------------------------------------------------------------------------------
	/**
	 * The refusal for a field outside the granted scopes: `scope_not_authorized` (401, seen live in August 2026) or
	 * `scope_permission_missed` (400, [error codes]).
	 */
	missingFieldScope: 'scope_not_authorized' | 'scope_permission_missed';
	/**
	 * Whether `profile_web_link` exists. [scopes] names it, the table of [user info] does not; many public clients ask
	 * for it.
	 */
	profileWebLink: boolean;

	// --- Post parameters --------------------------------------------------------------------------
	/**
	 * The refusal when `privacy_level` is missing: 403 `privacy_level_option_mismatch` by [direct post]; reports of
	 * empty and unknown levels have 400 `invalid_params`.
	 */
	missingPrivacyLevel: 'invalid_params' | 'privacy_level_option_mismatch';
	/**
	 * The refusal of a level that exists, but that the account does not offer: 403 `privacy_level_option_mismatch` by
	 * [direct post]; two reports have 400 `invalid_params`.
	 */
	unofferedPrivacyLevel: 'invalid_params' | 'privacy_level_option_mismatch';
	/**
	 * Whether a direct post is refused without the two brand toggles. The table of [direct post] calls them required;
	 * its examples leave them out.
	 */
	brandTogglesRequired: boolean;
	/**
	 * Whether `DIRECT POST` with a space is accepted. The table of [photo posts] spells it so; all its examples have
	 * `DIRECT_POST`.
	 */
	acceptPostModeWithSpace: boolean;
	/**
	 * Where a photo post's `is_aigc` is read: beside `post_info` by [photo posts] (2026); older libraries send it
	 * inside. Neither is confirmed live.
	 */
	photoAigcPosition: 'topLevel' | 'postInfo' | 'either';
	/**
	 * Whether `disable_duet` and `disable_stitch` are refused for photos. [photo posts] does not have them; one public
	 * test claims a refusal.
	 */
	refusePhotoDuetStitch: boolean;
	/**
	 * What becomes of the cover frame of a video that is not for everyone: applied, as nothing in [direct post] speaks
	 * against it, or the first frame. “Only Me” posts kept the first frame in August 2026 ([postiz-app 1989]).
	 */
	coverOfPrivatePosts: 'firstFrame' | 'applied';
	/**
	 * What a cover frame beyond the end of the video does: the first frame, since [direct post] says so of an invalid
	 * time, or the post fails, as TikTok's Business API has it. The reason would be `internal` (our guess).
	 */
	coverBeyondEnd: 'firstFrame' | 'fails';
	/**
	 * The unit in which texts are counted. [direct post] says "UTF-16 runes"; `utf16` reads that as code units (an
	 * emoji is two), `codePoints` as characters.
	 */
	textUnit: 'utf16' | 'codePoints';
	/**
	 * What MB means in the rules for chunks, which [media transfer] does not say: `decimal` = 1,000,000 bytes,
	 * `binary` = 1,048,576 bytes, `lenient` = whatever either of them allows.
	 */
	chunkBounds: 'lenient' | 'decimal' | 'binary';
	/** The largest video, in bytes: 4 GB by [media transfer], read as 4 GiB. */
	maxVideoBytes: number;
	/**
	 * The refusal when an unaudited app asks for another level than `SELF_ONLY` on a private account. The
	 * [sharing guidelines] forbid it and name no code.
	 */
	unauditedLevelCode:
		| 'unaudited_client_can_only_post_to_private_accounts'
		| 'privacy_level_option_mismatch';

	// --- Upload -----------------------------------------------------------------------------------
	/**
	 * Hosts of upload URLs, handed out in turn. TikTok documents `open-upload.tiktokapis.com` ([direct post]); live
	 * uploads also went to others, among them `open-upload.tiktokapis.us` (captured in March 2025, seen live in August
	 * 2026).
	 */
	uploadHosts: string[];
	/**
	 * Path of upload URLs: `/video/` in most of TikTok's examples and in a live post of August 2026, `/upload/` in one
	 * example, `/upload` in captured answers.
	 */
	uploadPath: '/video/' | '/upload/' | '/upload';
	/** How long an upload URL lives, in ms: one hour by [direct post]. */
	uploadUrlMs: number;
	/**
	 * The second number of `Content-Range: bytes 0-n/total` in answers. [media transfer] calls it the uploaded bytes,
	 * which may be a count or the index of the last byte.
	 */
	uploadAnswerRange: 'count' | 'lastIndex';
	/**
	 * The answer to a chunk that TikTok already has. [media transfer] has 416 for a range that does not match the
	 * progress, and does not mention repetitions.
	 */
	repeatedChunk: 416 | 'accepted';
	/** The status of a post whose upload URL has expired: unchanged, or FAILED with `internal`. Not documented. */
	expiredUpload: 'processing' | 'failed';

	// --- URL properties ---------------------------------------------------------------------------
	/**
	 * The name of the file that verifies a URL prefix. [media transfer] does not give it; files that apps serve are named
	 * `tiktok<token>.txt` ([pos 117], [action-board 2236]). One public project expects the other name, with unknown success.
	 */
	verificationFileName: 'tiktok<token>.txt' | 'tiktok-developers-site-verification.txt';
	/**
	 * What is in that file: `line` = `tiktok-developers-site-verification=<token>`, as apps serve it
	 * ([social-auto-engine 21]), `lineWithBreak` = the same with a line break at its end, `token` = the token alone. Not
	 * documented; nobody reports the other two.
	 */
	verificationContent: 'line' | 'lineWithBreak' | 'token';
	/**
	 * How the file is compared: byte for byte, or without blanks and line breaks around it. Not documented;
	 * [action-board 2236] takes care to serve the very bytes.
	 */
	verificationCompares: 'bytes' | 'trimmed';

	// --- Downloads --------------------------------------------------------------------------------
	/**
	 * Whether TikTok sends a HEAD before it downloads a file, and gives the download up unless the answer is 200. Not
	 * documented: [media transfer] says only that TikTok downloads, and no log of a host that served TikTok was found. The same
	 * is true of all rules of this group.
	 */
	pullHead: 'none' | 'asked' | 'required';
	/**
	 * Whether the GET has a `Range`: `open` asks for `bytes=0-`, `parts` for one part after the other. An answer of 200
	 * with the whole file is taken as well. Not documented.
	 */
	pullRange: 'none' | 'open' | 'parts';
	/** How often TikTok tries to download a file before it gives the post up. Not documented. */
	pullAttempts: number;
	/** The time between two attempts, in ms of the simulator's clock. Not documented. */
	pullRetryMs: number;
	/** How often TikTok downloads each file although it has it, as when several of its services do. Not documented. */
	pullCopies: number;
	/** How many files of a post TikTok downloads at once. Not documented. */
	pullsAtOnce: number;
	/** How long after the init the download begins, in ms of the simulator's clock. Not documented. */
	pullDelayMs: number;
	/**
	 * From when the hour of a download counts: the init, or the beginning of the download. [media transfer] says that the
	 * task is over an hour after it starts, which may be either.
	 */
	pullHourFrom: 'init' | 'download';
	/** How fast TikTok reads, in bytes per second of the simulator's clock; 100 Mbps at best by [media transfer]. */
	pullBytesPerSecond: number;

	// --- Media ------------------------------------------------------------------------------------
	/**
	 * Whether media are checked (container, duration, dimensions, frame rate) and fail by the limits of
	 * [media transfer]; off = any bytes are a video.
	 */
	mediaChecks: boolean;
	/**
	 * The longest video that anyone may post, in seconds; Infinity = only the creator's own limit counts.
	 * [media transfer] says 10 minutes, but creators with 3,600 s were seen live in June 2026; which limit wins is not
	 * documented.
	 */
	apiMaxDurationSeconds: number;
	/**
	 * What "1080p" means for photos, which [media transfer] does not say: not checked, or at most 1080 px on the
	 * shorter or on the longer side. Posts that failed in August 2026 speak for the shorter side ([postiz-app 1875]).
	 */
	photo1080p: 'off' | 'shortSide' | 'longSide';

	// --- Status and cancel ------------------------------------------------------------------------
	/**
	 * The form of `publicaly_available_post_id`: a list of int64 by [publish status] and in captured answers; some
	 * public clients have met strings or a single value.
	 */
	postIdForm: 'numbers' | 'strings' | 'scalar';
	/**
	 * Whether `[]` is sent where no post is public. The failure example of [publish status] has it; a captured answer
	 * (June 2026) leaves the field out.
	 */
	emptyPostIdList: boolean;
	/**
	 * Whether a draft that the user has posted for everyone has a post id. [publish status] has several ids for such a
	 * draft; one client met PUBLISH_COMPLETE without any.
	 */
	postIdsOfDrafts: boolean;
	/**
	 * Whether the byte counts stay in the answer after PUBLISH_COMPLETE. Not documented; a captured answer (June 2026)
	 * leaves them out.
	 */
	bytesWhenComplete: boolean;
	/**
	 * How long after the init a publish id is still unknown to status and cancel, in ms. Not documented; one public
	 * client retries `invalid_publish_id` for that reason.
	 */
	publishIdVisibleAfterMs: number;
	/** How long a publish id can be asked for, in ms. Not documented. */
	publishIdRetentionMs: number;
	/**
	 * How the publish id of a direct post by URL begins: `v_pub_url~v2.` in the examples of [publish status],
	 * `v_pub_url~v2-1.` in captured answers.
	 */
	pullPublishIdPrefix: 'v_pub_url~v2-1.' | 'v_pub_url~v2.';
	/** What cancel does to an upload that is under way. [media transfer] describes cancel for downloads only. */
	cancelFileUpload: 'publish_not_cancellable' | 'cancels' | 'ignored';
	/**
	 * What cancel does once TikTok is processing the media: it succeeds without effect, or is refused.
	 * [media transfer] says only that the post cannot be stopped then.
	 */
	cancelWhileProcessing: 'ignored' | 'publish_not_cancellable';

	// --- Videos -----------------------------------------------------------------------------------
	/** Whether photo posts appear in list and query. [video list] speaks of videos; not confirmed either way. */
	listIncludesPhotos: boolean;
	/**
	 * The answer of query to an id that is foreign, private or deleted. [video query] says that ids are checked, not
	 * what happens then.
	 */
	queryForeignId: 'omitted' | 'invalid_params';
	/** The answer of list and query without `fields`. Not documented. */
	missingFields: 'invalid_params' | 'idOnly';
	/**
	 * Whether query also answers `cursor: 0` and `has_more: false`: an example of TikTok's Display API has them,
	 * [video query] does not.
	 */
	queryAnswersCursor: boolean;
	/**
	 * Whether a page is cut before or after posts that are not public are left out; cut before, it can be short or
	 * empty with `has_more`. Not documented (TikTok's Business API documents such pages).
	 */
	listPages: 'full' | 'cutBeforeFilter';
	/**
	 * The unit to which cursors are exact. [video list] has them in milliseconds, while `create_time` is in seconds;
	 * whether they are finer than a second is not documented.
	 */
	cursorGrain: 'second' | 'millisecond';

	// --- Limits -----------------------------------------------------------------------------------
	/** Whether the limits per sliding minute apply ([rate limits]). */
	rateLimits: boolean;
	/** Calls per minute of each init endpoint: 6 by [direct post], [drafts] and [photo posts]. */
	initPerMinute: number;
	/** Calls per minute of creator info: 20 by [creator info]. */
	creatorInfoPerMinute: number;
	/** Calls per minute of status/fetch: 30 by [publish status]. */
	statusPerMinute: number;
	/**
	 * Calls per minute of user info, list and query each: 600 by [rate limits]; 429 was seen after about 36 calls in a
	 * row (September 2026).
	 */
	displayPerMinute: number;
	/** Calls per minute of cancel. Not documented. */
	cancelPerMinute: number;
	/** Whether the three init endpoints share one limit. Not documented. */
	initLimitShared: boolean;
	/** Whether a refreshed access token keeps the count of the one before. Not documented. */
	refreshKeepsBucket: boolean;
	/** Whether `displayPerMinute` counts per user token or per app. Not documented. */
	displayLimitPer: 'token' | 'app';
	/** Whether a call that got 429 counts as well. Not documented. */
	refusedCallsCount: boolean;
	/** Direct posts per creator and day across all apps: about 15 by the [sharing guidelines]. */
	postsPerCreatorPerDay: number;
	/** Pending drafts per creator and day: 5 by [drafts]. */
	pendingDraftsPerDay: number;
	/** From when a draft counts as pending: its init, or its arrival in the inbox. Not documented. */
	pendingDraftsFrom: 'init' | 'inbox';
	/** Posting users per day of an unaudited app: 5 by the [sharing guidelines]. */
	postingUsersPerUnauditedApp: number;
	/**
	 * The window of the daily limits: the last 24 hours, or the day in UTC. The [sharing guidelines] say 24 hours, and
	 * not when they begin.
	 */
	dailyWindow: 'sliding' | 'utcDay';
}

/** The defaults: what was seen live or is documented, otherwise the simplest. Each call gives a fresh object. */
export function defaultRules(): Rules {
	return {
		tokenErrorStatus: 200,
		accessTokenSeconds: 7_200,
		refreshTokenSeconds: 15_552_000,
		refreshTokenRotation: 'rotate',
		refreshedAccessToken: 'new',
		refreshLifeRestarts: true,
		rotationGraceMs: 0,
		refreshReuseRevokesGrant: false,
		acceptTokenParametersInQuery: false,
		formCharset: 'refused',
		acceptBasicClientAuthentication: false,
		authorizationCodeMs: 5 * 60_000,
		authorizationCodeSingleUse: true,
		desktopPkce: 'required',
		webPkce: 'whenGiven',
		disableAutoAuthDefault: 0,
		disableAutoAuth: 'heeded',
		unapprovedScopeCulprit: 'client_key',
		authorizeFaults: 'page',
		revokeKillsRefreshToken: true,
		revokeDeadToken: 'ok',
		revokeBody: '{}',

		dataOnError: 'byCode',
		invalidParamCode: 'invalid_params',
		malformedAuthorization: 'invalid_params',
		requireJsonContentType: true,

		missingFieldScope: 'scope_not_authorized',
		profileWebLink: true,

		missingPrivacyLevel: 'invalid_params',
		unofferedPrivacyLevel: 'invalid_params',
		brandTogglesRequired: false,
		acceptPostModeWithSpace: false,
		photoAigcPosition: 'topLevel',
		refusePhotoDuetStitch: false,
		coverOfPrivatePosts: 'firstFrame',
		coverBeyondEnd: 'firstFrame',
		textUnit: 'utf16',
		chunkBounds: 'lenient',
		maxVideoBytes: 4_294_967_296,
		unauditedLevelCode: 'unaudited_client_can_only_post_to_private_accounts',

		uploadHosts: ['open-upload.tiktokapis.com'],
		uploadPath: '/video/',
		uploadUrlMs: 3_600_000,
		uploadAnswerRange: 'count',
		repeatedChunk: 416,
		expiredUpload: 'processing',

		verificationFileName: 'tiktok<token>.txt',
		verificationContent: 'line',
		verificationCompares: 'bytes',

		pullHead: 'none',
		pullRange: 'none',
		pullAttempts: 1,
		pullRetryMs: 60_000,
		pullCopies: 1,
		pullsAtOnce: 1,
		pullDelayMs: 0,
		pullHourFrom: 'init',
		pullBytesPerSecond: Infinity,

		mediaChecks: true,
		apiMaxDurationSeconds: Infinity,
		photo1080p: 'shortSide',

		postIdForm: 'numbers',
		emptyPostIdList: false,
		postIdsOfDrafts: true,
		bytesWhenComplete: false,
		publishIdVisibleAfterMs: 0,
		publishIdRetentionMs: Infinity,
		pullPublishIdPrefix: 'v_pub_url~v2-1.',
		cancelFileUpload: 'publish_not_cancellable',
		cancelWhileProcessing: 'ignored',

		listIncludesPhotos: false,
		queryForeignId: 'omitted',
		missingFields: 'invalid_params',
		queryAnswersCursor: false,
		listPages: 'full',
		cursorGrain: 'second',

		rateLimits: true,
		initPerMinute: 6,
		creatorInfoPerMinute: 20,
		statusPerMinute: 30,
		displayPerMinute: 600,
		cancelPerMinute: Infinity,
		initLimitShared: false,
		refreshKeepsBucket: false,
		displayLimitPer: 'token',
		refusedCallsCount: false,
		postsPerCreatorPerDay: 15,
		pendingDraftsPerDay: 5,
		pendingDraftsFrom: 'init',
		postingUsersPerUnauditedApp: 5,
		dailyWindow: 'sliding',

		...defaultWebhookRules(),
	};
}
