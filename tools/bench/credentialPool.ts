/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the bench is a Node program */
import { setTimeout as sleep } from 'node:timers/promises';

/** Inits that the node allows itself for an account within a minute, and that minute with some room, in ms. */
const initsPerMinute = 6;
const minute = 61_000;

interface Pooled {
	id: string;
	name: string;
	usedAt: number[];
}

/** Credentials in turn, so that no run waits for TikTok's limits. */
export class CredentialPool {
	private readonly all: Pooled[] = [];

	add({ id, name }: { id: string; name: string }): void {
		this.all.push({ id, name, usedAt: [] });
	}

	/** A credential whose account has room for an init; waits until there is one. */
	async take(): Promise<{ id: string; name: string }> {
		for (;;) {
			for (const each of this.all)
				each.usedAt = each.usedAt.filter((at) => at > Date.now() - minute);
			const free = this.all.reduce((one, other) =>
				other.usedAt.length < one.usedAt.length ? other : one,
			);
			if (free.usedAt.length < initsPerMinute) {
				free.usedAt.push(Date.now());
				return free;
			}
			await sleep(500);
		}
	}
}
