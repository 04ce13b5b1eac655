/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from '@jest/globals';

import { sectionNames } from './introduction';

export { table } from '../harness/markdown';

const path = join(__dirname, '../../docs/fault-table.md');

const begin = (name: string) => `<!-- ${name} -->\n`;
const end = (name: string) => `<!-- end of ${name} -->\n`;

/** Whether the page is written anew, rather than compared. */
const isWriting = process.env.FAULT_TABLE === 'write';

const readPage = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** A section of the page; undefined where it has none of the name. */
function sectionOf(page: string, name: string): string | undefined {
	const [from, to] = [page.indexOf(begin(name)), page.indexOf(end(name))];
	return from < 0 || to < 0 ? undefined : page.slice(from + begin(name).length, to);
}

/** Prints a section of the page, and expects it to be there as it is; writes it where that is wanted. */
export function tell(name: string, text: string): void {
	process.stdout.write(`\n${text}\n`);
	if (isWriting) writeSection(name, text);
	else expect(sectionOf(readPage(), name)).toBe(text);
}

/** Two test files may write at once: whoever has the lock goes first. */
function writeSection(name: string, text: string): void {
	const lock = `${path}.lock`;
	for (let isMine = false; !isMine; ) {
		try {
			mkdirSync(lock);
			isMine = true;
		} catch {
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
		}
	}
	try {
		const page = readPage();
		const sections = sectionNames.map(
			(one) => [one, one === name ? text : sectionOf(page, one)] as const,
		);
		const told = sections.flatMap(([one, section]) =>
			section === undefined ? [] : [`${begin(one)}${section}${end(one)}`],
		);
		writeFileSync(path, told.join('\n'));
	} finally {
		rmdirSync(lock);
	}
}

/** Expects the page to hold sections in their order, and nothing else. */
export function expectNothingElse(): void {
	if (isWriting) return;
	const page = readPage();
	const present = sectionNames.filter((name) => sectionOf(page, name) !== undefined);
	expect(page).toBe(
		present.map((name) => `${begin(name)}${sectionOf(page, name)}${end(name)}`).join('\n'),
	);
}

/** Expects the page to have all sections. */
export function expectAllSections(): void {
	if (isWriting) return;
	const page = readPage();
	expect(sectionNames.filter((name) => sectionOf(page, name) === undefined)).toEqual([]);
}
