import { newVerificationToken } from '../identifiers';
import type { App } from '../model';
import { ask, describeAnswer } from '../transport/outgoing';
import type { World } from '../world';
import { assertUrlProperty } from './urlProperties';

/** How much of an answer is read, in characters: more than any form of the file has. */
const MAX_ANSWER = 10_000;

/** What the developer portal shows while a URL prefix waits for its verification. */
export interface PrefixVerification {
	app: App;
	/** `https://` + host + path + `/`. */
	prefix: string;
	/** The file that has to be under the prefix. */
	fileName: string;
	/** What has to be in it. */
	content: string;
}

/**
 * Enters a URL prefix at the app's URL properties. It counts once `verifyPrefix` has found the file.
 * The kinds of properties: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide#pull_from_url
 *
 * @throws Error for a prefix that TikTok refuses
 */
export function enterPrefix(world: World, app: App, prefix: string): PrefixVerification {
	if (!prefix.includes('://')) throw new Error(`"${prefix}" is not a URL prefix`);
	assertUrlProperty(prefix);
	const { verificationFileName, verificationContent } = world.rules;
	const token = newVerificationToken();
	const line = `tiktok-developers-site-verification=${token}`;
	return {
		app,
		prefix,
		fileName:
			verificationFileName === 'tiktok<token>.txt'
				? `tiktok${token}.txt`
				: 'tiktok-developers-site-verification.txt',
		content: { line, lineWithBreak: `${line}\n`, token }[verificationContent],
	};
}

/**
 * Presses Verify: fetches the file and, if it is the one that was asked for, adds the prefix to the app's URL properties.
 *
 * @throws Error with what was found instead, in words
 */
export async function verifyPrefix(
	world: World,
	{ app, prefix, fileName, content }: PrefixVerification,
): Promise<void> {
	const address = prefix + fileName;
	const response = await ask(world, address, {
		method: 'GET',
		headers: { 'User-Agent': 'TikTok-Simulator-Verification' },
		signal: world.lifetime,
	});
	if (response.statusCode !== 200) {
		response.destroy();
		throw new Error(describeAnswer(address, response));
	}
	let found = '';
	response.setEncoding('utf8');
	for await (const piece of response as AsyncIterable<string>) {
		// an encoding is set: strings
		found += piece;
		if (found.length > MAX_ANSWER) break;
	}
	const isIt =
		world.rules.verificationCompares === 'bytes'
			? found === content
			: found.trim() === content.trim();
	if (!isIt)
		throw new Error(
			`${address} has ${JSON.stringify(found)} instead of ${JSON.stringify(content)}`,
		);
	if (!app.urlProperties.includes(prefix)) app.urlProperties.push(prefix);
}
