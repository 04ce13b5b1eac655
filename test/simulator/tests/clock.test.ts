import { afterEach, expect, test } from '@jest/globals';

import { Clock } from '../clock';
import { newLongId } from '../identifiers';
import { writeJson } from '../json';
import { pause } from './origin';

const clock = new Clock();

afterEach(() => clock.reset());

test('what falls due during an advance happens in order, each at its own time', () => {
	const start = clock.now();
	const received: [string, number][] = [];
	const hear = (name: string) => (): void =>
		void received.push([name, Math.round((clock.now() - start) / 1000)]);
	clock.after(20_000, hear('b'));
	clock.after(10_000, () => {
		hear('a')();
		clock.after(5_000, hear('a2'));
	});
	clock.after(30_000, hear('c'))();
	clock.after(40_000, hear('d'));
	clock.advance(35_000);
	expect(received).toEqual([
		['a', 10],
		['a2', 15],
		['b', 20],
	]);
	clock.advance(5_000);
	expect(received.at(-1)).toEqual(['d', 40]);
});

test('alarms ring in real time too, and waits of years do not ring early', async () => {
	let rung = 0;
	clock.after(30, () => rung++);
	clock.after(1e12, () => (rung += 100));
	await pause(80);
	expect(rung).toBe(1);
});

test('a skew shifts the reading and rings nothing', () => {
	let rung = 0;
	clock.after(10_000, () => rung++);
	const start = clock.now();
	clock.skewMs = 3_600_000;
	clock.after(10_000, () => rung++);
	expect(clock.now() - start).toBeGreaterThanOrEqual(3_600_000);
	clock.advance(9_000);
	expect(rung).toBe(0);
	clock.skewMs = -3_600_000;
	clock.advance(1_000);
	expect(rung).toBe(2);
	expect(clock.now()).toBeLessThan(start);
	clock.reset();
	expect(clock.skewMs).toBe(0);
});

test('long ids have 19 digits and do not survive a double', () => {
	for (let count = 0; count < 200; count++) {
		const id = newLongId(Date.now());
		expect(id).toMatch(/^\d{19}$/);
		expect(String(Number(id)) === id).toBe(false);
		expect(BigInt(Number(id)).toString()).not.toBe(id);
	}
});

test('JSON with plain long numbers', () => {
	const value = {
		a: [1n, '2', null, true, 1.5],
		b: undefined,
		c: { d: 7602997517160123667n },
		'e"': 'ü\n',
	};
	expect(writeJson(value)).toBe(
		'{"a":[1,"2",null,true,1.5],"c":{"d":7602997517160123667},"e\\"":"ü\\n"}',
	);
	expect(writeJson([undefined])).toBe('[null]');
});
