import type { INodePropertyOptions } from 'n8n-workflow';

import { readChoice } from '../shared/fields/choices';
import { readLines } from '../shared/fields/texts';
import { refusal } from '../shared/fields/values';

/**
 * TikTok's names of the events that have a meaning of their own here, in its own spelling:
 * https://developers.tiktok.com/doc/webhooks-events and https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
export const eventNames = {
	complete: 'post.publish.complete',
	failed: 'post.publish.failed',
	inboxDelivered: 'post.publish.inbox_delivered',
	publiclyAvailable: 'post.publish.publicly_available',
	noLongerAvailable: 'post.publish.no_longer_publicaly_available',
	authorizationRemoved: 'authorization.removed',
	/** Sent by the button Test URL of TikTok's portal. */
	ping: 'tiktok.ping',
} as const;

/** The choice for all events without an entry of their own. */
export const otherEvents = 'other';

/** TikTok's page spells “publicly” in two ways, and nobody has shown which comes: the other spelling of each → the documented one. */
const spellings: Record<string, string> = {
	'post.publish.publicaly_available': eventNames.publiclyAvailable,
	'post.publish.no_longer_publicly_available': eventNames.noLongerAvailable,
};

/** An event's name in its documented spelling. */
export function documentedName(event: string): string {
	return Object.hasOwn(spellings, event) ? spellings[event] : event;
}

/** The entries of ‘Events’. */
export const eventOptions: Array<INodePropertyOptions & { value: string }> = [
	{
		name: 'Authorization Removed',
		value: eventNames.authorizationRemoved,
		description: 'The user or TikTok has ended the connection: connect the account again',
	},
	{
		name: 'Draft in Inbox',
		value: eventNames.inboxDelivered,
		description:
			'The draft has arrived in the inbox of the TikTok app, where the user has to finish it',
	},
	{
		name: 'Other Events',
		value: otherEvents,
		description:
			'Everything else that TikTok sends to the app, such as the events of Video Kit, unchanged',
	},
	{
		name: 'Post Failed',
		value: eventNames.failed,
		description: 'TikTok has given up on the post; the output says why and what to do',
	},
	{
		name: 'Post No Longer Public',
		value: eventNames.noLongerAvailable,
		description: 'A public post was deleted or made private',
	},
	{
		name: 'Post Public',
		value: eventNames.publiclyAvailable,
		description: 'The post is out for everyone, moderation included; the output has its ID',
	},
	{
		name: 'Post Published',
		value: eventNames.complete,
		description:
			'TikTok has published the post, or the user has published the draft (which may happen several times); moderation may still be going on',
	},
];

/**
 * @param value what n8n gives for ‘Events’: a list, or from an expression also a text
 * @returns the values of the entries chosen
 * @throws ParameterError when none is chosen, or one that does not exist
 */
export function readEvents(value: unknown): string[] {
	const rule = { must: 'events', wayOut: 'Choose at least one event from the list.' };
	const chosen = readLines('Events', value, /\s*[,;\n]\s*/, rule);
	if (chosen.length === 0) throw refusal('Events', rule.must, '', rule.wayOut);
	return chosen.map((event) => readChoice('Events', documentedName(event), eventOptions));
}

/** Whether an event passes the choice in ‘Events’. */
export function isChosen(event: string, chosen: string[]): boolean {
	const hasEntry = eventOptions.some(({ value }) => value === event);
	return chosen.includes(hasEntry ? event : otherEvents);
}
