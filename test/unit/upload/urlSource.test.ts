import { afterAll, expect, test } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';

import { urlSource } from '../../../nodes/TikTok/upload/urlSource';
import { SkippedTime } from '../../harness/skippedTime';

const time = new SkippedTime();
afterAll(() => time.restore());

/** An n8n whose helper refuses every request with this error. */
function refusing(error: Error): IExecuteFunctions {
	const helpers = { httpRequest: async () => await Promise.reject(error) };
	return { helpers, getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;
}

/** As n8n 2.41 throws it where its protection is on. */
class SsrfBlockedIpError extends Error {
	override readonly name = 'SsrfBlockedIpError';
}

const url = 'https://intranet.example.com/render.mp4?signature=1';

test.each<[string, Error]>([
	['before the request', new SsrfBlockedIpError('restricted')],
	[
		'while connecting',
		new Error('Request failed', { cause: new SsrfBlockedIpError('restricted') }),
	],
])('a refusal of n8n’s SSRF protection %s is named, with the way out', async (_, error) => {
	const refused = urlSource(refusing(error), { url, parameter: 'Video URL' });
	await expect(refused).rejects.toMatchObject({
		message:
			'n8n may not fetch ‘Video URL’ from intranet.example.com: its protection against requests to internal addresses is on',
		wayOut: expect.stringMatching(/Use a public address.*N8N_SSRF_ALLOWED_HOSTNAMES/),
	});
});

test('a host that cannot be reached is another matter', async () => {
	const lost = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
	await expect(urlSource(refusing(lost), { url, parameter: 'Video URL' })).rejects.toMatchObject({
		message: 'intranet.example.com of ‘Video URL’ could not be reached, in 4 attempts',
	});
});
