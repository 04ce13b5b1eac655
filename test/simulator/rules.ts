import { defaultWebhookRules, type WebhookRules } from './webhooks/webhookRules';

/**
 * Every point on which TikTok's behaviour is unsure, in conflict or switchable, as one mutable object.
 * "T§n" names a section of the API reference, "T§16.n" an item of its list of unsure points.
 * Numbers that the reference states for certain are here only where a test must be able to shrink them.
 */
export interface Rules extends WebhookRules {
	// --- Tokens -----------------------------------------------------------------------------------
	/** HTTP status of refusals of the token and revoke endpoints; `byError` = 401 for `invalid_client`, else 400. T§1.6, T§16.4. */
	tokenErrorStatus: 200 | 400 | 401 | 'byError';
	/** Life of an access token in seconds: 7,200 (newest docs) or 86,400 (older). T§1.4, T§16.1. */
	accessTokenSeconds: number;
	/** Life of a refresh token in seconds: 15,552,000 (newest docs) or 31,536,000 (older). T§1.4, T§16.1. */
	refreshTokenSeconds: number;
	/** `rotate`: a new refresh token each time, the sent one dies at once. `same`: the sent one is returned. `absent`: it goes on, and the answer names none (RFC 6749, section 6). Older pages say that it may differ: https://developers.tiktok.com/doc/oauth-user-access-token-management. */
	refreshTokenRotation: 'rotate' | 'same' | 'absent';
	/** Whether a refresh makes a new access token, or prolongs the one there is and returns it. Not stated. */
	refreshedAccessToken: 'new' | 'same';
	/** Whether the life of the refresh token starts anew at each refresh (sliding) or keeps its horizon. T§16.2. */
	refreshLifeRestarts: boolean;
	/** How long a rotated refresh token still works, in ms. T§16.3. */
	rotationGraceMs: number;
	/** Whether the use of a rotated refresh token kills the whole grant. T§16.3. */
	refreshReuseRevokesGrant: boolean;
	/** Accept the token endpoint's parameters in the query string as well. T§1.4, T§16.5, T§15. */
	acceptTokenParametersInQuery: boolean;
	/** Accept HTTP Basic client authentication at the token endpoint. T§1.4, T§16.5. */
	acceptBasicClientAuthentication: boolean;
	/** Life of an authorization code in ms (third parties: about five minutes). T§1.3, T§16.7. */
	authorizationCodeMs: number;
	/** Whether a code works only once. T§1.3, T§16.7. */
	authorizationCodeSingleUse: boolean;
	/** PKCE on desktop redirects: mandatory with a hex challenge, or not looked at. T§1.1, T§15. */
	desktopPkce: 'required' | 'off';
	/** PKCE on web redirects: checked (as hex) only when a challenge was given, not looked at, or demanded. T§16.6, T§15. */
	webPkce: 'whenGiven' | 'ignored' | 'required';
	/** What an absent `disable_auto_auth` means: 0 skips the consent page for a valid session, 1 always shows it. Not stated on https://developers.tiktok.com/doc/login-kit-web; skipped in https://github.com/tiktok/tiktok-opensdk-android/issues/26. */
	disableAutoAuthDefault: 0 | 1;
	/** Whether TikTok heeds `disable_auto_auth` at all. Documented; a switch, since no capture shows it. */
	disableAutoAuth: 'heeded' | 'ignored';
	/** The culprit that the authorize page names for a scope which the app lacks. T§1.7, T§16.8. */
	unapprovedScopeCulprit: 'client_key' | 'scope';
	/** Where configuration faults are told: on TikTok's own page, or at the redirect URI with `error_type`. T§1.3, T§16.8. */
	authorizeFaults: 'page' | 'redirect';
	/** Whether a revoke also kills the refresh token. T§1.5, T§16.9. */
	revokeKillsRefreshToken: boolean;
	/** The answer to the revocation of a token that is already dead or unknown. T§16.9. */
	revokeDeadToken: 'ok' | 'invalid_grant';
	/** Body of a successful revoke. T§1.5. */
	revokeBody: '{}' | '';

