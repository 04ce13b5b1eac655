import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DataDeduplicationService, ExecuteContext } from 'n8n-core';
import { sleep, type INodeParameters } from 'n8n-workflow';

import { ListStore } from '../harness/deduplication';
import type { RunResult } from '../harness/engine';
import { useEngine, useSkippedTime, useWebHost } from '../harness/setUps';
import type { HostedFile, WebHost } from '../harness/webHost';
import { sampleVideo } from '../simulator';
import { frame, icc, jfif, jpeg, jpegOf, webpOf } from '../unit/media/photoBuilder';

const web = useWebHost();
const engine = useEngine({
	hosts: { 'media.example.com': web },
	urlProperties: ['example.com'],
});
const time = useSkippedTime();
beforeAll(async () => await DataDeduplicationService.init(new ListStore()));
beforeEach(() => {
	web.files.clear();
	web.requests.length = 0;
	web.headers.length = 0;
});

const good = jpegOf(1080, 1920);
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const addressOf = (path: string) => `https://media.example.com${path}`;

const directPost = {
	resource: 'photo',
	operation: 'directPost',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
};
const operations: Record<string, INodeParameters> = {
	'Direct Post': directPost,
	'Upload Draft': { resource: 'photo', operation: 'uploadDraft' },
	'Validate Only': { ...directPost, options: { validateOnly: true } },
};

/** Hosts photos by their paths. @returns their addresses */
function hosted(photos: Record<string, Buffer | HostedFile>): string[] {
	for (const [path, photo] of Object.entries(photos))
		web.files.set(path, Buffer.isBuffer(photo) ? { bytes: photo, type: 'image/jpeg' } : photo);
	return Object.keys(photos).map(addressOf);
}

const isTikTok = (headers: WebHost['headers'][number]) =>
	headers['user-agent'] === 'TikTok-Simulator-Pull';

/** A photo that TikTok gets, and n8n in another way. */
const otherwiseForN8n = (forN8n: Partial<HostedFile>): HostedFile => ({
	bytes: good,
	otherwise: (headers) => (isTikTok(headers) ? {} : forN8n),
});

/** What n8n asked for, in order. */
const askedByN8n = () => web.requests.filter((_, index) => !isTikTok(web.headers[index]));

const post = async (photoUrls: string[], parameters: INodeParameters = directPost) =>
	await engine.run({ ...parameters, photoUrls });

function expectPosted({ error, json, hints }: RunResult): void {
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ verdict: 'published' });
	expect(json[0]).not.toHaveProperty('warnings');
	expect(hints).toEqual([]);
}

test('the content decides, whatever the address ends in and the host says', async () => {
	expectPosted(
		await post(
			hosted({
				'/a.png?fm=jpg': { bytes: good, type: 'image/png' },
				'/b.heic': { bytes: webpOf(4000, 1080), type: 'text/plain' },
				'/c.mp4': { bytes: jpegOf(1, 1), type: 'video/mp4' },
				'/d': { bytes: jpeg(jfif, icc, icc, icc, frame(0xc2, 1080, 1080)), type: '' },
			}),
		),
	);
});

describe('refused before the init, by its number', () => {
	const announced = Buffer.concat([good, Buffer.alloc(21_000_000)]);
	test.each<[string, Buffer, RegExp, RegExp]>([
		['a PNG', png, /is a PNG picture, and TikTok takes photos as JPEG and WebP$/, /^Convert/],
		['a GIF', Buffer.from('GIF89a\x01\0\x01\0'), /is a GIF picture/, /^Convert/],
		[
			'a web page',
			Buffer.from('<!DOCTYPE html><html><body>Log in</body></html>'),
			/is a web page \(HTML\)/,
			/address of the picture itself/,
		],
		['JSON', Buffer.from('{"error":"expired"}'), /is data \(JSON\)/, /link has expired/],
		['a playlist', Buffer.from('#EXTM3U\n#EXTINF:1,\na.ts\n'), /is a playlist/, /JPEG or WebP/],
		['a video', sampleVideo(), /is an MP4 video/, /resource Video/],
		['nothing', Buffer.alloc(0), /is empty$/, /0 bytes/],
		[
			'a JPEG with more than 1080 pixels on its shorter side',
			jpegOf(1086, 1448),
			/has 1086 × 1448 pixels, and TikTok takes photos whose shorter side has at most 1080$/,
			/^Scale the picture down/,
		],
		['a WebP of that kind', webpOf(1254, 1254), /has 1254 × 1254 pixels/, /^Scale/],
		['a photo over 20 MB', announced, /has 21,\d{3},\d{3} bytes/, /^Compress/],
		[
			'a photo that ends before its picture begins',
			jpeg(jfif, icc).subarray(0, 9_000),
			/is cut off: it ends after 9,000 bytes/,
			/until it is complete/,
		],
	])('%s', async (_what, bytes, message, wayOut) => {
		const photoUrls = hosted({ '/1.jpg': good, '/2.jpg?signature=s3cr3tsignature': bytes });
		const before = engine.simulator.calls.length;
		for (const [name, parameters] of Object.entries(operations)) {
			const { error } = await post(photoUrls, parameters);
			expect([name, error?.message]).toEqual([
				name,
				expect.stringMatching(/^Photo 2 of ‘Photo URLs’ /),
			]);
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(wayOut);
			expect(`${error?.message} ${error?.description}`).not.toContain('s3cr3tsignature');
		}
		expect(engine.simulator.calls.length).toBe(before);
	});

	test('several, in one message', async () => {
		const photoUrls = hosted({ '/1': png, '/2': good, '/3': jpegOf(1086, 1448), '/4': png });
		const before = engine.simulator.calls.length;
		const { error } = await post(photoUrls);
		expect(error?.message).toBe(
			'3 of the 4 photos of ‘Photo URLs’ cannot be posted: each of the photos 1 and 4 is a PNG picture; photo 3 has 1086 × 1448 pixels',
		);
		expect(engine.simulator.calls.length).toBe(before);
	});
});

