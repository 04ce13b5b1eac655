/** Switches for webhooks; part of `Rules`. What is not stated anywhere has the plainest value as its default. */
export interface WebhookRules {
	/** `post_id` inside `content`: a string (as captured), or an unquoted 64-bit number as in status/fetch. T§8, T§11. */
	webhookPostIdForm: 'string' | 'number';
	/** `publish_type` of direct posts: as captured, or as some code assumes. T§11, T§16.31. */
	webhookDirectType: 'DIRECT_PUBLISH' | 'DIRECT_POST';
	/** The key of the reason of a failure; `reason` is confirmed only by the docs. T§16.31. */
	webhookReasonKey: 'reason' | 'fail_reason';
	/** `documented` writes publicly_available, but no_longer_publicaly_available; the others spell both alike. T§11, T§16.32. */
	webhookSpelling: 'documented' | 'publicly' | 'publicaly';
	/** Whether events of a sandbox are delivered. T§16.33. */
	webhooksOfSandbox: boolean;
	/** Whether posts of a user who removed the app still give events, besides the failure `auth_removed`. Not stated. */
	webhooksAfterRemoval: boolean;
	/** How many `complete` events each post of a draft gives. T§11: "may fire more than once". */
	draftCompleteEvents: number;
	/** Every n-th delivery is made twice; 0 = never, 1 = always. T§11, T§15. */
	webhookDuplicateEvery: number;
	/** How long after the event the first attempt is made, in ms. */
	webhookDelayMs: number;
	/** How many deliveries of one app are under way at once; with 1 they arrive in the order of the events. */
	webhookParallel: number;
	/** How long TikTok waits for the answer, in ms of real time. T§11: "at once". */
	webhookAnswerMs: number;
	/** From the first attempt to the second, in ms of the simulator's clock. Not stated. */
	webhookFirstRetryMs: number;
	/** How much longer each wait is than the one before. T§11: "exponential". */
	webhookRetryFactor: number;
	/** From the first attempt to the last, in ms of the simulator's clock. T§11: 72 hours. */
	webhookRetryForMs: number;
	/** Whether a retry or duplicate is signed anew, or carries the `t` of the first attempt. Not stated. */
	webhookRetrySignature: 'fresh' | 'same';
}

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
