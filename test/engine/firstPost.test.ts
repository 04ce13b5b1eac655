import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { Engine, storeBinariesIn } from '../harness/engine';
import { sampleVideo } from '../simulator';

let engine: Engine;
beforeAll(async () => {
	await storeBinariesIn('file');
	engine = await Engine.start();
});
afterAll(async () => await engine.stop());

test('a video from a binary arrives whole and comes out with its exact id', async () => {
	const items = [await engine.item(sampleVideo())];
	const { json, error } = await engine.run(
		{ resource: 'video', operation: 'directPost', caption: 'Hi', privacyLevel: 'PUBLIC_TO_EVERYONE' },
		{ items },
	);
	expect(error).toBeUndefined();
	console.log(json, engine.simulator.calls.map((c) => `${c.method} ${c.path} ${c.status}`));
});