describe('left to TikTok, with a warning', () => {
	const decides = 'TikTok downloads it and decides.';
	test.each<[string, HostedFile, string]>([
		...[401, 403, 404, 429, 500].map((status): [string, HostedFile, string] => [
			`HTTP ${status} for n8n`,
			otherwiseForN8n({ status }),
			`media.example.com answered ‘Photo URLs’ with HTTP ${status}`,
		]),
		[
			'a connection that breaks for n8n',
			otherwiseForN8n({ breakAfter: { bytes: 10, times: 1 } }),
			'media.example.com broke off the download of ‘Photo URLs’',
		],
	])('%s', async (_what, photo, why) => {
		const photoUrls = hosted({ '/1.jpg': good, '/2.png?signature=s3cr3tsignature': photo });
		const { error, json, hints } = await post(photoUrls);
		expect(error).toBeUndefined();
		const warning = `Photo 2 was not checked: ${why}. ${decides}`;
		expect(json[0]).toMatchObject({ verdict: 'published', warnings: [warning] });
		expect(hints).toEqual([{ message: warning, type: 'warning', location: 'outputPane' }]);
	});

	test('a host that n8n cannot reach at all', async () => {
		// Nothing listens there.
		const photoUrls = ['https://localhost:9/1.png', 'https://localhost:9/2.jpg'];
		const { json } = await post(photoUrls, operations['Validate Only']);
		expect(json[0]).toMatchObject({
			verdict: 'validated',
			warnings: [
				'Photos 1 and 2 were not checked: localhost:9 of ‘Photo URLs’ could not be reached. TikTok downloads them and decides.',
			],
		});
	});

	test('an address that redirects, which TikTok does not follow', async () => {
		const photoUrls = hosted({ '/1': { bytes: good, redirectTo: 'https://media.example.com/2' } });
		const { json } = await post(photoUrls, operations['Validate Only']);
		expect(json[0].warnings).toEqual([
			`Photo 1 was not checked: media.example.com redirects ‘Photo URLs’ to another address (HTTP 302), and TikTok follows no redirect. ${decides}`,
		]);
	});

	test('a format that the node does not know', async () => {
		engine.simulator.rules.mediaChecks = false;
		const { json } = await post(hosted({ '/1': Buffer.alloc(5_000, 7) }));
		engine.simulator.rules.mediaChecks = true;
		expect(json[0]).toMatchObject({
			verdict: 'published',
			warnings: [`Photo 1 was not checked: the format is not known to the node. ${decides}`],
		});
	});
});

