/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- a program of its own */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { runCommand } from '../../test/rig/command';
import { RigError } from '../../test/rig/rigError';
import { Screen } from '../demo/screen';
import { assertLoopback } from './connect';
import { HELP, readOptions, type Options } from './options';
import { changesBy } from './report/read';
import { run, textsOf } from './run';
import { TerminalPerson } from './terminal/person';
import { httpTransport } from './transport';

const INTRODUCTION = `What does TikTok do? A comparison of the real TikTok with the simulator of this package

Answers of TikTok's decide what its documentation leaves open. At the end you see a report, which has no token,
address, name or id in it, and decide yourself whether to send it to the makers of this package: nothing is sent
anywhere but to TikTok. What it asks, and why: docs/conformance.md`;

async function main(options: Options): Promise<void> {
	const screen = new Screen();
	if (options.read !== undefined) return screen.line(read(options.read));
	assertLoopback(options.redirectUri);
	screen.line(`${INTRODUCTION}\n`);
	const person = new TerminalPerson((text) => screen.line(text));
	try {
		const key = options.key ?? (await person.enter('Client key of your TikTok app'));
		const secret = options.secret ?? (await person.enter('Its client secret'));
		if (key === '' || secret === '')
			throw new RigError(
				'The client key and the client secret are needed; they stand on your app’s page at https://developers.tiktok.com/apps/.',
			);
		const time = {
			now: () => Date.now(),
			sleep: async (ms: number) => await new Promise<void>((done) => setTimeout(done, ms)),
		};
		const transport = httpTransport();
		const report = await run(
			{ ...options, app: { key, secret } },
			{ transport, time, person, screen },
		);
		if (report === undefined) return screen.line('Nothing was asked.');
		const { page, json } = textsOf(report);
		screen.line(`\nThis is the whole report:\n\n${page}\nThe same for programs:\n\n${json}`);
		const name = resolve(`conformance-${report.circumstances.day}`);
		if (!(await person.confirm(`Write it to ${name}.md and .json?`, true))) return;
		writeFileSync(`${name}.md`, page);
		writeFileSync(`${name}.json`, json);
		screen.line(
			`\nWritten. If you want to share it, attach ${name}.json to a new issue of the kind “TikTok, seen by the conformance check”.`,
		);
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