	// --- Envelope ---------------------------------------------------------------------------------
	/** `data` of a refusal: absent for posting endpoints and `{}` for display ones, or the same everywhere. T§0.4, T§15. */
	dataOnError: 'byEndpoint' | 'absent' | 'empty';
	/** The code of a bad parameter. T§4.4, T§16.12. */
	invalidParamCode: 'invalid_params' | 'invalid_param';
	/** The answer to an `Authorization` header that is not "Bearer <token>". T§4.5 (weak evidence). */
	malformedAuthorization: 'invalid_params' | 'access_token_invalid';
	/** Refuse a JSON body that is not declared as `application/json`. T§0.4. */
	requireJsonContentType: boolean;

	// --- User info --------------------------------------------------------------------------------
	/** The refusal for a field outside the granted scopes: 401 (seen) or 400 (documented). T§2, T§16.10. */
	missingFieldScope: 'scope_not_authorized' | 'scope_permission_missed';
	/** Whether `profile_web_link` exists. T§2, T§16.11. */
	profileWebLink: boolean;

	// --- Post parameters --------------------------------------------------------------------------
	/** The refusal for an absent `privacy_level`: 403 mismatch (docs) or 400 (like empty and invalid values). T§16.13. */
	missingPrivacyLevel: 'privacy_level_option_mismatch' | 'invalid_params';
	/** Refuse a direct post without the two brand toggles. T§4.1, T§16.14. */
	brandTogglesRequired: boolean;
	/** Accept "DIRECT POST" with a space. T§6, T§16.15. */
	acceptPostModeWithSpace: boolean;
	/** Where a photo's `is_aigc` is read. T§6, T§16.16. */
	photoAigcPosition: 'topLevel' | 'postInfo' | 'either';
	/** Refuse `disable_duet` and `disable_stitch` on photos. T§16.17. */
	refusePhotoDuetStitch: boolean;
	/** The unit in which texts are counted. T§4.1, T§16.18. */
	textUnit: 'utf16' | 'codePoints';
	/** The reading of MB in the chunk rules. T§7.1, T§15, T§16.19. */
	chunkBounds: 'lenient' | 'decimal' | 'binary';
	/** The largest video in bytes (4 GB). T§7.4. */
	maxVideoBytes: number;
	/** The refusal for an unaudited app that asks for another level than `SELF_ONLY` on a private account. T§16.38. */
	unauditedLevelCode:
		| 'unaudited_client_can_only_post_to_private_accounts'
		| 'privacy_level_option_mismatch';

	// --- Upload -----------------------------------------------------------------------------------
	/** Hosts of upload URLs, given out in turn: TikTok uses several, one of them under another domain than all documentation. T§0.3. */
	uploadHosts: string[];
	/** Path of upload URLs. T§0.3. */
	uploadPath: '/video/' | '/upload/' | '/upload';
	/** Life of an upload URL in ms. T§4.3. */
	uploadUrlMs: number;
	/** The second number of `Content-Range: bytes 0-n/total` in answers: the count of bytes or the last index. T§7.2, T§16.20. */
	uploadAnswerRange: 'count' | 'lastIndex';
	/** The answer to a chunk that TikTok already has. T§7.2, T§16.21. */
	repeatedChunk: 416 | 'accepted';
	/** What status/fetch says once an upload URL has expired: nothing changes, or the task fails with `internal`. T§16.22. */
	expiredUpload: 'processing' | 'failed';

	// --- Media ------------------------------------------------------------------------------------
	/** Look into what arrives (container, duration, dimensions, frame rate) and fail the task by T§7.4; off = any bytes are a video. */
	mediaChecks: boolean;
	/** An upper bound of the duration over all creators in seconds ("10 minutes through the API"); Infinity = the creator's own. T§7.4, T§16.24. */
	apiMaxDurationSeconds: number;
	/** The reading of "1080p" for photos. T§7.4, T§16.23. */
	photo1080p: 'off' | 'shortSide' | 'longSide';

