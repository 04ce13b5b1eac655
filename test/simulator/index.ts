/**
 * A faithful TikTok on loopback, for tests and for the demo. Written from TikTok's documentation, never shipped. See docs/simulator.md.
 *
 *     const simulator = await TikTokSimulator.start();
 *     const app = simulator.addApp({ platform: 'web', redirectUris: ['https://n8n.example.com/cb'], audited: true });
 *     const account = simulator.addAccount({ username: 'maker', private: true });
 *     const { access_token } = simulator.grant(app, account, ['video.publish']);
 *     // … let the program under test run with `simulator.environment` …
 *     simulator.clock.advance(2000);
 *     simulator.posts; simulator.callsTo('/v2/post/publish/video/init/');
 *     simulator.assertNoPendingInterceptors();
 *     await simulator.stop();
 *
 * Media are checked (`rules.mediaChecks`): use `sampleVideo()` where the content does not matter.
 */
export { TikTokSimulator, type SimulatorOptions } from './simulator';
export { browserCommand } from './browserCommand';
export type { AccountOptions, AppOptions } from './directory';
export type { FaultPoint } from './api/endpoint';
export type { Clock } from './clock';
export type { PublishEvents } from './events';
export type { VideoOptions } from './feed';
export {
	FAIL_REASONS,
	PRIVACY_LEVELS,
	SCOPES,
	type Account,
	type App,
	type Download,
	type FailReason,
	type Post,
	type PostMode,
	type PrivacyLevel,
	type PublishStatus,
	type PublishTask,
	type PullRequest,
	type RemovalReason,
	type Scope,
	type Upload,
} from './model';
export type { TokenAnswer } from './oauth/grants';
export type { PostSettings } from './publishing/postSettings';
export type { PrefixVerification } from './publishing/verification';
export { sampleVideo, sampleVideoParts, type SampleVideoOptions } from './sampleVideo';
export type { Rules } from './rules';
export type { Call } from './scripting/calls';
export type { FaultKind, FaultMoment, FaultOptions } from './scripting/faults';
export type { Interceptor, ReplyBody } from './scripting/interceptors';
export type { RefusedHost } from './transport/proxy';
export type { Delivery, DeliveryAttempt, WebhookEvent } from './webhooks/delivery';
export type { DeliverOptions } from './webhooks/forgery';
export { signatureOf } from './webhooks/signature';
export type { Webhooks } from './webhooks/webhooks';
