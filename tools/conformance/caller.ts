import { Answer } from './answer';
import { Pace, type Calls, type Limit, type Time } from './pace';
import type { Request, Transport } from './transport';

/** Why a call gave no fact. */
export type Silence =
	| 'no answer'
	| 'a fault of TikTok’s'
	| 'an answer that is not TikTok’s'
	| 'TikTok’s limit of calls'
	| 'more calls than planned'
	| 'Ctrl-C';

export class Unanswered extends Error {
	constructor(readonly silence: Silence) {
		super(silence);
	}
}

const API = 'https://open.tiktokapis.com';

/** Codes with which TikTok says that something is wrong on its side. */
const FAULTS = ['internal_error', 'server_error', 'temporarily_unavailable'];

export interface ApiCall {
	limit: Limit;
	path: string;
	/** Default POST. */
	method?: 'GET' | 'POST';
	/** Null sends no `Authorization`. */
	authorization: string | null;
	/** Sent as JSON. */
	body?: object;
	/** Default `application/json; charset=UTF-8`, where there is a body. */
	contentType?: string;
	/** Right after the call before, where the time between them matters. */
	atOnce?: boolean;
}

/**
 * The only way out to TikTok: each call is counted before it is made, keeps to the limits, and the first 429 ends all calls, as the person
 * may.
 */
export class Caller {
	private readonly pace: Pace;

	private over: Silence | undefined;

	private left: Calls = {};

	/** The calls that were made. */
	readonly made: Calls = {};

	constructor(
		private readonly transport: Transport,
		time: Time,
	) {
		this.pace = new Pace(time);
	}

	/** Why no call is made any more. */
	get stopped(): Silence | undefined {
		return this.over;
	}

	/** The person has had enough: no call is made from here on. */
	interrupt(): void {
		this.over ??= 'Ctrl-C';
	}

	/** From here on no more calls than these are made. */
	allow(calls: Calls): void {
		this.left = { ...calls };
	}

	/** A call to one of the JSON endpoints. @throws Unanswered */
	async api({ limit, path, method = 'POST', authorization, body, contentType, atOnce }: ApiCall) {
		const request: Request = {
			method,
			url: API + path,
			headers: {
				...(authorization === null ? {} : { authorization }),
				...(body === undefined
					? {}
					: { 'content-type': contentType ?? 'application/json; charset=UTF-8' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		};
		return await this.json(limit, request, atOnce);
	}

	/** A form to an OAuth endpoint. @throws Unanswered */
	async form(
		path: string,
		fields: Record<string, string>,
		{
			query = {},
			headers = {},
		}: Record<'query' | 'headers', Record<string, string>> | Record<string, never> = {},
	): Promise<Answer> {
		const search = new URLSearchParams(query).toString();
		return await this.json('tokens', {
			method: 'POST',
			url: `${API}${path}${search === '' ? '' : `?${search}`}`,
			headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
			body: new URLSearchParams(fields).toString(),
		});
	}

	/** Bytes to an upload URL, which gets no token. @throws Unanswered */
	async put(url: string, bytes: Buffer, range: string): Promise<Answer> {
		if (!/^https:\/\/[^/@]*\.[a-z]+\//.test(url))
			throw new Unanswered('an answer that is not TikTok’s');
		const headers = {
			'content-type': 'video/mp4',
			'content-length': String(bytes.length),
			'content-range': range,
		};
		const put: Request = { method: 'PUT', url, headers, body: bytes };
		const answer = await this.answer('parts of an upload', put);
		// TikTok's upload servers answer without a body; a page is of somebody in between.
		if (/html/i.test(answer.header('content-type') ?? ''))
			throw new Unanswered('an answer that is not TikTok’s');
		return answer;
	}

	private async json(limit: Limit, request: Request, atOnce = false): Promise<Answer> {
		const answer = await this.answer(limit, request, atOnce);
		if (FAULTS.includes(answer.code)) throw new Unanswered('a fault of TikTok’s');
		if (!answer.isJson && !answer.isEmpty) throw new Unanswered('an answer that is not TikTok’s');
		return answer;
	}

	private async answer(limit: Limit, request: Request, atOnce = false): Promise<Answer> {
		this.assertGoesOn();
		const left = this.left[limit] ?? 0;
		if (left === 0) throw new Unanswered('more calls than planned');
		this.left[limit] = left - 1;
		await this.pace.take(limit, atOnce);
		this.assertGoesOn();
		this.made[limit] = (this.made[limit] ?? 0) + 1;
		// What undici says of a failure names the address, which may hold a token.
		const raw = await this.transport(request).catch(() => undefined);
		if (raw === undefined) throw new Unanswered('no answer');
		const answer = new Answer(raw);
		if (answer.status === 429 || answer.code === 'rate_limit_exceeded') {
			this.over = 'TikTok’s limit of calls';
			throw new Unanswered(this.over);
		}
		if (answer.status >= 500) throw new Unanswered('a fault of TikTok’s');
		return answer;
	}

	/** @throws Unanswered */
	private assertGoesOn(): void {
		if (this.over !== undefined) throw new Unanswered(this.over);
	}
}
