import { RigError } from '../../test/rig/rigError';
import type { Options } from './options';
import { run, textsOf, type Surroundings } from './run';

const INTRODUCTION = `What does TikTok do? The real TikTok, compared with the simulator of this package

TikTok's documentation leaves much open, and this program asks TikTok itself, with your TikTok app and your account.
At the end you see a report, which has no token, address, name or id in it, and decide yourself what becomes of it:
nothing is sent anywhere but to TikTok. What is asked, and why: docs/conformance.md
`;

/**
 * All that is said at the terminal, from the greeting to the files.
 *
 * @param write writes a file into the folder in which the person is
 * @throws RigError for what a person can mend
 */
export async function converse(
	options: Options,
	surroundings: Surroundings,
	write: (file: string, text: string) => void,
): Promise<void> {
	const { person, screen } = surroundings;
	screen.line(INTRODUCTION);
	const key = options.key ?? (await person.enter('Client key of your TikTok app'));
	const secret = options.secret ?? (await person.enter('Its client secret (not shown)', true));
	if (key === '' || secret === '')
		throw new RigError(
			'The client key and the client secret are needed; they stand on your app’s page at https://developers.tiktok.com/apps/.',
		);
	screen.line();
	const report = await run({ ...options, app: { key, secret } }, surroundings);
	if (report === undefined) return screen.line('Nothing was asked.');

	const { page, json } = textsOf(report);
	screen.line(`\nThis is the whole report. For programs:\n\n${json}\nAnd to read:\n\n${page}`);
	const name = `conformance-${report.circumstances.day}`;
	if (!(await person.confirm(`Write it to ${name}.md and ${name}.json in this folder?`, true)))
		return screen.line('Nothing was written.');
	write(`${name}.md`, page);
	write(`${name}.json`, json);
	screen.line(
		`\nWritten. To share what TikTok did, attach ${name}.json to a new issue of the kind “What TikTok did”:\nhttps://github.com/n8n-nodes-tiktok-publisher/n8n-nodes-tiktok-publisher/issues/new/choose`,
	);
}
