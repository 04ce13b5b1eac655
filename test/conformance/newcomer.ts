/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test rig: a program of Node's */
import { get } from 'node:http';

import type { Person } from '../../tools/conformance/terminal/person';
import { ConsentBrowser, RigError } from '../rig';
import type { TikTokSimulator } from '../simulator';

/** Somebody who opens the addresses in a browser and answers by what they see there. */
export class Newcomer implements Person {
	private readonly browser: ConsentBrowser;

	/** What TikTok's page showed last: nothing where it was skipped. */
	private page = '';

	constructor(
		simulator: TikTokSimulator,
		/** The client key and secret, and what they answer where something is left behind. */
		private readonly has: { agrees: boolean; key: string; secret: string },
		private readonly say: (text: string) => void,
	) {
		this.browser = new ConsentBrowser({
			proxyUrl: simulator.proxyUrl,
			caFile: simulator.caCertificateFile,
		});
	}

	async open(text: string, address: string, until: AbortSignal): Promise<void> {
		this.say(`\n${text}\n\n  ${address}\n`);
		this.say('Waiting for your browser to come back. (Enter leaves this out.)');
		this.page = (await this.browser.visit(address)).text;
		let callback: string;
		try {
			callback = await this.browser.authorize(address);
		} catch (problem) {
			if (problem instanceof RigError) return; // TikTok's error page: Enter
			throw problem;
		}
		get(callback);
		if (!until.aborted) await new Promise((resolve) => until.addEventListener('abort', resolve));
	}

	async confirm(question: string, otherwise = false): Promise<boolean> {
		const answer = question.startsWith('Did TikTok show')
			? this.page !== ''
			: question.endsWith('Go on?')
				? this.has.agrees
				: true;
		this.say(`${question} ${otherwise ? '(Y/n)' : '(y/N)'} ${answer ? 'y' : 'n'}`);
		return answer;
	}

	async choose(question: string, choices: readonly string[]): Promise<string> {
		this.say(question);
		for (const [index, choice] of choices.entries()) this.say(`  ${index + 1}  ${choice}`);
		const found = choices.findIndex((choice) => this.page.includes(` ${choice} `));
		this.say(`Its number: ${found + 1}`);
		return choices[found] ?? '';
	}

	async enter(question: string, hidden = false): Promise<string> {
		this.say(`${question}: ${hidden ? '' : this.has.key}`);
		return hidden ? this.has.secret : this.has.key;
	}

	/** Presses Ctrl-C. */
	interrupt: (() => void) | undefined;

	onInterrupt(interrupted: (() => void) | undefined): void {
		this.interrupt = interrupted;
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
