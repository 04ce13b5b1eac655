import type { RawAnswer } from '../../tools/conformance/answer';
import type { Transport } from '../../tools/conformance/transport';

/** In every field of every answer, and in no report. */
export const CANARY = 'CANARYcanary424242canary';
const NUMBER = 424_242_424_242;

/** What must not change, or nothing could be asked: words that TikTok chooses among. */
const WORDS = ['error', 'code', 'status', 'fail_reason', 'privacy_level_options', 'token_type'];

/**
 * Puts a canary into every text of an answer, and fields with canaries beside them. What goes back to TikTok is freed of it.
 *
 * @param sparesWords leaves the words alone among which TikTok chooses, so that the run goes on as usual
 */
export function poisoned(transport: Transport, sparesWords: boolean): Transport {
	return async ({ method, url, headers, body }) => {
		const clean = (text: string) => text.replaceAll(CANARY, '');
		const answer = await transport({
			method,
			url: clean(url),
			headers: Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [name, clean(value)]),
			),
			...(body === undefined ? {} : { body: typeof body === 'string' ? clean(body) : body }),
		});
		return poison(answer, sparesWords);
	};
}

function poison({ status, headers, text }: RawAnswer, sparesWords: boolean): RawAnswer {
	const spoilt = Object.entries(headers).map(([name, value]) => [
		name,
		name === 'content-range' && sparesWords ? value : `${String(value)}${CANARY}`,
	]);
	return {
		status,
		headers: { ...Object.fromEntries(spoilt), 'x-canary': CANARY },
		text: text.startsWith('{') ? JSON.stringify(walk(JSON.parse(text), '', sparesWords)) : CANARY,
	};
}

function walk(value: unknown, name: string, sparesWords: boolean): unknown {
	if (typeof value === 'string') {
		if (name === 'scope') return `${value},${CANARY}`;
		return sparesWords && WORDS.includes(name) ? value : value + CANARY;
	}
	if (typeof value === 'number') return sparesWords ? value : NUMBER;
	if (Array.isArray(value)) return value.map((one) => walk(one, name, sparesWords));
	if (typeof value !== 'object' || value === null) return value;
	const fields = Object.entries(value).map(([key, one]) => [key, walk(one, key, sparesWords)]);
	// An empty object stays one: that it is empty is what is asked.
	if (fields.length === 0) return {};
	return { ...Object.fromEntries(fields), [CANARY]: CANARY, further: NUMBER };
}
