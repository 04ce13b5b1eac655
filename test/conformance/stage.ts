/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: a program of Node's */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

import { expect } from '@jest/globals';
import { ProxyAgent } from 'undici';

import type { Time } from '../../tools/conformance/pace';
import { run, textsOf, type RunOptions } from '../../tools/conformance/run';
import { httpTransport, type Transport } from '../../tools/conformance/transport';
import { Screen } from '../../tools/demo/screen';
import { freePort } from '../rig/ports';
import {
	TikTokSimulator,
	type Account,
	type AccountOptions,
	type App,
	type AppOptions,
} from '../simulator';
import type { Rules } from '../simulator/rules';
import { Newcomer } from './newcomer';

/** What a run gives. */
export interface Ran {
	/** What the terminal showed. */
	shown: string;
	page: string;
	json: string;
	/** By the name of the rule: the value, or null. */
	seen: Record<string, unknown>;
	/** By the name of the rule: the line of the page. */
	rows: Record<string, string>;
}

export interface Scene {
	/** Rules of the simulator that differ from its defaults. */
	rules?: Partial<Rules>;
	app?: Partial<AppOptions>;
	account?: Partial<AccountOptions>;
	options?: Partial<RunOptions>;
	/** Between the program and its network. */
	around?: (transport: Transport) => Transport;
	/** Runs when all is set up, and may give further options. */
	before?: (stage: Stage) => Partial<RunOptions> | void | Promise<Partial<RunOptions>>;
	/** What the person says to what leaves a trace or may disconnect. */
	agrees?: boolean;
}

/** A simulator and a person in front of it; time passes as fast as the program waits. */
export class Stage {
	private constructor(
		readonly simulator: TikTokSimulator,
		private readonly agent: ProxyAgent,
		private readonly port: number,
	) {}

	app!: App; // set by `run`

	account!: Account; // likewise

	static async start(): Promise<Stage> {
		watchSockets();
		const simulator = await TikTokSimulator.start({ processingMs: 10_000 });
		const requestTls = { ca: simulator.caCertificate };
		const agent = new ProxyAgent({ uri: simulator.proxyUrl, requestTls });
		return new Stage(simulator, agent, await freePort());
	}

	async stop(): Promise<void> {
		expect([...new Set(reached)]).toEqual(['127.0.0.1']);
		expect(this.simulator.refusedHosts).toEqual([]);
		await this.agent.destroy();
		await this.simulator.stop();
	}

	/** A whole run as a newcomer has it, against a fresh simulator. */
	async run(scene: Scene = {}): Promise<Ran> {
		const { rules, app, account, options, around, before, agrees = true } = scene;
		const { simulator } = this;
		simulator.reset();
		Object.assign(simulator.rules, rules);
		const redirectUri = `http://127.0.0.1:${this.port}/callback/`;
		this.app = simulator.addApp({ platform: 'desktop', redirectUris: [redirectUri], ...app });
		this.account = simulator.addAccount({ username: 'maker', private: true, ...account });
		const further = await before?.(this);
		const { screen, shown } = recordingScreen();
		const person = new Newcomer(simulator, agrees, (text) => screen.line(text));
		const transport = httpTransport(this.agent);
		try {
			const report = await run(
				{
					app: { key: this.app.clientKey, secret: this.app.clientSecret },
					scopes: ['user.info.basic', 'video.list', 'video.publish', 'video.upload'],
					redirectUri,
					post: true,
					revoke: true,
					browser: true,
					...options,
					...further,
				},
				{ transport: around?.(transport) ?? transport, time: timeOf(simulator), person, screen },
			);
			if (report === undefined) throw new Error('The person did not begin');
			const texts = textsOf(report);
			return {
				...texts,
				shown: shown(),
				seen: Object.fromEntries(report.rules.map(({ rule, seen }) => [rule, seen])),
				rows: Object.fromEntries(
					texts.page
						.split('\n')
						.flatMap((line) => [...line.matchAll(/^\| `(\w+)`/g)].map(([, name]) => [name, line])),
				),
			};
		} finally {
			await person.close();
		}
	}
}

/** Where connections of this process went. */
const reached: string[] = [];

function watchSockets(): void {
	subscribe('net.client.socket', (message) => {
		const { socket } = message as { socket: Socket }; // as Node documents the channel
		socket.once('connect', () => reached.push(socket.remoteAddress ?? 'unknown'));
	});
}

/** The simulator's clock, which is set forward where the program waits. */
export const timeOf = ({ clock }: TikTokSimulator): Time => ({
	now: () => clock.now(),
	sleep: async (ms) => {
		clock.advance(ms);
		// A turn of the event loop, as a real wait has.
		await new Promise((resolve) => setImmediate(resolve));
	},
});

/** A screen that is no terminal, and what was written on it. */
export function recordingScreen(): { screen: Screen; shown: () => string } {
	const pieces: string[] = [];
	const out = new Writable({
		write(piece, _encoding, done) {
			pieces.push(String(piece));
			done();
		},
	});
	return { screen: new Screen(out as WriteStream), shown: () => pieces.join('') };
}
