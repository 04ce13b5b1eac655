/** How a cell ends: a verdict, or why the node stops. */
export type End =
	| 'published'
	| 'published, header not checked'
	| 'processing'
	| `the host answers ${number}`
	| 'the host is not reached'
	| 'the host breaks off'
	| 'the file changed'
	| 'the size is not what was announced'
	| 'the file is broken'
	| 'it is something else'
	| 'n8n’s store does not have it'
	| 'TikTok cannot fetch it'
	| 'TikTok cannot use it';

/** A number, or a bound where the exact one depends on what was under way when a connection broke, or on random pauses. */
export type Count = number | `≤ ${number}`;

/** What is promised for a cell. */
export interface Expected {
	/** One of these. */
	ends: End[];
	/** Requests that reached the host, redirects included; streams opened, for n8n's store; for photos those of TikTok. */
	gets: Count;
	/** Publish ids that TikTok gave out. */
	inits: Count;
	posts: 0 | 1;
	/** Spent in pauses and silences; what the transfer itself takes is not counted. Nothing is promised of what TikTok takes for a photo. */
	seconds?: Count | `${number} to ${number}`;
}

/** A cell that does not occur, or of which it is not known what TikTok does. */
export const none = '–';

/** Requests in a row that bring no new byte: before any byte of the file was sent, and afterwards. */
export const maxAttempts = 4;
export const maxLateAttempts = 14;

/** Each may be asked once more without Range, where that was refused; one came before. */
export const maxLateRequests = 2 * maxLateAttempts + 1;

/** All pauses between {@link maxAttempts} and {@link maxLateAttempts}, with a quarter more, in seconds; and those of the wait for the verdict. */
const pausesOfAll = 45;
const latePausesOfAll = 480;

/** The longest silence in all, with its pauses, and what is passed over it in a test, in seconds. */
const silenceOfAll = 560;

export function published(gets: Count, more: Partial<Expected> = {}): Expected {
	return { ends: ['published'], gets, inits: 1, posts: 1, seconds: '≤ 5', ...more };
}

export function stops(
	end: End | End[],
	gets: Count = `≤ ${maxAttempts}`,
	more: Partial<Expected> = {},
): Expected {
	const ends = Array.isArray(end) ? end : [end];
	return { ends, gets, inits: '≤ 1', posts: 0, seconds: `≤ ${pausesOfAll}`, ...more };
}

/** Before anything was asked of TikTok. */
export const beforeInit = { inits: 0 } as const;

/** With pauses between some attempts. */
export const withPauses = { seconds: `≤ ${pausesOfAll}` } as const;

/** With those of a file that is being sent. */
export const withLatePauses = { seconds: `≤ ${latePausesOfAll}` } as const;

/** With one silence, or with silence after silence. */
export const oneSilence = { seconds: '≤ 200' } as const;
export const allSilent = { seconds: `≤ ${silenceOfAll}` } as const;

/** TikTok fetches a photo with one request, and that is all. */
export const photoPublished = published(1, { seconds: undefined });
export const photoNotFetched = stops('TikTok cannot fetch it', 1, {
	inits: 1,
	seconds: undefined,
});
