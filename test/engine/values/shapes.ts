/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test program, not a node */
import { createRequire } from 'node:module';

// n8n's own copy, whose class expressions such as `$now` give.
const { DateTime } = createRequire(require.resolve('n8n-workflow'))('luxon') as {
	DateTime: { fromISO(text: string, options: { zone: string }): object };
};

const long = 'x'.repeat(5000);

/**
 * The values that expressions give when sheets, tables, models and other nodes make them: what each is called here, the
 * value, and how a message names it that refuses it.
 */
const rows = [
	['undefined', undefined, 'is empty'],
	['null', null, 'is empty'],
	['empty text', '', 'is empty'],
	['a space', ' ', 'is empty'],
	['spaces that do not show', '\u00a0\u200b\r\n', 'is empty'],
	['[]', [], 'is empty'],
	['[""]', [''], 'is empty'],
	['0', 0, 'holds the number 0'],
	['1', 1, 'holds the number 1'],
	['-1', -1, 'holds the number -1'],
	['1.5', 1.5, 'holds the number 1.5'],
	['NaN', NaN, 'holds NaN, which is not a number'],
	['Infinity', Infinity, 'holds the number Infinity'],
	['7n', 7n, 'holds the number 7'],
	['true', true, 'holds true'],
	['false', false, 'holds false'],
	['"0"', '0', 'holds the text ‘0’'],
	['" 1 "', ' 1 ', 'holds the text ‘1’'],
	['"1.0"', '1.0', 'holds the text ‘1.0’'],
	['"１"', '１', 'holds the text ‘１’'],
	['"1,000"', '1,000', 'holds the text ‘1,000’'],
	['"TRUE"', 'TRUE', 'holds the text ‘TRUE’'],
	['"False\\r\\n"', 'False\r\n', 'holds the text ‘False’'],
	['"yes"', 'yes', 'holds the text ‘yes’'],
	['"off"', 'off', 'holds the text ‘off’'],
	['"null"', 'null', 'holds the text ‘null’'],
	['"x"', 'x', 'holds the text ‘x’'],
	['["x"]', ['x'], 'holds the text ‘x’'],
	['[["1"]]', [['1']], 'holds the text ‘1’'],
	['["x","y"]', ['x', 'y'], 'holds a list of 2 entries'],
	['{}', {}, 'holds an empty object'],
	['an object', { a: 1, b: 'secret' }, 'holds an object with the keys a, b'],
	['a large object', { a: 1, b: 2, c: 3, d: 4, e: 5 }, 'the keys a, b, c, d and 1 more'],
	['JSON of ["1"]', '["1"]', 'holds the text ‘1’'],
	['JSON of ["x","y"]', ' ["x","y"]\n', 'holds a list of 2 entries'],
	['JSON of an object', '{"a":1,"b":"secret"}', 'holds an object with the keys a, b'],
	['JSON of a text', '"1"', 'holds the text ‘1’'],
	['an object in text', '[object Object]', 'holds an object that was put into text'],
	['a Date', new Date(Date.UTC(2026, 10, 22)), 'holds a date'],
	['a broken Date', new Date(NaN), 'holds a date'],
	['a DateTime', DateTime.fromISO('2026-11-22T00:00:00Z', { zone: 'utc' }), 'holds a date'],
	['bytes', Buffer.from('secret'), 'holds the bytes of a file'],
	['a long text', long, `holds the text ‘${'x'.repeat(60)}…’`],
	['half an emoji', 'x\ud83c', 'holds the text ‘x’'],
	['Windows lines', 'x\r\ny', 'holds the text ‘x y’'],
	['a NUL', 'x\0y', 'holds the text ‘xy’'],
	['a byte order mark', '\ufeffx', 'holds the text ‘x’'],
	['zero-width spaces', '\u200bx\u200b', 'holds the text ‘x’'],
	['non-breaking spaces', '\u00a0x\u00a0', 'holds the text ‘x’'],
	['a direction mark', '\u200fx', 'holds the text ‘x’'],
] as const;

export type Shape = (typeof rows)[number][0];

export const shapes: ReadonlyArray<readonly [Shape, unknown, string]> = rows;

/** Shapes that are nothing. */
export const nothing = [
	'undefined',
	'null',
	'empty text',
	'a space',
	'spaces that do not show',
	'[]',
	'[""]',
] as const satisfies Shape[];

/** A good value in everything that may lie round it. */
export const wrappings: ReadonlyArray<readonly [string, (good: string) => unknown]> = [
	['as it is', (good) => good],
	['a list', (good) => [good]],
	['a list in a list', (good) => [[good]]],
	['JSON of a list', (good) => JSON.stringify([good])],
	['JSON of a text', (good) => JSON.stringify(good)],
	['JSON with escaped slashes', (good) => `["${good.replaceAll('/', '\\/')}"]`],
	['quotes', (good) => `'${good}'`],
	['typographic quotes', (good) => `“${good}”`],
	['backticks', (good) => `\`${good}\``],
	['angle brackets', (good) => `<${good}>`],
	['a line break of Windows', (good) => `${good}\r\n`],
	['a byte order mark', (good) => `\ufeff${good}`],
	['zero-width spaces', (good) => `\u200b${good}\u200b`],
	['non-breaking spaces', (good) => `\u00a0${good}\u00a0`],
	['direction marks', (good) => `\u202a${good}\u202c`],
	['a NUL', (good) => `${good}\0`],
	['half an emoji', (good) => `${good}\ud83c`],
];
