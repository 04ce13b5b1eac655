/** Rows as a table of Markdown. */
export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
	return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
