/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- a program of its own */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

import { runCommand } from '../../test/rig/command';
import { RigError } from '../../test/rig/rigError';
import { Screen } from '../demo/screen';
import { assertLoopback } from './connect';
import { converse } from './conversation';
import { HELP, readOptions, type Options } from './options';
import { changesBy } from './report/read';
import { TerminalPerson } from './terminal/person';
import { httpTransport } from './transport';

async function main(options: Options): Promise<void> {
	const screen = new Screen();
	if (options.read !== undefined) return screen.line(read(options.read));
	assertLoopback(options.redirectUri);
	const person = new TerminalPerson((text) => screen.line(text));
	const time = {
		now: () => Date.now(),
		sleep: async (ms: number, enough?: AbortSignal) =>
			await setTimeout(ms, undefined, { signal: enough }).catch(() => {}),
	};
	try {
		await converse(options, { transport: httpTransport(), time, person, screen }, writeFileSync);
	} finally {
		person.close();
	}
}

function read(file: string): string {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new RigError(`${file} cannot be read.`);
	}
	const changes = changesBy(text);
	if (changes === undefined)
		throw new RigError(`${file} is not a report of this program (the .json, not the .md).`);
	return changes;
}

void runCommand(async () => {
	const options = readOptions(process.argv.slice(2), process.env);
	if (options === undefined) process.stdout.write(`${HELP}\n`);
	else await main(options);
});
