/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test rig: it reads the certificate authority's file */
import { readFileSync } from 'node:fs';

import { fetch, ProxyAgent, type Response } from 'undici';

import { CookieJar } from './cookies';
import { textOf } from './html';
import { readForm, type FormField, type HtmlForm } from './htmlForm';
import type { Interception } from './n8nEnvironment';
import type { Consent } from './rest';
import { RigError } from './rigError';

export interface ConsentChoice {
	/** User name or id of the account to log in as; the one the page offers first by default. */
	account?: string;
	/** The scopes left ticked; all that are asked for by default. */
	scopes?: readonly string[];
	/** Press Cancel instead. */
	deny?: boolean;
}

/**
 * The person at TikTok's consent page, in a browser of their own: opens the authorize page through the simulator's
 * proxy, chooses account and scopes, presses the button and returns the URL that TikTok redirects to.
 */
export class ConsentBrowser {
	private readonly cookies = new CookieJar();
	private readonly agent: ProxyAgent;

	constructor(interception: Interception) {
		const ca = readFileSync(interception.caFile, 'utf8');
		this.agent = new ProxyAgent({ uri: interception.proxyUrl, requestTls: { ca } });
	}

	/** The function that `N8nRest.connectCredential` wants. */
	consent(choice: ConsentChoice = {}): Consent {
		return async (authorizeUrl) => await this.authorize(authorizeUrl, choice);
	}

	/**
	 * @returns the callback URL
	 * @throws RigError with the page's text when TikTok shows an error page, or lacks the account or scope chosen
	 */
	async authorize(authorizeUrl: string, choice: ConsentChoice = {}): Promise<string> {
		const page = await this.open(authorizeUrl);
		const already = redirectOf(page, authorizeUrl);
		if (already !== undefined) return already;
		const html = await page.text();
		const form = readForm(html);
		if (form === undefined) throw new RigError(`TikTok's page: ${textOf(html)}`);
		const body = new URLSearchParams(fill(form, choice).map(({ name, value }) => [name, value]));
		const target = new URL(form.action, authorizeUrl).href;
		const answer = await this.open(target, form.method, body);
		const callback = redirectOf(answer, target);
		if (callback === undefined) throw new RigError(`TikTok's page: ${textOf(await answer.text())}`);
		return callback;
	}

	/** Opens any page of the simulated hosts, such as the link of a post. */
	async visit(url: string): Promise<{ status: number; text: string }> {
		const page = await this.open(url);
		return { status: page.status, text: textOf(await page.text()) };
	}

	async close(): Promise<void> {
		await this.agent.close();
	}

	private async open(url: string, method = 'GET', body?: URLSearchParams): Promise<Response> {
		const cookie = this.cookies.header(new URL(url).pathname);
		const response = await fetch(url, {
			method,
			body,
			headers: cookie === '' ? {} : { cookie },
			redirect: 'manual',
			dispatcher: this.agent,
		});
		this.cookies.store(response.headers);
		return response;
	}
}

function redirectOf(response: Response, base: string): string | undefined {
	const location = response.headers.get('location');
	return response.status >= 300 && response.status < 400 && location !== null
		? new URL(location, base).href
		: undefined;
}

/** The fields that a browser would send: what is hidden, the account's radio button, the ticked scopes, the button. */
function fill(form: HtmlForm, choice: ConsentChoice): FormField[] {
	const hidden = form.fields.filter(({ type }) => type === 'hidden');
	const boxes = form.fields.filter(({ type }) => type === 'checkbox');
	const unknown =
		choice.scopes?.filter((scope) => !boxes.some(({ value }) => value === scope)) ?? [];
	if (unknown.length > 0)
		throw new RigError(`The consent page does not offer ${unknown.join(', ')}.`);
	const ticked = boxes.filter(({ checked, disabled, value }) =>
		choice.scopes === undefined ? checked && !disabled : choice.scopes.includes(value) && !disabled,
	);
	const button = form.fields.find(
		({ type, value }) => type === 'submit' && /deny|cancel/i.test(value) === (choice.deny === true),
	);
	if (button === undefined) throw new RigError('The consent page lacks the button.');
	return [...hidden, ...chooseAccount(form, choice.account), ...ticked, button];
}

function chooseAccount(form: HtmlForm, account: string | undefined): FormField[] {
	const radios = form.fields.filter(({ type }) => type === 'radio');
	if (account === undefined) return radios.filter(({ checked }) => checked);
	const chosen = radios.find(
		({ value, label }) => value === account || label.split(/\s+/).includes(`@${account}`),
	);
	if (chosen === undefined)
		throw new RigError(`The consent page does not offer the account "${account}".`);
	return [chosen];
}
