import { writableCode, type Outcome } from './facts';

/** What a transport hands over: an answer as it came. */
export interface RawAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	text: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An answer of TikTok's. What may be written of it comes as facts (`outcome`, `dataFilling` …); `text` and `value` are for the
 * next call alone, such as a publish id.
 */
export class Answer {
	private readonly json: unknown;

	constructor(private readonly raw: RawAnswer) {
		this.json = parse(raw.text);
	}

	get status(): number {
		return this.raw.status;
	}

	get isJson(): boolean {
		return isRecord(this.json);
	}

	get isEmpty(): boolean {
		return this.raw.text.trim() === '';
	}

	/** `error.code`, or the OAuth `error`; `ok` for a flat answer with a token. */
	get code(): string {
		const error = this.value('error');
		if (typeof error === 'string') return writableCode(error);
		const inside = this.value('error', 'code');
		if (typeof inside === 'string') return writableCode(inside);
		return typeof this.value('access_token') === 'string' ? 'ok' : 'none';
	}

	get outcome(): Outcome {
		return { status: this.status, code: this.code };
	}

	/** Whether a value of the body is missing, empty or filled. */
	filling(...path: string[]): 'absent' | 'empty' | 'filled' {
		const value = this.value(...path);
		if (value === undefined || value === null) return 'absent';
		if (typeof value !== 'object') return 'filled';
		return Object.keys(value).length === 0 ? 'empty' : 'filled';
	}

	/** A value of the body, for the next call; not to be written. */
	value(...path: string[]): unknown {
		return path.reduce<unknown>((value, key) => {
			if (Array.isArray(value)) return value[Number(key)];
			return isRecord(value) ? value[key] : undefined;
		}, this.json);
	}

	/** A text of the body, for the next call; not to be written. */
	text(...path: string[]): string | undefined {
		const value = this.value(...path);
		return typeof value === 'string' ? value : undefined;
	}

	/** A header, for a fact made of it. */
	header(name: string): string | undefined {
		const value = this.raw.headers[name];
		return Array.isArray(value) ? value[0] : value;
	}

	/** Whether the body as it came has something, such as a number that JSON.parse would round. */
	matches(pattern: RegExp): boolean {
		return pattern.test(this.raw.text);
	}
}

function parse(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}
