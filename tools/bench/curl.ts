/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the bench is a Node program */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

import { RigError } from '../../test/rig';
import { run } from '../../test/rig/child';
import { headerOf } from './videos';

/** One curl for each part, as TikTok's documentation shows it; or one curl that keeps its connection for all parts. */
export type CurlMode = 'curl' | 'curlOneConnection';

export interface PartFile {
	path: string;
	first: number;
	last: number;
}
export type PartFiles = PartFile[];

export interface CurlTask {
	parts: PartFiles;
	size: number;
	url: string;
	proxyUrl: string;
	caFile: string;
}

/** Makes a file of each part of the video, since curl sends whole files. */
async function cut(
	folder: string,
	size: number,
	parts: Array<[number, number]>,
): Promise<PartFiles> {
	await mkdir(folder, { recursive: true });
	const header = headerOf(size);
	const files = parts.map(([first, last], index) => ({
		path: join(folder, String(index)),
		first,
		last,
	}));
	for (const { path, first, last } of files) {
		const file = await open(path, 'w');
		if (first < header.length) await file.write(header.subarray(first, last + 1));
		await file.truncate(last - first + 1);
		await file.close();
	}
	return files;
}

/** Brings files into the system's cache, so that no way pays for the first reading. */
async function warm(paths: string[]): Promise<void> {
	for (const path of paths) {
		const file = await open(path);
		for await (const piece of file.createReadStream({ highWaterMark: 1024 * 1024 })) void piece;
	}
}

/** @throws RigError when curl is missing or a part is not taken */
async function send(mode: CurlMode, task: CurlTask): Promise<void> {
	const each = task.parts.map((part) => argumentsFor(part, task));
	const calls =
		mode === 'curl'
			? each
			: [each.flatMap((args, index) => (index === 0 ? args : ['--next', ...args]))];
	for (const args of calls) {
		const { code, output } = await run('curl', args);
		if (code !== 0 || !/^(206\n)*(201\n|206\n)$/.test(output))
			throw new RigError(`curl ended with code ${code}: ${output}`);
	}
}

function argumentsFor(
	{ path, first, last }: PartFile,
	{ size, url, proxyUrl, caFile }: CurlTask,
): string[] {
	return [
		...['--silent', '--show-error', '--http1.1', '--proxy', proxyUrl, '--cacert', caFile],
		...['--header', 'Expect:', '--header', 'Content-Type: video/mp4'],
		...['--header', `Content-Range: bytes ${first}-${last}/${size}`],
		...['--write-out', '%{http_code}\\n', '--upload-file', path, url],
	];
}

async function version(): Promise<string> {
	const { code, stdout } = await run('curl', ['--version']).catch(() => ({ code: 1, stdout: '' }));
	if (code !== 0)
		throw new RigError(
			'The benchmark compares with curl, which was not found: install it (apt-get install curl).',
		);
	return stdout.split(' ')[1] ?? '';
}

export const curl = { cut, warm, send, version };
