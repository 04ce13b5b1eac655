import { afterEach, beforeEach } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Engine, RunOptions, RunResult } from '../../harness/engine';
import { useEngine, type EngineSetUp } from '../../harness/setUps';
import {
	sampleVideo,
	type Account,
	type App,
	type Call,
	type FaultPoint,
	type Scope,
} from '../../simulator';

/** Method and path of TikTok's endpoints. */
export const endpoints = {
	token: ['POST', '/v2/oauth/token/'],
	'user info': ['GET', '/v2/user/info/'],
	'creator info': ['POST', '/v2/post/publish/creator_info/query/'],
	'video init': ['POST', '/v2/post/publish/video/init/'],
	'inbox init': ['POST', '/v2/post/publish/inbox/video/init/'],
	'content init': ['POST', '/v2/post/publish/content/init/'],
	status: ['POST', '/v2/post/publish/status/fetch/'],
	cancel: ['POST', '/v2/post/publish/cancel/'],
	list: ['POST', '/v2/video/list/'],
	query: ['POST', '/v2/video/query/'],
	upload: ['PUT', '/video/'],
} as const satisfies Partial<Record<FaultPoint, readonly [string, string]>>;

export type Point = keyof typeof endpoints;

/** A host that the app has verified (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide); nothing serves it unless a test enters it in `hosts`. */
export const verifiedHost = 'media.example.com';

/**
 * One test's view of an engine: an app, an account and a token of its own, so that limits and caps count anew, and the
 * calls that it made.
 */
export class Scene {
	/** There from `begin` on, as `account` is. */
	app!: App;

	account!: Account;

	private first = 0;

	constructor(readonly engine: Engine) {}

	get simulator(): Engine['simulator'] {
		return this.engine.simulator;
	}

	/** To be called before each test: nothing is left of the one before. */
	begin(): void {
		const { engine, simulator } = this;
		simulator.reset();
		this.first = 0;
		this.app = simulator.addApp({ ...engine.app, audited: true, urlProperties: [verifiedHost] });
		this.connectAs(simulator.addAccount({ username: 'clip.maker', nickname: 'Clip Maker' }));
	}

	/** To be called after each test. @throws Error when the script was not played to its end */
	end(): void {
		this.simulator.assertNoPendingInterceptors();
	}

	/** @param claimed the scopes that n8n has stored, where they differ from those of the token */
	connectAs(account: Account, scopes?: readonly Scope[], claimed?: string): void {
		this.account = account;
		const answer = this.simulator.grant(this.app, account, scopes);
		this.engine.store({ oauthTokenData: { ...answer, scope: claimed ?? answer.scope } });
	}

	/** The calls of this test, in order. */
	get calls(): Call[] {
		return this.simulator.calls.slice(this.first);
	}

	/** Their names. */
	get sent(): string[] {
		return this.calls.map(
			({ method, path }) =>
				Object.entries(endpoints).find(
					([, endpoint]) => endpoint[0] === method && endpoint[1] === path,
				)?.[0] ?? path,
		);
	}

	/** The call that an endpoint got last. */
	lastCall(point: Point): Call {
		const [call] = this.calls.filter(({ path }) => path === endpoints[point][1]).slice(-1);
		if (!call) throw new Error(`Nothing was sent to ${point}`);
		return call;
	}

	/** Expects a call to an endpoint, see `TikTokSimulator.expect`. */
	expect(point: Point): ReturnType<Engine['simulator']['expect']> {
		const [method, path] = endpoints[point];
		return this.simulator.expect(method, path);
	}

	/** Lets an endpoint refuse with a code, in TikTok's envelope: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling */
	refuse(
		point: Point,
		status: number,
		code: string,
		message = `TikTok's words about ${code}.`,
	): ReturnType<Scene['expect']> {
		return this.expect(point).reply(status, {
			error: { code, message, log_id: `20261122101500${code.length}LOG` },
		});
	}

	/** Creator info answers well, and then something changes before the next call. */
	afterCreatorInfo(change: () => void): void {
		const { username, nickname, private: isPrivate } = this.account;
		const options = [
			isPrivate ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE',
			'MUTUAL_FOLLOW_FRIENDS',
			'SELF_ONLY',
		];
		this.expect('creator info').reply(200, () => {
			change();
			return {
				data: {
					creator_username: username,
					creator_nickname: nickname,
					privacy_level_options: options,
				},
				error: { code: 'ok', message: '', log_id: '' },
			};
		});
	}

