/* eslint-disable @n8n/community-nodes/require-node-api-error -- the simulator is not a node */
import { authorizeEndpoint, CONSENT_PATH, consentEndpoint } from '../oauth/authorizeEndpoint';
import { revokeEndpoint, tokenEndpoint, type OAuthCall } from '../oauth/tokenEndpoint';
import type { Grant } from '../model';
import type { Rules } from '../rules';
import type { World } from '../world';
import { ApiRefusal, refusal, success, type Answer } from './answers';
import { creatorInfo } from './creatorInfo';
import { runEndpoint, type Endpoint, type FaultPoint, type RawCall } from './endpoint';
import { contentInit, inboxInit, videoInit } from './init';
import { publishCancel, statusFetch } from './publishTask';
import { userInfo } from './userInfo';
import { videoList, videoQuery } from './videos';
import { viewPage } from './viewPage';

/** The hosts of TikTok's JSON endpoints and of its authorize page. */
const API_HOST = 'open.tiktokapis.com';
const WEB_HOST = 'www.tiktok.com';

const ENDPOINTS: readonly Endpoint[] = [
	userInfo,
	creatorInfo,
	videoInit,
	inboxInit,
	contentInit,
	statusFetch,
	publishCancel,
	videoList,
	videoQuery,
];

/** A request whose body, if any, is text. */
export interface TextCall extends RawCall, OAuthCall {
	cookie: string | undefined;
}

export interface Route {
	/** Undefined for pages of the simulator's own. */
	point?: FaultPoint;
	/** A refusal of this route that a fault can produce; undefined where bodies are not JSON. */
	answer: (world: World, call: TextCall, onGrant: (grant: Grant) => void) => Answer;
}

/** TikTok's upload servers: the first two are documented, the others were seen live. Those of the rule `uploadHosts` are served too. */
const UPLOAD_HOSTS = [
	'open-upload.tiktokapis.com',
	'upload.us.tiktokapis.com',
	'open-upload-i18n.tiktokapis.com',
	'open-upload-va.tiktokapis.com',
	'open-upload.tiktokapis.us',
];

const isUploadHost = (host: string, { uploadHosts }: Rules) =>
	UPLOAD_HOSTS.includes(host) || uploadHosts.includes(host);

/** Whether the simulator serves a host as one of TikTok's. */
export function isTikTokHost(host: string, rules: Rules): boolean {
	return [WEB_HOST, 'tiktok.com', API_HOST].includes(host) || isUploadHost(host, rules);
}

/** Whether a request goes to an upload URL: any upload host, with the paths that are documented or were seen. */
export function isUpload(method: string, host: string, path: string, rules: Rules): boolean {
	return method === 'PUT' && isUploadHost(host, rules) && /^\/(video|upload)\/?$/.test(path);
}

/** Finds what answers a request; undefined if TikTok has no such address. */
export function findRoute(method: string, host: string, path: string): Route | undefined {
	if (host === API_HOST) return apiRoute(method, path);
	if (host !== WEB_HOST) return undefined;
	if (method === 'GET' && /^\/v2\/auth\/authorize\/?$/.test(path)) {
		return {
			point: 'authorize',
			answer: (world, call) => authorizeEndpoint(world, call.query, call.cookie),
		};
	}
	if (method === 'POST' && path === CONSENT_PATH) {
		return { answer: (world, call) => consentEndpoint(world, new URLSearchParams(call.text)) };
	}
	return method === 'GET' && path.startsWith('/@')
		? { answer: (world) => viewPage(world, path) }
		: undefined;
}

function apiRoute(method: string, path: string): Route | undefined {
	if (method === 'POST' && path === '/v2/oauth/token/')
		return { point: 'token', answer: tokenEndpoint };
	if (method === 'POST' && path === '/v2/oauth/revoke/')
		return { point: 'revoke', answer: revokeEndpoint };
	const endpoint = ENDPOINTS.find(
		(candidate) => candidate.method === method && candidate.path === path,
	);
	if (endpoint === undefined) return undefined;
	return {
		point: endpoint.point,
		answer: (world, call, onGrant) => answerEndpoint(world, endpoint, call, onGrant),
	};
}

function answerEndpoint(
	world: World,
	endpoint: Endpoint,
	call: TextCall,
	onGrant: (grant: Grant) => void,
): Answer {
	const logId = world.newLogId();
	try {
		return success(runEndpoint(world, endpoint, call, onGrant), logId);
	} catch (problem) {
		if (!(problem instanceof ApiRefusal)) throw problem;
		return refusal(problem, world.rules, logId);
	}
}

/**
 * TikTok's answer when something is wrong on its side: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling, for the token
 * endpoint https://developers.tiktok.com/doc/oauth-error-handling. The texts are ours.
 */
export function internalError(world: World, point: FaultPoint | undefined): Answer {
	const logId = world.newLogId();
	if (point === 'token' || point === 'revoke') {
		const body = JSON.stringify({
			error: 'server_error',
			error_description: 'Something is wrong.',
			log_id: logId,
		});
		return {
			status: 500,
			headers: { 'Content-Type': 'application/json', 'x-tt-logid': logId },
			body,
			errorCode: 'server_error',
		};
	}
	if (!ENDPOINTS.some((endpoint) => endpoint.point === point)) return { status: 500, headers: {} };
	const problem = new ApiRefusal(
		'internal_error',
		500,
		'Something is wrong on our side. Please try again later.',
	);
	return refusal(problem, world.rules, logId);
}
