/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test rig: it keeps the output of n8n */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a process has written, in memory and in a file, across its restarts. */
export class ProcessLog {
	private readonly parts: string[] = [];

	constructor(readonly file: string) {
		mkdirSync(dirname(file), { recursive: true });
	}

	append(text: string): void {
		this.parts.push(text);
		appendFileSync(this.file, text);
	}

	get text(): string {
		return this.parts.join('');
	}

	/** The last lines, for a message about a failure. */
	tail(lines = 30): string {
		return this.text.trimEnd().split('\n').slice(-lines).join('\n');
	}
}
