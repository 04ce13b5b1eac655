/**
 * Switches for webhooks; part of `Rules`. What is not documented has the simplest value as its default.
 *
 * The names in square brackets:
 *
 * [publish status]: https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 * [webhooks overview]: https://developers.tiktok.com/doc/webhooks-overview
 */
export interface WebhookRules {
	/**
	 * `post_id` inside `content`: a string, as in a captured delivery (February 2026), or an unquoted 64-bit number,
	 * as the ids of [publish status].
	 */
	webhookPostIdForm: 'string' | 'number';
	/**
	 * `publish_type` of direct posts: `DIRECT_PUBLISH` in two captured deliveries. [publish status] names only
	 * `INBOX_SHARE`; some public clients assume `DIRECT_POST`.
	 */
	webhookDirectType: 'DIRECT_PUBLISH' | 'DIRECT_POST';
	/** The key for the reason of a failure: `reason` by [publish status]; no capture of such a delivery is known. */
	webhookReasonKey: 'reason' | 'fail_reason';
	/**
	 * `documented` writes publicly_available, but no_longer_publicaly_available, as [publish status] does; the others
	 * spell both alike. No capture of the second is known.
	 */
	webhookSpelling: 'documented' | 'publicly' | 'publicaly';
	/** Whether events of a sandbox are delivered. Not documented. */
	webhooksOfSandbox: boolean;
	/**
	 * Whether posts of a user who has removed the app still have events besides the failure `auth_removed`. Not
	 * documented.
	 */
	webhooksAfterRemoval: boolean;
	/** How many `complete` events each post of a draft has. [publish status] says that there may be more than one. */
	draftCompleteEvents: number;
	/**
	 * Every n-th delivery is made twice; 0 = never, 1 = always. The [webhooks overview] promises delivery at least
	 * once, so repetitions are possible.
	 */
	webhookDuplicateEvery: number;
	/** How long after the event the first attempt is made, in ms. Not documented. */
	webhookDelayMs: number;
	/**
	 * How many deliveries of one app are under way at once; with 1 they arrive in the order of the events. Not
	 * documented.
	 */
	webhookParallel: number;
	/**
	 * How long TikTok waits for the answer, in ms of real time. The [webhooks overview] wants it at once and names no
	 * time.
	 */
	webhookAnswerMs: number;
	/** The time from the first attempt to the second, in ms of the simulator's clock. Not documented. */
	webhookFirstRetryMs: number;
	/**
	 * By how much each wait is longer than the one before. The [webhooks overview] says exponential backoff, without
	 * numbers.
	 */
	webhookRetryFactor: number;
	/**
	 * The time from the first attempt to the last, in ms of the simulator's clock: 72 hours by the
	 * [webhooks overview].
	 */
	webhookRetryForMs: number;
	/** Whether a retry or repetition is signed anew, or carries the `t` of the first attempt. Not documented. */
	webhookRetrySignature: 'fresh' | 'same';
}

/** The defaults; each call gives a fresh object. */
export function defaultWebhookRules(): WebhookRules {
	return {
		webhookPostIdForm: 'string',
		webhookDirectType: 'DIRECT_PUBLISH',
		webhookReasonKey: 'reason',
		webhookSpelling: 'documented',
		webhooksOfSandbox: true,
		webhooksAfterRemoval: false,
		draftCompleteEvents: 1,
		webhookDuplicateEvery: 0,
		webhookDelayMs: 0,
		webhookParallel: 1,
		webhookAnswerMs: 10_000,
		webhookFirstRetryMs: 10_000,
		webhookRetryFactor: 2,
		webhookRetryForMs: 72 * 3_600_000,
		webhookRetrySignature: 'fresh',
	};
}
