import { afterAll, beforeAll, beforeEach } from '@jest/globals';

import type { SimulatorOptions } from '../simulator';
import { Engine, storeBinariesIn, type BinaryStore } from './engine';
import { PhotoHosting } from './photoHosting';
import { SkippedTime } from './skippedTime';
import { WebHost } from './webHost';

// What the tests of a file share, from before the first to after the last. The objects are there at once, and of use in the
// tests.

/** A web server that stands for the user's own. */
export function useWebHost(): WebHost {
	const web = new WebHost();
	beforeAll(async () => await web.start());
	afterAll(async () => await web.stop());
	return web;
}

export interface EngineSetUp extends Omit<SimulatorOptions, 'hosts'> {
	/** Where n8n keeps binaries; as files unless told otherwise. */
	binaries?: BinaryStore;
	/** Hosts of the simulated Internet, by name. */
	hosts?: Record<string, { origin: string }>;
	/** What the app has verified, such as `example.com`. */
	urlProperties?: string[];
}

/**
 * n8n's engine and a simulator. Each test has a minute of TikTok's limits of its own, and all of them have a day without a
 * limit of posts.
 */
export function useEngine(setUp: EngineSetUp = {}): Engine {
	const { binaries = 'file', hosts = {}, urlProperties = [], rules, ...options } = setUp;
	const engine = new Engine();
	beforeAll(async () => {
		await storeBinariesIn(binaries);
		const origins = Object.entries(hosts).map(([name, { origin }]) => [name, origin]);
		await engine.begin({
			...options,
			hosts: Object.fromEntries(origins) as Record<string, string>,
			rules: { postsPerCreatorPerDay: Infinity, ...rules },
		});
		engine.app.urlProperties.push(...urlProperties);
	});
	beforeEach(() => engine.freshMinute());
	afterAll(async () => await engine.stop());
	return engine;
}

/**
 * n8n's engine with a published photo host, whose address is verified and in the credential. Each test begins with the host as it was at
 * first.
 */
export function usePhotoHosting(setUp: EngineSetUp = {}): { engine: Engine; host: PhotoHosting } {
	const host: PhotoHosting = new PhotoHosting(() => engine.credentials);
	beforeAll(async () => await host.start());
	const hosts = { 'n8n.example.com': host, ...setUp.hosts };
	const engine = useEngine({ urlProperties: [host.prefix], ...setUp, hosts });
	beforeEach(() => {
		host.reset();
		engine.store({ oauthTokenData: engine.tokenData, photoHostUrl: host.prefix });
	});
	afterAll(async () => await host.stop());
	return { engine, host };
}

/** Time that passes as fast as the program waits. */
export function useSkippedTime(): SkippedTime {
	const time = new SkippedTime();
	beforeEach(() => time.begin());
	afterAll(() => time.restore());
	return time;
}
