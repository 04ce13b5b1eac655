import { expect, test } from '@jest/globals';

import { TikTok } from '../../../nodes/TikTok/TikTok.node';

/** What n8n's node list offers, by resource: https://docs.n8n.io/integrations/creating-nodes/build/reference/ux-guidelines. */
const actions = new TikTok().description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ displayOptions, options = [] }) =>
		options.map((option) => ({
			resource: String(displayOptions?.show?.resource?.[0]),
			name: option.name,
			action: 'action' in option ? (option.action ?? '') : '',
		})),
	);

/** A person says “post” for what is being published. */
const nouns: Record<string, RegExp> = {
	creator: /\bcreator\b/,
	photo: /\bphotos\b/,
	publish: /\bpost\b/,
	user: /\buser\b/,
	video: /\bvideos?\b/,
};

test('are named in n8n’s vocabulary', () => {
	expect(actions.map(({ name, action }) => `${name}: ${action}`)).toEqual([
		'Get: Get creator',
		'Direct Post: Post photos directly',
		'Upload Draft: Upload photos as draft',
		'Cancel: Cancel post',
		'Get Status: Get post status',
		'Wait for Completion: Wait for post completion',
		'Get: Get user profile',
		'Direct Post: Post video directly',
		'Get: Get video',
		'Get Many: Get many videos',
		'Upload Draft: Upload video as draft',
	]);
});

test.each(actions)('$action: sentence case, no articles, says what it acts on', (one) => {
	expect(one.action).toMatch(/^[A-Z][a-z ]+$/);
	expect(one.action).not.toMatch(/\b(a|an|the)\b/i);
	expect(one.action).toMatch(nouns[one.resource]);
});
