import type { RuleName } from '../../tools/conformance/question';
import { sampleVideo } from '../simulator';
import { Client } from '../simulator/tests/client';
import { text } from '../simulator/tests/fixture';
import type { Scene } from './stage';

/** A creator with posts that anybody sees, and an app that may post publicly. */
export const publicAccount: Scene = {
	app: { audited: true },
	account: {
		private: false,
		videos: [
			{ createdAt: 1_790_000_003_217 },
			{ createdAt: 1_790_000_002_118 },
			{ createdAt: 1_790_000_001_019 },
		],
	},
};

/** A verified domain from which TikTok may download. */
const pulled: Scene = {
	app: { urlProperties: ['cdn.example.com'] },
	options: { url: 'https://cdn.example.com/video.mp4' },
};

/** A post that anybody sees, and its publish id. */
export const published: Scene = {
	...publicAccount,
	before: async ({ simulator, app, account }) => {
		const client = new Client(simulator);
		const { access_token: token } = simulator.grant(app, account);
		const bytes = sampleVideo();
		const begun = await client.api('/v2/post/publish/video/init/', token, {
			post_info: {
				privacy_level: 'PUBLIC_TO_EVERYONE',
				brand_content_toggle: false,
				brand_organic_toggle: false,
			},
			source_info: {
				source: 'FILE_UPLOAD',
				video_size: bytes.length,
				chunk_size: bytes.length,
				total_chunk_count: 1,
			},
		});
		await client.put(text(begun, 'data.upload_url'), bytes, 0, bytes.length);
		await client.close();
		simulator.clock.advance(120_000);
		return { publishId: text(begun, 'data.publish_id') };
	},
};

/** What a rule needs to show itself, besides the usual: a private account and an app that has not passed the audit. */
const scenes: Partial<Record<RuleName, Scene>> = {
	missingFields: publicAccount,
	queryAnswersCursor: publicAccount,
	cursorGrain: publicAccount,
	listPages: publicAccount,
	postIdForm: published,
	uploadHosts: { options: { only: ['uploadHosts', 'chunkBounds'] } },
	pullPublishIdPrefix: pulled,
	cancelWhileProcessing: { rules: { cancelFileUpload: 'cancels' } },
	unapprovedScopeCulprit: { app: { scopes: ['video.list', 'video.publish', 'video.upload'] } },
	authorizeFaults: { app: { scopes: ['video.list', 'video.publish', 'video.upload'] } },
};

export const sceneOf = (rule: RuleName): Scene => scenes[rule] ?? {};
