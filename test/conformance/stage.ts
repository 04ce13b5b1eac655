/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: a program of Node's */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

import { ProxyAgent } from 'undici';

import type { Time } from '../../tools/conformance/pace';
import { converse } from '../../tools/conformance/conversation';
import { readOptions } from '../../tools/conformance/options';
import { run, textsOf, type RunOptions, type Surroundings } from '../../tools/conformance/run';
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
	around?: (transport: Transport, person: Newcomer) => Transport;
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

	/** Told of each wait of the program, in ms. */
	onWait?: (ms: number) => void;

	static async start(): Promise<Stage> {
		watchSockets();
		const simulator = await TikTokSimulator.start({ processingMs: 10_000 });
		const requestTls = { ca: simulator.caCertificate };
		const agent = new ProxyAgent({ uri: simulator.proxyUrl, requestTls });
		return new Stage(simulator, agent, await freePort());
	}

	async stop(): Promise<void> {
		const others = [
			...reached.filter((address) => address !== '127.0.0.1'),
			...this.simulator.refusedHosts,
		];
		if (others.length > 0 || reached.length === 0)
			throw new Error(`Connections went elsewhere than to this machine: ${JSON.stringify(others)}`);
		await this.agent.destroy();
		await this.simulator.stop();
	}

	/** A run with every option, against a fresh simulator. */
	async run(scene: Scene = {}): Promise<Ran> {
		const { options, surroundings, shown, leave } = await this.enter(scene);
		try {
			const report = await run(options, surroundings);
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
			await leave();
		}
	}

	/** The whole conversation at the terminal, as it is without options. @returns what the terminal showed, and the files */
	async converse(scene: Scene = {}): Promise<{ shown: string; files: Map<string, string> }> {
		const { options, surroundings, shown, leave } = await this.enter(scene);
		const files = new Map<string, string>();
		const given = readOptions(['--redirect-uri', options.redirectUri], {});
		if (given === undefined) throw new Error('These options ask for help');
		try {
			await converse(given, surroundings, (file, text) => void files.set(file, text));
			return { shown: shown(), files };
		} finally {
			await leave();
		}
	}

	/** App, account and person of a scene. */
	private async enter(scene: Scene) {
		const { rules, app, account, options, around, before, agrees = true } = scene;
		const { simulator } = this;
		simulator.reset();
		Object.assign(simulator.rules, rules);
		const redirectUri = `http://127.0.0.1:${this.port}/callback/`;
		this.app = simulator.addApp({ platform: 'desktop', redirectUris: [redirectUri], ...app });
		this.account = simulator.addAccount({ username: 'maker', private: true, ...account });
		const further = await before?.(this);
		const { clientKey: key, clientSecret: secret } = this.app;
		const { screen, shown } = recordingScreen();
		const say = (text: string) => screen.line(text);
		const person = new Newcomer(simulator, { agrees, key, secret }, say);
		const transport = httpTransport(this.agent);
		const all: RunOptions = {
			app: { key, secret },
			scopes: ['user.info.basic', 'video.list', 'video.publish', 'video.upload'],
			redirectUri,
			post: true,
			revoke: true,
			browser: true,
			...options,
			...further,
		};
		const surroundings: Surroundings = {
			transport: around?.(transport, person) ?? transport,
			time: timeOf(simulator, (ms) => this.onWait?.(ms)),
			person,
			screen,
		};
		return { options: all, surroundings, shown, leave: async () => await person.close() };
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

/**
 * The time of a run: it stands still but for the program's waits, so that each run is like the other. The simulator's clock,
 * which goes on, is set forward with it.
 */
export function timeOf({ clock }: TikTokSimulator, onWait?: (ms: number) => void): Time {
	let now = clock.now();
	return {
		now: () => now,
		sleep: async (ms) => {
			onWait?.(ms);
			now += ms;
			clock.advance(ms);
			// A turn of the event loop, as a real wait has.
			await new Promise((resolve) => setImmediate(resolve));
		},
	};
}

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