	// --- Status and cancel ------------------------------------------------------------------------
	/** The shape of `publicaly_available_post_id`. T§8, T§15, T§16.29. */
	postIdForm: 'numbers' | 'strings' | 'scalar';
	/** Send `[]` where no post is public, instead of leaving the field out. T§8, T§15, T§16.29. */
	emptyPostIdList: boolean;
	/** Keep the byte counts in the answer after PUBLISH_COMPLETE (a capture shows them left out). T§8. */
	bytesWhenComplete: boolean;
	/** How long after init a publish id is still unknown to status and cancel, in ms. T§8 (weak evidence). */
	publishIdVisibleAfterMs: number;
	/** How long a publish id stays queryable, in ms. T§16.28. */
	publishIdRetentionMs: number;
	/** The publish id prefix of a direct post by URL. T§8, T§16.30. */
	pullPublishIdPrefix: 'v_pub_url~v2-1.' | 'v_pub_url~v2.';
	/** Cancel of a file upload that is still under way. T§9, T§16.34. */
	cancelFileUpload: 'publish_not_cancellable' | 'cancels' | 'ignored';
	/** Cancel once everything arrived and TikTok processes: accepted without effect, or refused. T§9. */
	cancelWhileProcessing: 'ignored' | 'publish_not_cancellable';

	// --- Videos -----------------------------------------------------------------------------------
	/** Whether photo posts appear in list and query. T§16.35. */
	listIncludesPhotos: boolean;
	/** The answer of query to an id that is foreign, private or deleted. T§10.2, T§16.36. */
	queryForeignId: 'omitted' | 'invalid_params';
	/** The answer of list and query without `fields`. T§16.37. */
	missingFields: 'invalid_params' | 'idOnly';
	/** Whether query also answers `cursor: 0` and `has_more: false`. T§10.2. */
	queryAnswersCursor: boolean;
	/** Whether pages are cut before or after what is not public is left out: cut before, a page can be short or empty with `has_more`. T§16.35. */
	listPages: 'full' | 'cutBeforeFilter';
	/** The grain of cursors: whole seconds, as `create_time` has, or milliseconds. T§10.1. */
	cursorGrain: 'second' | 'millisecond';

	// --- Limits -----------------------------------------------------------------------------------
	/** Sliding-minute limits on or off. T§12.2, T§15. */
	rateLimits: boolean;
	/** Calls per minute of each init endpoint. T§12.2. */
	initPerMinute: number;
	/** Calls per minute of creator_info. T§12.2. */
	creatorInfoPerMinute: number;
	/** Calls per minute of status/fetch. T§12.2. */
	statusPerMinute: number;
	/** Calls per minute of user info, list and query each; 429 was seen after about 36 in a row. T§10.3, T§12.2. */
	displayPerMinute: number;
	/** Cancel has no stated limit. T§9. */
	cancelPerMinute: number;
	/** Whether the three init endpoints share one bucket. T§16.26. */
	initLimitShared: boolean;
	/** Whether a refreshed access token keeps the bucket of the one before. T§16.26. */
	refreshKeepsBucket: boolean;
	/** Whether the 600 a minute are counted per user token or per app. T§16.27. */
	displayLimitPer: 'token' | 'app';
	/** Whether a call that got 429 counts too. Not stated. */
	refusedCallsCount: boolean;
	/** Direct posts per creator and 24 h over all apps ("about 15"). T§12.3, T§16.25. */
	postsPerCreatorPerDay: number;
	/** Pending drafts per creator and 24 h. T§12.3. */
	pendingDraftsPerDay: number;
	/** From when a draft counts as pending: its init, or its arrival in the inbox. T§5, compare T§16.34. */
	pendingDraftsFrom: 'init' | 'inbox';
	/** Distinct posting users of an unaudited app per 24 h. T§12.3. */
	postingUsersPerUnauditedApp: number;
	/** The daily window: the last 24 h, or the day in UTC. T§16.25. */
	dailyWindow: 'sliding' | 'utcDay';
}

/** The defaults of T§15. Each call gives a fresh object. */
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

		dataOnError: 'byEndpoint',
		invalidParamCode: 'invalid_params',
		malformedAuthorization: 'invalid_params',
		requireJsonContentType: true,

		missingFieldScope: 'scope_not_authorized',
		profileWebLink: true,

		missingPrivacyLevel: 'privacy_level_option_mismatch',
		brandTogglesRequired: false,
		acceptPostModeWithSpace: false,
		photoAigcPosition: 'topLevel',
		refusePhotoDuetStitch: false,
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

		mediaChecks: true,
		apiMaxDurationSeconds: Infinity,
		photo1080p: 'off',

		postIdForm: 'numbers',
		emptyPostIdList: false,
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
