/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from '@jest/globals';

const path = join(__dirname, '..', '..', 'docs', 'photo-host.md');

/** A table of docs/photo-host.md. Several suites fill one, each with the rows of its own n8n. */
export class PageTable {
	private readonly rows: Array<{ cells: string[]; told: string[] }> = [];

	/**
	 * @param mark of the two comments around the table
	 * @param key the first cells of this suite's rows, by which they are found on the page
	 */
	constructor(
		private readonly mark: string,
		private readonly key: string[] = [],
	) {}

	/**
	 * @param cells of a row, behind the key
	 * @param told the last cells, such as a duration: not compared
	 */
	enter(cells: string[], told: string[] = []): void {
		this.rows.push({ cells: [...this.key, ...cells], told });
	}

	/** Expects the page to have these rows; `PHOTO_HOST_TABLES=write` writes them, and Prettier lays them out. */
	tell(): void {
		const text = readFileSync(path, 'utf8');
		const [before, table, after] = text.split(`<!-- ${this.mark} -->`);
		const [head, rule, ...lines] = table.trim().split('\n');
		const isOwn = (line: string) => this.key.every((cell, at) => cellsOf(line)[at] === cell);
		const found = this.rows.map(({ cells, told }) => `| ${[...cells, ...told].join(' | ')} |`);
		process.stderr.write(`${[head, ...found].join('\n')}\n`);
		if (process.env.PHOTO_HOST_TABLES === 'write') {
			const all = [head, rule, ...lines.filter((line) => !isOwn(line)), ...found];
			const written = [before, `\n\n${all.join('\n')}\n\n`, after];
			writeFileSync(path, written.join(`<!-- ${this.mark} -->`));
			return;
		}
		const onPage = lines.filter(isOwn).map(cellsOf);
		expect(onPage.map((cells, at) => cells.slice(0, this.rows[at]?.cells.length))).toEqual(
			this.rows.map(({ cells }) => cells),
		);
	}
}

const cellsOf = (line: string): string[] =>
	line
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());