	/** Runs the node on an item with a small video. */
	async run(
		parameters: INodeParameters,
		options: RunOptions & { video?: Buffer } = {},
	): Promise<RunResult> {
		const { video = sampleVideo(), ...rest } = options;
		return await this.engine.run(parameters, { items: [await this.item(video)], ...rest });
	}

	/** Runs the node and expects it to stop. */
	async failure(
		parameters: INodeParameters,
		options: Parameters<Scene['run']>[1] = {},
	): Promise<NonNullable<RunResult['error']>> {
		const { error, json } = await this.run(parameters, options);
		if (!error) throw new Error(`The node did not stop: ${JSON.stringify(json)}`);
		return error;
	}

	async item(video: Buffer): Promise<INodeExecutionData> {
		return await this.engine.item(video);
	}

	/** A publish id of an account: a draft that was uploaded whole. */
	async publishId(): Promise<string> {
		const { json, error } = await this.run(operations.draft);
		if (error) throw error;
		this.first = this.simulator.calls.length;
		return String(json[0].publish_id);
	}
}

/** A scene for each test of a file. */
export function useScene(setUp: EngineSetUp = {}): Scene {
	const scene = new Scene(useEngine({ processingMs: 5, ...setUp }));
	beforeEach(() => scene.begin());
	afterEach(() => scene.end());
	return scene;
}

const withoutWaiting = { waitForCompletion: false };

/** Parameters of the node's operations, complete and correct. */
export const operations = {
	userInfo: { resource: 'user', operation: 'getInfo' },
	creatorInfo: { resource: 'creator', operation: 'getInfo' },
	directPost: {
		resource: 'video',
		operation: 'directPost',
		caption: 'Hi',
		privacyLevel: 'PUBLIC_TO_EVERYONE',
	},
	directPostByPull: {
		resource: 'video',
		operation: 'directPost',
		privacyLevel: 'PUBLIC_TO_EVERYONE',
		videoSource: 'pullFromUrl',
		videoUrl: `https://${verifiedHost}/clip.mp4`,
	},
	draft: { resource: 'video', operation: 'uploadDraft', options: withoutWaiting },
	draftByPull: {
		resource: 'video',
		operation: 'uploadDraft',
		videoSource: 'pullFromUrl',
		videoUrl: `https://${verifiedHost}/clip.mp4`,
		options: withoutWaiting,
	},
	photoPost: {
		resource: 'photo',
		operation: 'directPost',
		photoUrls: [`https://${verifiedHost}/1.jpg`, `https://${verifiedHost}/2.jpg`],
		privacyLevel: 'PUBLIC_TO_EVERYONE',
	},
	photoDraft: {
		resource: 'photo',
		operation: 'uploadDraft',
		photoUrls: [`https://${verifiedHost}/1.jpg`],
		options: withoutWaiting,
	},
	getStatus: {
		resource: 'publish',
		operation: 'getStatus',
		publishId: 'v_pub_file~v2-1.7602997070760331285',
	},
	wait: {
		resource: 'publish',
		operation: 'waitForCompletion',
		publishId: 'v_pub_file~v2-1.7602997070760331285',
	},
	cancel: {
		resource: 'publish',
		operation: 'cancel',
		publishId: 'v_pub_file~v2-1.7602997070760331285',
	},
	getVideo: { resource: 'video', operation: 'get', videoIds: '7678907398077074696' },
	getVideos: { resource: 'video', operation: 'getAll', returnAll: false, limit: 5 },
} as const satisfies Record<string, INodeParameters>;

export type Operation = keyof typeof operations;

/** What each operation sends up to the endpoint that it is about. */
export const callsOf: Record<Operation, readonly Point[]> = {
	userInfo: ['user info'],
	creatorInfo: ['creator info'],
	directPost: ['creator info', 'video init'],
	directPostByPull: ['creator info', 'video init'],
	draft: ['inbox init'],
	draftByPull: ['inbox init'],
	photoPost: ['creator info', 'content init'],
	photoDraft: ['content init'],
	getStatus: ['status'],
	wait: ['status'],
	cancel: ['cancel'],
	getVideo: ['query'],
	getVideos: ['list'],
};
