import { afterAll, beforeAll, test } from '@jest/globals';

import { Stage } from './stage';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.start()));
afterAll(async () => await stage.stop());

test('try', async () => {
	const ran = await stage.run();
	console.log(ran.shown);
	console.log(ran.page);
	console.log(stage.simulator.calls.length, stage.simulator.refusedHosts);
});
