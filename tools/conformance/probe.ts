import type { z } from 'zod';

import type { Need } from './needs';
import type { Calls } from './pace';
import type { Session } from './session';

/** What a probe does beyond asking. */
export interface Consequence {
	/**
	 * `post`: something of the account changes; `may disconnect`: TikTok may end the connection; `disconnects`: it will. Each is
	 * confirmed before, and the latter two come last.
	 */
	kind: 'post' | 'may disconnect' | 'disconnects';
	/** What the person is told before. */
	leaves: string;
}

/** Something asked of TikTok in a few calls, and the facts that come of it. */
export interface Probe<Facts extends z.ZodTypeAny = z.ZodTypeAny> {
	/** What is asked, as the terminal shows it: “Asking …”. */
	asks: string;
	/** At most so many calls; a further one is not made. */
	calls: Calls;
	/** How often the person opens TikTok's page. */
	visits?: number;
	needs: readonly Need[];
	consequence?: Consequence;
	/** The allow-list of what may be written about it. */
	facts: Facts;
	/** @throws Unanswered where a call gave no answer */
	ask(session: Session): Promise<z.input<Facts>>;
}

/** Keeps the type of the facts. */
export const probe = <Facts extends z.ZodTypeAny>(one: Probe<Facts>): Probe<Facts> => one;

/** The person did not want it, or pressed Enter. */
export class Declined extends Error {}