describe('what it costs', () => {
	test('one plain GET for each address, without a token', async () => {
		const [one, two] = hosted({ '/1.jpg': good, '/2.jpg': good });
		expectPosted(await post([one, two, one]));
		expect(askedByN8n().sort()).toEqual(['/1.jpg', '/2.jpg']);
		expect(web.requests).toHaveLength(5);
		for (const { range, authorization } of web.headers)
			expect([range, authorization]).toEqual([undefined, undefined]);
	});

	test('the beginning is enough, also of a host that sends no more', async () => {
		const bytes = Buffer.concat([jpegOf(1080, 1080), Buffer.alloc(1_000_000)]);
		const stalling = { ...otherwiseForN8n({ stallAfter: 8_192 }), bytes };
		expectPosted(await post(hosted({ '/1.jpg': stalling })));
	});

	test.each([
		['from the start', 0],
		['after some bytes', 10],
	])(
		'35 addresses that are silent %s: a few at a time, and the post goes out',
		async (_, bytes) => {
			const decideThem = 'TikTok downloads them and decides.';
			const silent = otherwiseForN8n({ stallAfter: bytes });
			const paths = Array.from({ length: 35 }, (_, index) => `/${index + 1}.jpg`);
			const photoUrls = hosted(Object.fromEntries(paths.map((path) => [path, silent])));
			const before = engine.simulator.tasks.length;
			const run = post(photoUrls);
			while (engine.simulator.tasks.length === before) {
				const asked = askedByN8n().length;
				await sleep(400);
				expect(askedByN8n().length - asked).toBeLessThanOrEqual(5);
				time.pass(10_500);
			}
			const { error, json } = await run;
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ verdict: 'published' });
			// Four rounds at most in the half minute that all of them have together.
			expect(askedByN8n().length).toBeLessThanOrEqual(20);
			const [first, rest] = (json[0].warnings as string[]).map(
				(warning) => /^Photos (.*) were not checked: (.*)$/.exec(warning)?.slice(1) ?? [],
			);
			expect([first[1], rest[1]]).toEqual([
				`media.example.com of ‘Photo URLs’ took too long to answer. ${decideThem}`,
				`too much time had passed with the other photos. ${decideThem}`,
			]);
			expect([first[0], rest[0]].flatMap((numbers) => numbers.split(/, | and /))).toEqual(
				paths.map((_path, index) => String(index + 1)),
			);
		},
	);
});

describe('photos are not fetched again', () => {
	const retryOnFail = { maxTries: 3 };

	test('of an item that is posted already', async () => {
		const [address] = hosted({ '/1.jpg': good });
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_params', message: 'Not now', log_id: '1' },
		});
		const { error } = await engine.run({ ...directPost, photoUrls: [address] }, { retryOnFail });
		expect(error).toBeUndefined();
		expect(askedByN8n()).toEqual(['/1.jpg']);
	});

	test('of an item whose fate is unknown', async () => {
		const [address] = hosted({ '/1.jpg': good });
		engine.simulator.fault('content init', { at: 'after body', kind: 'reset' });
		const error = await engine.failure({ ...directPost, photoUrls: [address] }, { retryOnFail });
		expect(error.message).toMatch(/not known whether the post was started/);
		expect(askedByN8n()).toEqual(['/1.jpg']);
	});

	test('of an item whose Post Once Key was seen', async () => {
		const photoUrls = hosted({ '/1.jpg': good });
		const once = { ...directPost, options: { postOnceKey: `photo-${Date.now()}` } };
		expect((await post(photoUrls, once)).json[0].verdict).toBe('published');
		expect((await post(photoUrls, once)).json[0].verdict).toBe('skipped');
		expect(askedByN8n()).toEqual(['/1.jpg']);
	});
});

describe('n8n’s hint', () => {
	const why = 'media.example.com answered ‘Photo URLs’ with HTTP 403';
	const warning = `Photo 1 was not checked: ${why}. TikTok downloads it and decides.`;
	/** The second item's photo alone is one that n8n cannot get. */
	const urls = '={{ $itemIndex === 1 ? "/locked.jpg" : "/1.jpg" }}'.replaceAll(
		'"/',
		'"https://media.example.com/',
	);
	const parameters = { ...directPost, photoUrls: [urls] };
	const items = [{ json: {} }, { json: {} }];
	beforeEach(() => {
		hosted({ '/1.jpg': good, '/locked.jpg': otherwiseForN8n({ status: 403 }) });
	});

	test('names the items, also where Retry On Fail has run the node twice', async () => {
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/');
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_params', message: 'Not now', log_id: '1' },
		});
		const { error, json, hints } = await engine.run(parameters, {
			items,
			retryOnFail: { maxTries: 2 },
		});
		engine.simulator.assertNoPendingInterceptors();
		expect(error).toBeUndefined();
		expect(json.map(({ warnings }) => warnings)).toEqual([undefined, [warning]]);
		expect(hints.map(({ message }) => message)).toEqual([`Item 2 of 2: ${warning}`]);
	});

	test('is made for videos too', async () => {
		engine.simulator.rules.mediaChecks = false;
		const { json, hints } = await engine.run(
			{ resource: 'video', operation: 'directPost', privacyLevel: 'PUBLIC_TO_EVERYONE' },
			{ items: [await engine.item(Buffer.alloc(1000, 7))] },
		);
		engine.simulator.rules.mediaChecks = true;
		expect(hints.map(({ message }) => message)).toEqual(json[0].warnings);
	});

	test('is left out on an n8n that has none', async () => {
		const { prototype } = ExecuteContext as unknown as { prototype: Record<string, unknown> };
		const { addExecutionHints } = prototype;
		delete prototype.addExecutionHints;
		const { error, json, hints } = await engine.run(parameters, { items });
		prototype.addExecutionHints = addExecutionHints;
		expect(error).toBeUndefined();
		expect(json.map(({ warnings }) => warnings)).toEqual([undefined, [warning]]);
		expect(hints).toEqual([]);
	});
});
