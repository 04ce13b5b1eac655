/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program, not a node */
import { createRequire } from 'node:module';
import { inspect } from 'node:util';

import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { INodeParameters, Logger } from 'n8n-workflow';

import type { RunOptions } from '../../harness/engine';
import { useSkippedTime } from '../../harness/setUps';
import { operations, useScene, type Point } from './scene';

// n8n-core's own copies.
const fromCore = createRequire(require.resolve('n8n-core'));
const { Container } = fromCore('@n8n/di') as { Container: { get(type: unknown): Logger } };
const { Logger: loggerType } = fromCore('@n8n/backend-common') as { Logger: unknown };

useSkippedTime();
const scene = useScene();
/** What went to n8n's log. */
const logged: unknown[] = [];
beforeAll(() => {
	const logger = Container.get(loggerType);
	for (const level of ['debug', 'info', 'warn', 'error'] as const) {
		jest.spyOn(logger, level).mockImplementation((...line) => void logged.push(line));
	}
});
beforeEach(() => {
	logged.length = 0;
	scene.engine.store({ oauthTokenData: scene.engine.tokenData, appSecret });
});

const appSecret = 'Canary*secret+of/the=app!1234567';

/** What this credential must keep to itself. */
function canaries(): string[] {
	const { access_token: access, refresh_token: refresh } = scene.engine.tokenData;
	return [appSecret, String(access), String(refresh)];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const strict = (text: string) =>
	encodeURIComponent(text).replace(
		/[!*'()]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/** How a service may write a value that it repeats; more in test/unit/errors. */
const forms: Array<(secret: string) => string> = [
	(secret) => secret,
	encodeURIComponent,
	strict,
	base64,
	(secret) => base64(`${scene.app.clientKey}:${secret}`),
	(secret) => secret.replace(/\W/g, (sign) => `&#${sign.charCodeAt(0)};`),
];

/** Every canary in every form. */
const repeated = () => canaries().flatMap((secret) => forms.map((write) => write(secret)));

/** Expects that no longer part of a secret, from either end, is left in any form. */
function expectKept(stored: string, secrets: string[]): void {
	const plain = stored
		.replace(/%(?:25)*([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
	const decoded = (plain.match(/[\w+/-]{12,}/g) ?? []).flatMap((run) =>
		[0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')),
	);
	for (const secret of secrets) {
		for (const part of [secret.slice(0, 16), secret.slice(-16)]) {
			if ([plain, ...decoded].some((text) => text.includes(part))) {
				throw new Error(`${part} came out`);
			}
		}
	}
}

/** Runs an operation that is to end badly, and looks through all that n8n stores of it. */
async function expectSilent(
	parameters: INodeParameters,
	secrets: string[],
	options: RunOptions = {},
): Promise<void> {
	const { error, json, stored } = await scene.run(parameters, options);
	expect(error !== undefined || json.length > 0).toBe(true);
	expectKept(stored(), secrets);
	expect(logged.length).toBeGreaterThan(0);
	expectKept(inspect(logged), secrets);
}

const flat = (text: string) => ({
	error: text,
	error_description: `You sent ${text}, which is wrong.`,
	log_id: text,
	hint: text,
});

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

const page = (text: string) => `<html><title>${text}</title><p>Forbidden: ${text}</p></html>`;

describe('repeated', () => {
	describe.each([200, 400, 401, 403, 500])('by the token endpoint with HTTP %i', (status) => {
		const bodies: Array<[string, (text: string) => string | object, Record<string, string>]> = [
			['each field', (text) => flat(text), {}],
			['the description', (text) => ({ ...flat(text), error: 'invalid_client', log_id: '1' }), {}],
			['an envelope', (text) => ({ error: { code: text, message: text, log_id: text } }), {}],
			['a page', page, { 'content-type': 'text/html' }],
			['a page called JSON', page, { 'content-type': 'application/json' }],
			['a form', (text) => new URLSearchParams(flat(text)).toString(), formType],
		];
		test.each(bodies)('in %s', async (_where, body, headers) => {
			const secrets = canaries();
			scene.simulator.expireAccessTokens();
			scene
				.expect('token')
				.reply(status, body(repeated().join(' and ')), headers)
				.persist();
			await expectSilent(operations.creatorInfo, secrets, { onError: 'continueRegularOutput' });
			await expectSilent(operations.creatorInfo, secrets);
		});
	});

	test('by a first exchange that TikTok refused, as n8n has stored it', async () => {
		// There are no tokens then.
		const words = forms.map((write) => write(appSecret)).join(' and ');
		scene.engine.store({ oauthTokenData: flat(words), appSecret });
		await expectSilent(operations.directPost, [appSecret]);
	});

	const points: Array<[Point, INodeParameters]> = [
		['creator info', operations.directPost],
		['video init', operations.directPost],
		['inbox init', operations.draft],
		['content init', operations.photoDraft],
		['status', operations.getStatus],
		['cancel', operations.cancel],
		['list', operations.getVideos],
	];
	describe.each([200, 400, 401, 403, 500])('by the API with HTTP %i', (status) => {
		test.each(points)('%s', async (point, parameters) => {
			const secrets = canaries();
			const text = repeated().join(' and ');
			const envelope = {
				data: { words: text },
				error: { code: text, message: `You sent ${text}.`, log_id: text },
			};
			scene
				.expect(point)
				.reply(status, envelope, { 'x-tt-logid': encodeURI(text) })
				.persist();
			await expectSilent(parameters, secrets);
		});
	});

	test.each([200, 401, 403, 502])('by the page of a proxy with HTTP %i', async (status) => {
		const secrets = canaries();
		const text = repeated().join(' and ');
		const headers = { 'content-type': 'text/html', 'x-tt-logid': encodeURI(text) };
		scene.expect('creator info').reply(status, page(text), headers).persist();
		await expectSilent(operations.creatorInfo, secrets);
	});

	test.each(['FAILED', 'canary'])('as the reason of a post whose status is %s', async (status) => {
		const secrets = canaries();
		const text = repeated().join(' and ');
		scene.expect('status').reply(200, {
			data: { status: status === 'canary' ? text : status, fail_reason: text },
			error: { code: 'ok', message: text, log_id: text },
		});
		await expectSilent(operations.getStatus, secrets);
	});
});

describe('n8n’s HTTP Request node with the credential', () => {
	test('is shown a refusal inside HTTP 200 without the secrets', async () => {
		const secrets = canaries();
		scene.simulator.expireAccessTokens();
		scene.expect('token').reply(200, flat(secrets.join(' and ')));
		const url = 'https://open.tiktokapis.com/v2/user/info/?fields=open_id';
		const error: unknown = await scene.engine.httpRequest(url).catch((thrown: unknown) => thrown);
		const { message, stack, cause } = error as Error;
		expect(message).toBe('TikTok refused the request');
		expectKept(JSON.stringify([error, message, stack, cause]), secrets);
	});
});
