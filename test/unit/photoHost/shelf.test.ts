import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import {
	maxShelfBytes,
	putOnShelf,
	removeFromShelf,
	takeFromShelf,
} from '../../../nodes/shared/photoHost/shelf';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	// Everything is over by then.
	jest.advanceTimersByTime(24 * 3_600_000);
	takeFromShelf('');
	jest.useRealTimers();
});

const hour = 3_600_000;
const later = () => Date.now() + hour;

/** A photo of that many bytes; all share their text. */
const photo = (megabytes: number) => text.slice(0, (megabytes * 4_000_000) / 3);
const text = 'A'.repeat((150 * 4_000_000) / 3);

describe('the shelf of photos in memory', () => {
	test('holds what was put there until its time is over', () => {
		expect(putOnShelf('a', 'AAAA', later())).toBe(true);
		expect(takeFromShelf('a')).toEqual({ base64: 'AAAA', size: 3, expiresAt: later() });
		expect(takeFromShelf('b')).toBeUndefined();
		jest.advanceTimersByTime(hour - 1);
		expect(takeFromShelf('a')).toBeDefined();
		jest.advanceTimersByTime(1);
		expect(takeFromShelf('a')).toBeUndefined();
	});

	test('gives out nothing that was removed', () => {
		putOnShelf('a', 'AAAA', later());
		removeFromShelf('a');
		expect(takeFromShelf('a')).toBeUndefined();
	});

	test('a photo put there anew has the later time, and counts once', () => {
		for (let time = 0; time < 10; time++)
			expect(putOnShelf('a', photo(150), later() + time)).toBe(true);
		jest.advanceTimersByTime(hour + 5);
		expect(takeFromShelf('a')).toBeDefined();
	});

	test('has room for so much, and again when a time is over or a photo was removed', () => {
		expect(maxShelfBytes).toBe(400_000_000);
		expect(putOnShelf('a', photo(150), later())).toBe(true);
		expect(putOnShelf('b', photo(150), later() + hour)).toBe(true);
		expect(putOnShelf('c', photo(150), later())).toBe(false);
		expect(takeFromShelf('c')).toBeUndefined();
		expect(putOnShelf('d', photo(99), later() + hour)).toBe(true);
		jest.advanceTimersByTime(hour);
		expect(putOnShelf('c', photo(150), later())).toBe(true);
		expect(putOnShelf('e', photo(3), later())).toBe(false);
		removeFromShelf('b');
		expect(putOnShelf('e', photo(3), later())).toBe(true);
	});
});
