import type { Scene } from './scene';

/** What somebody does with the nodes, from the beginning to the end that the README promises. */
export interface Journey {
	name: string;
	/** How it ends with the rules as they are by default. */
	ends: string;
	/** Whether time is not skipped: where TikTok waits for n8n. */
	realTime?: boolean;
	/**
	 * @returns how it ended, in short
	 * @throws Error where a promise is broken
	 */
	play: (scene: Scene) => Promise<string>;
}

/** @throws Error with what was found instead */
export function expectThat(holds: boolean, otherwise: () => string): void {
	if (!holds) throw new Error(otherwise());
}
