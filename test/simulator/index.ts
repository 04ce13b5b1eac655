export { TikTokSimulator, type SimulatorOptions } from './simulator';
export type { AccountOptions, AppOptions, VideoOptions } from './directory';
export type { FaultPoint } from './api/endpoint';
export type { Clock } from './clock';
export type { PublishEvents } from './events';
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
	type Scope,
	type Upload,
} from './model';
export type { TokenAnswer } from './oauth/grants';
export type { PostSettings } from './publishing/postSettings';
export { sampleVideo, sampleVideoParts, type SampleVideoOptions } from './sampleVideo';
export type { Rules } from './rules';
export type { Call } from './scripting/calls';
export type { FaultKind, FaultMoment, FaultOptions } from './scripting/faults';
export type { Interceptor, ReplyBody } from './scripting/interceptors';
export type { RefusedHost } from './transport/proxy';
