import { expect, test } from '@jest/globals';

import type { Rules } from '../index';
import { Fixture } from './fixture';

const asked: Array<keyof Rules> = [];
const fixture = new Fixture({ onRule: (rule) => asked.push(rule) });

test('it is told which rules decide something', async () => {
	const { token } = fixture.connect();
	expect(asked).toEqual(expect.arrayContaining(['accessTokenSeconds', 'refreshTokenSeconds']));
	asked.length = 0;
	await fixture.client.api('/v2/post/publish/creator_info/query/', token);
	expect(asked).toContain('creatorInfoPerMinute');
	expect(asked).not.toContain('initPerMinute');
	// A rule that is turned is not one that is looked up.
	asked.length = 0;
	fixture.simulator.rules.initPerMinute = 1;
	expect(asked).toEqual([]);
	expect(fixture.simulator.rules.initPerMinute).toBe(1);
});
