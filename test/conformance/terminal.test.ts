/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { ReadStream, WriteStream } from 'node:tty';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { TerminalPerson } from '../../tools/conformance/terminal/person';

// Somebody at a terminal: keys arrive one by one, Ctrl-C among them.
const CTRL_C = '\u0003';

let keys: PassThrough;
let shown: string;
let person: TerminalPerson;

beforeEach(() => {
	keys = new PassThrough();
	const input = Object.assign(keys, { isTTY: true, setRawMode: () => keys });
	const out = new PassThrough();
	shown = '';
	out.on('data', (piece: Buffer) => (shown += piece.toString('utf8')));
	person = new TerminalPerson(
		(text) => void (shown += `${text}\n`),
		input as unknown as ReadStream, // as far as readline looks
		out as unknown as WriteStream, // likewise
	);
});
afterEach(() => person.close());

test('what is typed is the answer', async () => {
	const answer = person.enter('Client key');
	keys.write('aw1\r');
	expect(await answer).toBe('aw1');
});

test('a secret is not shown', async () => {
	const answer = person.enter('Secret', true);
	keys.write('hush\r');
	expect(await answer).toBe('hush');
	expect(shown).not.toContain('hush');
});

test.each(['confirm', 'choose', 'open'] as const)(
	'Ctrl-C at %s ends what is being asked, once; then questions are answered as before',
	async (kind) => {
		const interrupted = jest.fn();
		person.onInterrupt(interrupted);
		const waiting = {
			confirm: async () => await person.confirm('Go on?'),
			choose: async () => await person.choose('Which?', ['one', 'none of them']),
			open: async () =>
				await person.open('Open', 'https://www.tiktok.com/', new AbortController().signal),
		}[kind]();
		keys.write(CTRL_C);
		expect(await waiting).toBe({ confirm: false, choose: 'none of them', open: undefined }[kind]);
		expect(interrupted).toHaveBeenCalledTimes(1);

		const answer = person.confirm('Write it?');
		keys.write('y\r');
		expect(await answer).toBe(true);
	},
);

test.each([
	['nobody waits for it', 1, undefined],
	['it is the second', 2, () => {}],
])('Ctrl-C ends the program where %s', async (_where, times, handler) => {
	const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
	person.onInterrupt(handler);
	for (let time = 1; time <= times; time++) {
		expect(kill).not.toHaveBeenCalled();
		keys.write(CTRL_C);
		await setImmediate();
	}
	expect(kill.mock.calls).toEqual([[process.pid, 'SIGINT']]);
	kill.mockRestore();
});
