/** A text of TikTok's, and the code with which it comes. */
export interface TikTokText {
	text: string;
	code: string;
}

/** TikTok's own words where its pages have them, or users have reported them. */
export const tikTokTexts: readonly TikTokText[] = [
	{ text: 'Authorization code is expired.', code: 'invalid_grant' },
	{ text: 'Client secret is missed in request.', code: 'invalid_request' },
	{ text: 'Code verifier or code challenge is invalid.', code: 'invalid_request' },
	{ text: 'Invalid authorization header. Please check the format.', code: 'invalid_params' },
	{ text: 'Invalid media_type or post_mode', code: 'invalid_params' },
	{
		text: 'Please review our integration guidelines at https://developers.tiktok.com/doc/content-sharing-guidelines/',
		code: 'unaudited_client_can_only_post_to_private_accounts',
	},
	{
		text: 'Please review our URL ownership verification rules at https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide/#pull_from_url',
		code: 'url_ownership_unverified',
	},
	{
		text: 'Redirect_uri is not matched with the uri when requesting code.',
		code: 'invalid_request',
	},
	{ text: 'The chunk size is invalid', code: 'invalid_params' },
	{ text: 'The request parameters are malformed.', code: 'invalid_request' },
	{ text: 'The request post info is empty or incorrect', code: 'invalid_params' },
	{ text: 'The request source info is empty or incorrect', code: 'invalid_params' },
	{ text: 'The total chunk count is invalid', code: 'invalid_params' },
	{
		text: 'The user did not authorize the scope required for completing this request.',
		code: 'scope_not_authorized',
	},
];

/** What TikTok's connect page shows when it refuses before n8n hears of it, as users have reported. */
export const connectPage: ReadonlyArray<{ shows: string; meaning: string; wayOut: string }> = [
	{
		shows: 'client_key',
		meaning:
			'The Client Key is wrong, or of the sandbox where production is meant (or the other way round); or the app lacks Login Kit or one of the permissions that the credential asks for, or they are not approved yet.',
		wayOut:
			'Copy Client Key and Client Secret again, both from the same place (sandbox keys begin with `sb`). In the credential leave only those permissions switched on that the app has.',
	},
	{
		shows: 'redirect_uri',
		meaning:
			'The address in the portal is not exactly the OAuth Redirect URL of the credential, or it is entered under another platform.',
		wayOut:
			'Copy it again, to the last slash, and check ‘Platform of Your TikTok App’. Sandbox and production keep separate lists.',
	},
	{
		shows: 'scope',
		meaning: 'The credential asks for a permission that the app does not have.',
		wayOut: 'Switch it off in the credential, or add it to the app.',
	},
	{
		shows: 'code_challenge',
		meaning:
			'The address is registered under Desktop, and the credential is set to Web. Some have seen it with https addresses too, where TikTok’s documentation does not ask for it.',
		wayOut:
			'Set ‘Platform of Your TikTok App’ to Desktop, save and connect again: the credential then sends what TikTok asks for.',
	},
	{
		shows: 'non_sandbox_target',
		meaning: 'The app is a sandbox, and this TikTok account is not one of its target users.',
		wayOut: 'Add the account under the sandbox’s target users. It can take an hour to appear.',
	},
	{
		shows: 'HTTP ERROR 431',
		meaning: 'The browser has collected more cookies of tiktok.com than TikTok takes.',
		wayOut:
			'Open n8n in a private window, log in there and press Connect. Or delete the cookies of tiktok.com.',
	},
];
