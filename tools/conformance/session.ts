import type { Caller } from './caller';
import type { Scope } from './facts';
import type { Time } from './pace';
import type { Person } from './terminal/person';

/** What may be asked, by the options of the command. */
export interface Settings {
	/** What leaves a trace may be asked. */
	post: boolean;
	/** The connection may be ended on purpose, at the very end. */
	revoke: boolean;
	/** Whether TikTok's page may be opened again for questions about it. */
	browser: boolean;
	/** The publish id of a post that is public. */
	publishId?: string;
	/** A video on a verified domain. */
	url?: string;
}

export interface Tokens {
	access: string;
	refresh?: string;
	scopes: readonly Scope[];
}

/** The lives that TikTok named when it gave out the tokens, in seconds, and when that was. */
export interface Lives {
	access: unknown;
	refresh: unknown;
	at: number;
}

/** A code of the callback, and what it is exchanged with. */
export interface Code {
	code: string;
	verifier: string;
}

/** The person's way through TikTok's authorize page. */
export interface Authorization {
	readonly redirectUri: string;
	/**
	 * Shows the address and waits until TikTok comes back, or the person presses Enter.
	 * @param text what the person is asked to do
	 * @param changes parameters of the address that differ from the usual ones
	 */
	visit(
		text: string,
		changes?: Record<string, string>,
	): Promise<{ callback: URLSearchParams; verifier: string } | undefined>;
}

/** An upload that was begun and gets no last part. */
export interface BegunUpload {
	publishId: string;
	url: string;
	videoSize: number;
	chunkSize: number;
}

/** What earlier probes found and later ones need; never written anywhere. */
export interface Memory {
	upload?: BegunUpload;
	/** How uploads can be begun. */
	way?: 'direct' | 'draft';
	account?: 'private' | 'public';
	/** The addresses of all uploads that were begun. */
	addresses: URL[];
	/** A refresh token that another one has replaced. */
	replaced?: string;
	codes: Code[];
	/** Whether an “Only Me” post of this run is complete. */
	onlyMe: boolean;
	/** Whether the grant is still in force, as far as is known. */
	connected: boolean;
}

/** All that a probe has at hand. */
export interface Session {
	caller: Caller;
	time: Time;
	person: Person;
	app: { key: string; secret: string };
	tokens: Tokens;
	/** Undefined where tokens were given. */
	lives?: Lives;
	/** Undefined where tokens were given. */
	authorization?: Authorization;
	settings: Settings;
	memory: Memory;
}

export const newMemory = (): Memory => ({
	addresses: [],
	codes: [],
	onlyMe: false,
	connected: true,
});

export const bearer = ({ tokens }: Session): string => `Bearer ${tokens.access}`;

/** The fields that every request to the token endpoint has. */
export const client = ({ app }: Session) => ({ client_key: app.key, client_secret: app.secret });
