import type { Answer } from '../api/answers';
import { writeJson } from '../json';
import type { Call } from './calls';

/** An object is written as JSON as it is, a string goes out raw, undefined is an empty body. */
export type ReplyBody = string | object | undefined;

interface Reply {
	status: number;
	body: ReplyBody | ((call: Call) => ReplyBody | Promise<ReplyBody>);
	headers: Record<string, string>;
}

/**
 * A call that a test expects, in the manner of undici's MockAgent. With `reply` the scripted answer wins over
 * the built-in behaviour; without it the call only has to happen.
 */
export class Interceptor {
	private answer: Reply | undefined;

	private left = 1;

	private wait = 0;

	private persistent = false;

	private used = false;

	constructor(
		private readonly method: string,
		private readonly path: string | RegExp,
	) {}

	/** What to answer. The effect of the call does not happen. */
	reply(status: number, body?: Reply['body'], headers: Record<string, string> = {}): this {
		this.answer = { status, body, headers };
		return this;
	}

	/** How many calls it serves; 1 by default. */
	times(count: number): this {
		this.left = count;
		return this;
	}

	/** Waits `ms` of real time before the answer. */
	delay(ms: number): this {
		this.wait = ms;
		return this;
	}

	/** Serves any number of calls, at least one. */
	persist(): this {
		this.persistent = true;
		return this;
	}

	/** Whether calls are still missing. */
	get pending(): boolean {
		return this.persistent ? !this.used : this.left > 0;
	}

	get waitMs(): number {
		return this.wait;
	}

	matches(call: Call): boolean {
		if (call.method !== this.method || (!this.persistent && this.left === 0)) return false;
		if (this.path instanceof RegExp) return this.path.test(call.path);
		const query = new URLSearchParams(call.query).toString();
		return this.path === call.path || this.path === `${call.path}?${query}`;
	}

	/** Uses it up once. @returns the scripted answer, or undefined to let the built-in behaviour answer */
	async serve(call: Call): Promise<Answer | undefined> {
		this.used = true;
		if (!this.persistent) this.left--;
		if (this.answer === undefined) return undefined;
		const { status, body, headers } = this.answer;
		const content = typeof body === 'function' ? await body(call) : body;
		if (content === undefined) return { status, headers: { ...headers } };
		const text = typeof content === 'string' ? content : writeJson(content);
		const type = text.trimStart().startsWith('<') ? 'text/html; charset=utf-8' : 'application/json';
		return { status, headers: { 'Content-Type': type, ...headers }, body: text };
	}

	describe(): string {
		const path = this.path instanceof RegExp ? String(this.path) : this.path;
		return `${this.method} ${path}: ${this.persistent ? 'not called' : `${this.left} more expected`}`;
	}
}
