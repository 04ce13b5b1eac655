/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of its own */
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';

/** The person at the terminal. */
export interface Person {
	/**
	 * Shows an address to open in a browser.
	 * @param until aborted once the browser has come back
	 * @returns when the person presses Enter instead
	 */
	open(text: string, address: string, until: AbortSignal): Promise<void>;
	/** A question with yes or no; Enter alone is `otherwise`. */
	confirm(question: string, otherwise?: boolean): Promise<boolean>;
	/** One of several. */
	choose(question: string, choices: readonly string[]): Promise<string>;
	/** A line of text. @param hidden not shown while it is typed */
	enter(question: string, hidden?: boolean): Promise<string>;
	/**
	 * The next Ctrl-C calls this and leaves out what is being asked, in place of ending the program; the one after it ends it.
	 * @param interrupted undefined: Ctrl-C ends the program
	 */
	onInterrupt(interrupted: (() => void) | undefined): void;
}

/** Asks in the terminal. Where input has ended, every answer is the default one. */
export class TerminalPerson implements Person {
	private readonly lines: Interface;

	private isClosed = false;

	/** Lines of a pipe that came before they were asked for; what is typed meanwhile at a terminal answers nothing. */
	private readonly early: string[] = [];

	private waiting: ((line: string) => void) | undefined;

	private isHidden = false;

	private interrupted: (() => void) | undefined;

	private isInterrupted = false;

	constructor(
		private readonly say: (text: string) => void,
		private readonly input: ReadStream = process.stdin,
		private readonly out: WriteStream = process.stdout,
	) {
		const echo = new Writable({
			write: (piece, _encoding, done) => {
				if (!this.isHidden) out.write(piece);
				done();
			},
		});
		this.lines = createInterface({ input, output: echo, terminal: input.isTTY });
		this.lines.on('line', (line) => {
			if (this.waiting !== undefined) this.waiting(line);
			else if (!this.input.isTTY) this.early.push(line);
		});
		// In a terminal, Ctrl-C comes here instead of ending the program.
		this.lines.on('SIGINT', () => this.interrupt());
		this.lines.on('close', () => {
			this.isClosed = true;
			this.waiting?.('');
		});
	}

	async open(text: string, address: string, until: AbortSignal): Promise<void> {
		this.say(`\n${text}\n\n  ${address}\n`);
		this.say('Waiting for your browser to come back. (Enter leaves this out.)');
		await this.line(until);
		if (this.isClosed && !until.aborted)
			await new Promise((resolve) => until.addEventListener('abort', resolve));
	}

	async confirm(question: string, otherwise = false): Promise<boolean> {
		this.out.write(`${question} ${otherwise ? '(Y/n)' : '(y/N)'} `);
		const line = (await this.line()).trim().toLowerCase();
		return line === '' ? otherwise : line.startsWith('y');
	}

	async choose(question: string, choices: readonly string[]): Promise<string> {
		this.say(question);
		for (const [index, choice] of choices.entries()) this.say(`  ${index + 1}  ${choice}`);
		for (;;) {
			this.out.write('Its number: ');
			const chosen = choices[Number(await this.line()) - 1];
			if (chosen !== undefined) return chosen;
			if (this.isClosed || this.isInterrupted) return choices.at(-1) ?? '';
		}
	}

	async enter(question: string, hidden = false): Promise<string> {
		this.out.write(`${question}: `);
		this.isHidden = hidden;
		const line = await this.line();
		if (hidden) this.out.write('\n');
		this.isHidden = false;
		return line.trim();
	}

	onInterrupt(interrupted: (() => void) | undefined): void {
		this.interrupted = interrupted;
	}

	close(): void {
		this.lines.close();
	}

	private interrupt(): void {
		const { interrupted } = this;
		if (interrupted === undefined) return void process.kill(process.pid, 'SIGINT');
		this.interrupted = undefined;
		this.isInterrupted = true;
		interrupted();
		this.waiting?.('');
	}

	private async line(until?: AbortSignal): Promise<string> {
		const early = this.early.shift();
		if (early !== undefined) return early;
		if (this.isClosed) return '';
		return await new Promise((resolve) => {
			const end = (line: string) => {
				this.waiting = undefined;
				resolve(line);
			};
			this.waiting = end;
			until?.addEventListener('abort', () => end(''), { once: true });
		});
	}
}
