/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from '@jest/globals';

const path = join(__dirname, '../../docs/fault-table.md');

const begin = (name: string) => `<!-- ${name} -->\n`;
const end = (name: string) => `<!-- end of ${name} -->\n`;

/** Whether the page is written anew, rather than compared. */
export const isWriting = process.env.FAULT_TABLE === 'write';

/** The names of a page's sections, in order. */
export function sectionsOf(page: string): string[] {
	return [...page.matchAll(/^<!-- end of (.+) -->$/gm)].map(([, name]) => name);
}

export const readPage = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Prints a section of the page, and expects it to be there as it is; writes it where that is wanted. */
export function tell(name: string, text: string): void {
	process.stdout.write(`\n${text}\n`);
	const page = readPage();
	const [from, to] = [page.indexOf(begin(name)), page.indexOf(end(name))];
	const there = from < 0 ? undefined : page.slice(from + begin(name).length, to);
	if (!isWriting) {
		expect(there).toBe(text);
		return;
	}
	const section = `${begin(name)}${text}${end(name)}`;
	writeFileSync(path, from < 0 ? `${page}${page === '' ? '' : '\n'}${section}` : page.slice(0, from) + section + page.slice(to + end(name).length));
}

/** Rows as a table of Markdown. */
export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
	return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
