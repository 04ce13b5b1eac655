import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { isDue } from '../../nodes/TikTok/progress';

test.each([
	[0, 0, false],
	[0, 4_999, false],
	[0, 5_000, true],
	[1_000, 5_999, false],
	[1_000, 6_000, true],
	[9_000, 0, false],
])('after a message at %i ms one at %i ms is due: %p', (lastMs, nowMs, due) => {
	expect(isDue(lastMs, nowMs)).toBe(due);
});

test('however often something happens, two messages are five seconds apart, and none is owed for ten', () => {
	fc.assert(
		fc.property(fc.array(fc.nat({ max: 4_000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
			let [now, last] = [0, 0];
			for (const pause of pauses) {
				now += pause;
				const silence = now - last;
				expect(isDue(last, now)).toBe(silence >= 5_000);
				expect(silence).toBeLessThan(10_000);
				if (isDue(last, now)) last = now;
			}
		}),
	);
});
