/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test rig: it reads n8n's files */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface Finding {
	/** Relative to the folder searched. */
	file: string;
	/** Index of the text in the list given, so that a message need not repeat a secret. */
	index: number;
}

/**
 * Looks for texts in all files below a folder, binary ones such as SQLite's included, as UTF-8. Program files
 * (`node_modules`) are left out. A text that SQLite has split over two pages is not found: ask n8n for the execution too.
 */
export async function searchFolder(folder: string, texts: readonly string[]): Promise<Finding[]> {
	const findings: Finding[] = [];
	const needles = texts.map((text) => Buffer.from(text));
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		const file = join(entry.parentPath, entry.name);
		if (!entry.isFile() || file.includes('node_modules')) continue;
		for (const index of await searchFile(file, needles)) {
			findings.push({ file: relative(folder, file), index });
		}
	}
	return findings;
}

async function searchFile(file: string, needles: Buffer[]): Promise<number[]> {
	const found = new Set<number>();
	const overlap = Math.max(0, ...needles.map((needle) => needle.length - 1));
	let rest: Buffer = Buffer.alloc(0);
	for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
		const window = Buffer.concat([rest, chunk as Buffer]);
		needles.forEach((needle, index) => {
			if (!found.has(index) && window.includes(needle)) found.add(index);
		});
		rest = window.subarray(Math.max(0, window.length - overlap));
	}
	return [...found];
}
