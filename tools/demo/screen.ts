/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the demo writes to the terminal */
import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';

const REPORT_EVERY_MS = 5_000;

/**
 * What the person sees. On a terminal the line of a running step is rewritten in place; anywhere else (a log, CI) each
 * line stands for itself and nothing but plain text is written.
 */
export class Screen {
	private open = false;

	constructor(private readonly out: WriteStream = process.stdout) {}

	/** Writes whole lines. */
	line(text = ''): void {
		this.settle();
		this.out.write(`${text}\n`);
	}

	/** Lets the state of the last step stand, so that the next one does not overwrite it. */
	settle(): void {
		if (this.open) this.out.write('\n');
		this.open = false;
	}

	/** Writes the state of a running step, in place of its last state where that can be. */
	progress = (text: string): void => {
		if (!this.out.isTTY) {
			this.line(text);
			return;
		}
		cursorTo(this.out, 0);
		clearLine(this.out, 0);
		this.out.write(text.slice(0, (this.out.columns || 80) - 1));
		this.open = true;
	};

	/** Runs a step, telling every five seconds that it is still under way. */
	async step<T>(title: string, work: () => Promise<T>): Promise<T> {
		this.settle();
		const started = Date.now();
		const seconds = () => Math.round((Date.now() - started) / 1000);
		this.progress(`${title}…`);
		const timer = setInterval(() => this.progress(`${title}… ${seconds()} s`), REPORT_EVERY_MS);
		try {
			const result = await work();
			this.progress(`${title}: done in ${seconds()} s`);
			return result;
		} finally {
			clearInterval(timer);
			this.settle();
		}
	}

	/** Names and values in two columns. */
	table(rows: Array<[name: string, value: string]>): void {
		const width = Math.max(...rows.map(([name]) => name.length)) + 2;
		for (const [name, value] of rows) this.line(`  ${name.padEnd(width)}${value}`);
	}
}
