import type { Message } from './messages';

/** `error` of the token endpoint: https://developers.tiktok.com/doc/oauth-error-handling */
export const tokenErrors: Record<string, Message> = {
	access_denied: {
		in: 'tokenErrors',
		happened: ['did not allow the connection'],
		wayOut: ['Connect again', 'sandbox', 'target users'],
		docs: 'oauth-error-handling',
		cause: 'credential-invalid',
	},
	invalid_client: {
		in: 'tokenErrors',
		happened: ['Client Key or Client Secret'],
		wayOut: [
			'Copy both again',
			'developer portal',
			'sandbox and production',
			'connect the account again (button at the top)',
		],
		docs: 'oauth-error-handling',
		cause: 'credential-invalid',
	},
	invalid_grant: {
		in: 'tokenErrors',
		happened: ['connection of this credential to TikTok has ended'],
		wayOut: [
			'refresh token',
			'removed in the TikTok app',
			'a copy of this n8n (a clone, a restored backup)',
			'connect the account again',
		],
		docs: 'oauth-error-handling',
		cause: 'credential-invalid',
	},
	invalid_request: {
		in: 'tokenErrors',
		happened: ['could not make sense of the connection’s token request'],
		wayOut: ['redirect URL', '‘Platform of Your TikTok App’', 'connect the account again'],
		docs: 'oauth-error-handling',
		cause: 'credential-invalid',
	},
	invalid_scope: {
		in: 'tokenErrors',
		happened: ['does not know one of the permissions'],
		wayOut: ['only those permissions', 'that your TikTok app has', 'connect again'],
		docs: 'tiktok-api-scopes',
		cause: 'credential-invalid',
	},
	unauthorized_client: {
		in: 'tokenErrors',
		happened: ['does not let this app connect accounts'],
		wayOut: ['Login Kit', 'approved', 'connect again'],
		docs: 'oauth-error-handling',
		cause: 'credential-invalid',
	},
	unsupported_grant_type: {
		in: 'tokenErrors',
		happened: ['did not accept the kind of token request'],
		wayOut: ['connect the account again', 'report it', 'log_id'],
		docs: 'oauth-error-handling',
		cause: 'node-defect',
	},
	unsupported_response_type: {
		in: 'tokenErrors',
		happened: ['did not accept the kind of authorization request'],
		wayOut: ['connect the account again', 'report it', 'log_id'],
		docs: 'oauth-error-handling',
		cause: 'node-defect',
	},
	server_error: {
		in: 'tokenErrors',
		happened: ['login service reports an internal fault'],
		wayOut: ['again in a few minutes', 'connection itself is kept'],
		docs: 'oauth-error-handling',
		cause: 'temporarily-unavailable',
	},
	temporarily_unavailable: {
		in: 'tokenErrors',
		happened: ['login service is not available at the moment'],
		wayOut: ['again in a few minutes', 'connection itself is kept'],
		docs: 'oauth-error-handling',
		cause: 'temporarily-unavailable',
	},
};

/** An upload that broke off may go on, or have arrived. */
const checkFirst = [
	'Publish → Get Status',
	'before you post again',
	'only if its status is FAILED',
	'PROCESSING_UPLOAD',
	'fewer uploaded_bytes than the file has',
];

/** Statuses of the upload server: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export const uploadStatuses: Record<string, Message> = {
	upload_malformed: {
		in: 'uploadStatuses',
		happened: ['upload server did not accept a part of the file'],
		wayOut: ['Nothing was published', 'Run the workflow again', 'proxy'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	upload_expired: {
		in: 'uploadStatuses',
		happened: ['hour that TikTok gives for an upload is over'],
		wayOut: ['Nothing was published', 'Run the workflow again', 'fast line'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	upload_too_slow: {
		in: 'uploadStatuses',
		happened: ['too slow', 'within the hour'],
		wayOut: ['Nothing was published', 'faster line or a smaller file', 'URL, Pulled by TikTok'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	upload_unknown: {
		in: 'uploadStatuses',
		happened: ['no longer knows this upload'],
		wayOut: ['Nothing was published', 'Run the workflow again'],
		docs: 'content-posting-api-media-transfer-guide',
	},
	upload_outcome_unknown: {
		in: 'uploadStatuses',
		happened: ['not known whether the last bytes of the file had arrived'],
		wayOut: checkFirst,
		docs: 'content-posting-api-media-transfer-guide',
	},
	upload_out_of_step: {
		in: 'uploadStatuses',
		happened: ['could not agree on how much of the file has arrived'],
		wayOut: checkFirst,
		docs: 'content-posting-api-media-transfer-guide',
	},
	upload_unavailable: {
		in: 'uploadStatuses',
		happened: ['did not get through to TikTok’s upload server, even after several attempts'],
		wayOut: checkFirst,
		docs: 'content-posting-api-media-transfer-guide',
		cause: 'temporarily-unavailable',
	},
};

/** What happens between n8n and TikTok without a code of TikTok's. */
export const transportCodes: Record<string, Message> = {
	not_connected: {
		in: 'tokenErrors',
		happened: ['credential is not connected'],
		wayOut: ['Open the credential', 'pencil', 'Connect at the top'],
		docs: 'login-kit-web',
		cause: 'credential-invalid',
	},
	permission_missing: {
		in: 'tokenErrors',
		happened: ['connected without a permission'],
		wayOut: [
			'Switch the permission on',
			'connect the account again',
			'leave it ticked on TikTok’s page',
		],
		docs: 'tiktok-api-scopes',
		cause: 'credential-invalid',
	},
	refresh_refused: {
		in: 'tokenErrors',
		happened: ['did not renew the connection'],
		wayOut: ['again in a few minutes', 'connect the account again'],
		docs: 'oauth-user-access-token-management',
		cause: 'credential-invalid',
	},
	no_answer: {
		in: 'brokenAnswers',
		happened: ['could not be reached'],
		wayOut: ['internet connection', 'proxy', 'open.tiktokapis.com'],
		docs: 'tiktok-api-v2-error-handling',
		cause: 'temporarily-unavailable',
	},
	answer_unreadable: {
		in: 'brokenAnswers',
		happened: ['was not in TikTok’s format'],
		wayOut: ['proxy or firewall', 'again in a few minutes'],
		docs: 'tiktok-api-v2-error-handling',
		cause: 'temporarily-unavailable',
	},
	service_unavailable: {
		in: 'brokenAnswers',
		happened: ['not available at the moment'],
		wayOut: ['again in a few minutes'],
		docs: 'tiktok-api-v2-error-handling',
		cause: 'temporarily-unavailable',
	},
	outcome_unknown: {
		in: 'brokenAnswers',
		happened: ['not known whether the post was started'],
		wayOut: ['in the TikTok app', 'Post again only if', 'nothing is posted twice'],
		docs: 'content-posting-api-reference-direct-post',
	},
	unknown_code: {
		in: 'brokenAnswers',
		happened: ['TikTok refused the request'],
		wayOut: ['does not know this code', 'TikTok’s own words', 'log_id'],
		docs: 'tiktok-api-v2-error-handling',
	},
	unknown_fail_reason: {
		in: 'failReasons',
		happened: ['did not publish the post'],
		wayOut: ['does not know the reason', 'TikTok app'],
		docs: 'content-posting-api-reference-get-video-status',
	},
};
