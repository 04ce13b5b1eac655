/** Journeys are played by groups, each in a file of its own: `groups/<name>.test.ts`. In the order of the page. */
export const groupNames = [
	'accounts',
	'videos',
	'photosAndDrafts',
	'publish',
	'feed',
	'limits',
	'webhooks',
] as const;

export type Group = (typeof groupNames)[number];
