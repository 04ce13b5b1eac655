import { beforeAll, describe, expect, test } from '@jest/globals';
import { DataDeduplicationService } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { ListStore } from '../harness/deduplication';
import { useEngine, useSkippedTime } from '../harness/setUps';
import { sampleVideo } from '../simulator';

useSkippedTime();
const engine = useEngine({ rules: { pendingDraftsPerDay: Infinity } });
beforeAll(async () => await DataDeduplicationService.init(new ListStore()));

async function hintsOf(parameters: INodeParameters) {
	const { hints, error } = await engine.run(
		{ resource: 'video', ...parameters },
		{ items: [await engine.item(sampleVideo())] },
	);
	expect(error).toBeUndefined();
	return hints;
}

const post = { operation: 'directPost', privacyLevel: 'SELF_ONLY' };
const info = (message: string) => [
	{ type: 'info', location: 'outputPane', message: expect.stringContaining(message) },
];

describe('what n8n shows on the node', () => {
	test('a draft is not public', async () => {
		expect(await hintsOf({ operation: 'uploadDraft' })).toEqual(
			info('nothing is public until its owner opens it there and posts it'),
		);
	});

	test('a post that not everyone sees has no link', async () => {
		expect(await hintsOf(post)).toEqual(info('published, without a link'));
		expect(await hintsOf({ ...post, privacyLevel: 'PUBLIC_TO_EVERYONE' })).toEqual([]);
	});

	test('a post that TikTok still works on', async () => {
		expect(await hintsOf({ ...post, options: { waitForCompletion: false } })).toEqual(
			info('TikTok is still working on the post'),
		);
	});

	test('an item that is skipped', async () => {
		const options = { postOnceKey: 'hint' };
		await hintsOf({ ...post, options });
		expect(await hintsOf({ ...post, options })).toEqual(
			info('This run has not posted it. An item with this Post Once Key was posted before.'),
		);
	});
});
