/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test program, not a node */
import { truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { storeBinariesIn, type RunResult } from '../../harness/engine';
import { sampleVideo } from '../../simulator';
import { operations, useScene, verifiedHost, type Scene, type Point } from './scene';

const {
	directPost,
	directPostByPull,
	draft,
	draftByPull,
	photoPost,
	photoDraft,
	getStatus,
	wait,
	cancel,
	getVideo,
	getVideos,
} = operations;

const scene = useScene();

/** A parameter's refusal: n8n's class, the parameter's name in the message, a way out, and what had been sent by then. */
function expectRefused(
	error: NonNullable<RunResult['error']>,
	parameter: string,
	parts: RegExp[],
	sent: Point[] = [],
): void {
	expect(error.name).toBe('NodeOperationError');
	expect(error.message).toContain(`‘${parameter}’`);
	for (const part of parts) expect(`${error.message}\n${error.description}`).toMatch(part);
	expect(error.description).toMatch(/^[A-Z].{15,}/s);
	expect(error.failure).toEqual({ cause: 'configuration-invalid' });
	expect(error.context.itemIndex).toBe(0);
	expect(scene.sent).toEqual(sent);
}

const photos = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => `https://${verifiedHost}/${index}.jpg`);
const disclosed = { discloseCommercialContent: true };
/** Two UTF-16 units. */
const emoji = '🎬';

/** Name, parameters, the parameter that is named, parts of what the user reads. */
type Row = [string, INodeParameters, string, RegExp[]];

describe('nothing is sent', () => {
	const rows: Row[] = [
		[
			'no privacy chosen',
			{ ...directPost, privacyLevel: '={{ "" }}' },
			'Privacy Level',
			[/not chosen/, /Choose from the list/, /SELF_ONLY/],
		],
		[
			'no privacy from an expression',
			{ ...photoPost, privacyLevel: '={{ $json.nothing }}' },
			'Privacy Level',
			[/not chosen/],
		],
		[
			'a caption of 2,201 letters',
			{ ...directPost, caption: 'a'.repeat(2201) },
			'Caption',
			[/2,201 characters/, /at most 2,200/, /Shorten it by 1\b/, /emoji/],
		],
		[
			'a caption of 2,199 letters and an emoji',
			{ ...directPost, caption: 'a'.repeat(2199) + emoji },
			'Caption',
			[/2,201 characters/],
		],
		[
			'a caption of 1,101 emoji',
			{ ...directPostByPull, caption: emoji.repeat(1101) },
			'Caption',
			[/2,202 characters/, /Shorten it by 2\b/],
		],
		[
			'a photo title of 91',
			{ ...photoPost, photoTitle: 'a'.repeat(91) },
			'Title',
			[/91 characters/, /at most 90/],
		],
		[
			'a photo title of 90 with an emoji',
			{ ...photoDraft, photoTitle: 'a'.repeat(89) + emoji },
			'Title',
			[/91 characters/],
		],
		[
			'a photo description of 4,001',
			{ ...photoPost, photoDescription: 'a'.repeat(4001) },
			'Description',
			[/4,001 characters/, /at most 4,000/],
		],
		[
			'a draft description of 4,001',
			{ ...photoDraft, photoDescription: 'a'.repeat(4001) },
			'Description',
			[/4,001 characters/],
		],
		[
			'0 photos',
			{ ...photoPost, photoUrls: '={{ [] }}' },
			'Photo URLs',
			[/empty/, /at least one photo/],
		],
		['0 photos in a draft', { ...photoDraft, photoUrls: ['={{ "" }}'] }, 'Photo URLs', [/empty/]],
		[
			'36 photos',
			{ ...photoPost, photoUrls: photos(36) },
			'Photo URLs',
			[/36 photos/, /at most 35/, /several posts/],
		],
		[
			'36 photos from an expression',
			{ ...photoDraft, photoUrls: [`={{ ${JSON.stringify(photos(36))} }}`] },
			'Photo URLs',
			[/36 photos/],
		],
		[
			'a photo over http',
			{ ...photoPost, photoUrls: [`http://${verifiedHost}/1.jpg`] },
			'Photo URLs',
			[/http:\/\//, /https/],
		],
		[
			'a photo that is no URL',
			{ ...photoPost, photoUrls: [...photos(1), 'photo-2.jpg'] },
			'Photo URLs',
			[/must be complete web addresses, but holds the text ‘photo-2\.jpg’/, /https:\/\//],
		],
		[
			'a cover beyond the last photo',
			{ ...photoPost, coverPhotoNumber: 3 },
			'Cover Photo Number',
			[/from 1 to 2, since the post has 2 photos, but holds the number 3/],
		],
		[
			'cover 0',
			{ ...photoDraft, coverPhotoNumber: 0 },
			'Cover Photo Number',
			[/must be 1, since the post has 1 photo\b/, /\nEnter 1: /],
		],
		[
			'half a cover',
			{ ...photoPost, coverPhotoNumber: 1.5 },
			'Cover Photo Number',
			[/whole number/],
		],
		[
			'a video over http',
			{ ...directPostByPull, videoUrl: `http://${verifiedHost}/clip.mp4` },
			'Video URL',
			[/http:\/\//, /only over https/],
		],
		[
			'a video without a URL',
			{ ...draftByPull, videoUrl: '={{ "" }}' },
			'Video URL',
			[/empty/, /https:\/\//],
		],
		[
			'a video that is no URL',
			{ ...directPostByPull, videoUrl: 'clip.mp4' },
			'Video URL',
			[/must be one complete web address, but holds the text ‘(file:.*)?clip\.mp4’/],
		],
		[
			'a file URL',
			{ ...draftByPull, videoUrl: 'file:///home/me/clip.mp4' },
			'Video URL',
			[
				/must be one complete web address, but holds the text ‘(file:.*)?clip\.mp4’/,
				/choose files as the source/,
			],
		],
		[
			'disclosure with nothing ticked',
			{ ...directPost, ...disclosed },
			'Disclose Commercial Content',
			[/‘Your Brand’/, /‘Branded Content’/, /yourself.*third party.*both/i],
		],
		[
			'disclosure with nothing ticked, photos',
			{ ...photoPost, ...disclosed },
			'Disclose Commercial Content',
			[/neither/],
		],
		[
			'branded content for “Only me”',
			{ ...directPost, ...disclosed, brandedContent: true, privacyLevel: 'SELF_ONLY' },
			'Branded Content',
			[/“Only me”/, /wider ‘Privacy Level’/],
		],
		[
			'both brands for “Only me”, photos',
			{
				...photoPost,
				...disclosed,
				yourBrand: true,
				brandedContent: true,
				privacyLevel: 'SELF_ONLY',
			},
			'Branded Content',
			[/“Only me”/],
		],
		[
			'a cover frame before the start',
			{ ...directPost, options: { videoCoverTimestampMs: -1 } },
			'Cover Frame Time (Ms)',
			[/milliseconds/],
		],
		[
			'a cover frame that is no number',
			{ ...directPost, options: { videoCoverTimestampMs: '={{ "soon" }}' } },
			'Cover Frame Time (Ms)',
			[/1500/],
		],
		[
			'a wait that is no number',
			{ ...photoPost, options: { maxWaitMinutes: '={{ "long" }}' } },
			'Maximum Wait (Minutes)',
			[/0 to 720/],
		],
		...[getStatus, wait, cancel].flatMap((operation): Row[] => [
			[
				`${operation.operation} without a publish ID`,
				{ ...operation, publishId: '={{ "" }}' },
				'Publish ID',
				[/is empty/, /publish_id/, /\$json\.publish_id/],
			],
			[
				`${operation.operation} with white space as publish ID`,
				{ ...operation, publishId: '={{ "  " }}' },
				'Publish ID',
				[/is empty/],
			],
			[
				`${operation.operation} with a link as publish ID`,
				{
					...operation,
					publishId: `https://www.tiktok.com/@clip.maker/video/7678907398077074696?lang=${'en'.repeat(10)}`,
				},
				'Publish ID',
				[/must be one publish ID, but holds the text ‘https:/],
			],
		]),
		['video ids: none', { ...getVideo, videoIds: '={{ " , " }}' }, 'Video', [/is empty/]],
		[
			'video ids: rounded by JavaScript',
			{ ...getVideo, videoIds: '={{ 7678907398077074696 }}' },
			'Video',
			[/lost its last digits/, /as text/],
		],
		[
			'video ids: one of a list rounded',
			{ ...getVideo, videoIds: '={{ ["7678907398077074696", 7678907398077074697] }}' },
			'Video',
			[/lost its last digits/],
		],
		[
			'video ids: a short link',
			{ ...getVideo, videoIds: 'https://vm.tiktok.com/ZMabc/' },
			'Video',
			[/must be IDs or links of videos, but holds the text ‘https:/, /Short links/],
		],
		[
			'video ids: a publish id',
			{ ...getVideo, videoIds: 'v_pub_file~v2-1.7602997070760331285' },
			'Video',
			[/must be IDs or links of videos, but holds the text ‘v_pub_file/],
		],
		[
			'videos posted before what is not a date',
			{ ...getVideos, options: { postedBefore: '={{ "yesterday" }}' } },
			'Posted Before',
			[/must be a date, but holds the text ‘yesterday’/, /2026-11-22T10:00:00Z/],
		],
	];

	test.each(rows)('%s', async (_name, parameters, parameter, parts) => {
		expectRefused(await scene.failure(parameters), parameter, parts);
	});

	test.each([
		['privacyLevel', { ...directPost, privacyLevel: '' }, 'Privacy Level'],
		['publishId', { ...getStatus, publishId: '' }, 'Publish ID'],
		['videoUrl', { ...directPostByPull, videoUrl: '' }, 'Video URL'],
		['binaryPropertyName', { ...directPost, binaryPropertyName: '' }, 'Input Binary Field'],
	] as const)('%s left empty: n8n does not even start', async (_name, parameters, label) => {
		await expect(scene.run(parameters)).rejects.toThrow(label);
		expect(scene.sent).toEqual([]);
	});
});

describe('files', () => {
	const field = 'Input Binary Field';
	const binary = async (
		bytes: Buffer,
		options: Parameters<Scene['engine']['item']>[1] = {},
	): Promise<INodeExecutionData[]> => [await scene.engine.item(bytes, options)];

	describe.each(['file', 'memory'] as const)('in n8n’s %s store', (store) => {
		beforeAll(async () => await storeBinariesIn(store));
		afterAll(async () => await storeBinariesIn('file'));

		test.each([directPost, draft])('a missing field', async (parameters) => {
			const items = await binary(sampleVideo(), { field: 'clip' });
			expectRefused(await scene.failure(parameters, { items }), field, [
				/no file in ‘data’/,
				/these binary fields: clip/,
			]);
		});

		test('no file at all', async () => {
			expectRefused(await scene.failure(directPost, { items: [{ json: {} }] }), field, [
				/no file in ‘data’/,
				/HTTP Request node/,
				/File/,
			]);
		});

		test.each([directPost, draft])('an empty file', async (parameters) => {
			expectRefused(
				await scene.failure(parameters, { items: await binary(Buffer.alloc(0)) }),
				field,
				[/is empty/, /0 bytes/],
			);
		});

		const contents = {
			png: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
			jpeg: Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
			page: Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>'),
			avi: Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1'),
			zip: Buffer.from('504b0304140000000800', 'hex'),
			playlist: Buffer.from('#EXTM3U\n#EXT-X-VERSION:3\n'),
		};

		test.each([
			['png', /PNG/, /resource Photo/],
			['jpeg', /JPEG/, /resource Photo/],
			['page', /web page/, /\w/],
			['avi', /AVI/, /MP4/],
			['zip', /ZIP/i, /\w/],
			['playlist', /playlist/, /video file itself/],
		] as const)(
			'a file that is surely something else under the label of a video: %s',
			async (name, what, wayOut) => {
				const items = await binary(contents[name]);
				expectRefused(await scene.failure(directPost, { items }), field, [
					what,
					/MP4, MOV and WebM/,
					wayOut,
				]);
			},
		);

		test.each([
			['image/png', 'picture.png'],
			['text/html', 'clip.html'],
			['video/x-msvideo', 'clip.avi'],
			['application/octet-stream', 'clip.zip'],
			['', 'clip'],
		])('a video is taken whatever its label: %s, %s', async (mimeType, fileName) => {
			const items = await binary(sampleVideo(), { mimeType, fileName });
			const { json } = await scene.run(
				{ ...directPost, options: { validateOnly: true } },
				{ items },
			);
			expect(json).toMatchObject([{ verdict: 'validated' }]);
		});
	});

	/** A file of that size in n8n's file store, with holes in place of the picture data. */
	async function largeFile(size: number): Promise<INodeExecutionData[]> {
		const items = await binary(sampleVideo());
		const id = items[0].binary?.data.id ?? '';
		// n8n-core's own copy of the container: other development packages bring older ones.
		const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
			Container: { get(type: typeof BinaryDataService): BinaryDataService };
		};
		const path = Container.get(BinaryDataService).getPath(id);
		await truncate(path, size);
		await writeFile(
			`${path}.metadata`,
			JSON.stringify({ fileName: 'clip.mp4', mimeType: 'video/mp4', fileSize: size }),
		);
		return items;
	}

	test.each([directPost, draft])('one byte over 4 GB', async (parameters) => {
		const items = await largeFile(4_294_967_297);
		expectRefused(await scene.failure(parameters, { items }), field, [
			/4,294,967,297 bytes/,
			/at most 4 GB/,
			/Compress or cut/,
		]);
	});

	test('4 GB to the byte is accepted', async () => {
		const items = await largeFile(4_294_967_296);
		const { json } = await scene.run({ ...directPost, options: { validateOnly: true } }, { items });
		expect(json).toMatchObject([
			{ verdict: 'validated', would_send: { source_info: { video_size: 4_294_967_296 } } },
		]);
		expect(scene.sent).toEqual(['creator info']);
	});
});

describe('against the creator: only creator info is sent', () => {
	const refused = async (parameters: INodeParameters, parameter: string, parts: RegExp[]) =>
		expectRefused(
			await scene.failure(parameters),
			parameter,
			[/@clip\.maker/, ...parts],
			['creator info'],
		);

	test.each([directPost, directPostByPull, photoPost])(
		'a privacy level that the creator lacks',
		async (parameters) => {
			await refused({ ...parameters, privacyLevel: 'FOLLOWER_OF_CREATOR' }, 'Privacy Level', [
				/FOLLOWER_OF_CREATOR/,
				/does not offer/,
				/Choose one of:.*PUBLIC_TO_EVERYONE.*MUTUAL_FOLLOW_FRIENDS.*SELF_ONLY/,
				/private or public/,
			]);
		},
	);

	test('“Everyone” on a private account', async () => {
		scene.account.private = true;
		await refused(directPost, 'Privacy Level', [
			/PUBLIC_TO_EVERYONE/,
			/Choose one of:.*FOLLOWER_OF_CREATOR/,
		]);
	});

	test('a level that TikTok does not know', async () => {
		await refused({ ...directPost, privacyLevel: 'public' }, 'Privacy Level', [/is public, which/]);
	});

	test.each([
		[directPost, 'allowComment', 'commentDisabled', 'Allow Comments'],
		[directPost, 'allowDuet', 'duetDisabled', 'Allow Duet'],
		[directPost, 'allowStitch', 'stitchDisabled', 'Allow Stitch'],
		[directPostByPull, 'allowStitch', 'stitchDisabled', 'Allow Stitch'],
		[photoPost, 'allowComment', 'commentDisabled', 'Allow Comments'],
	] as const)(
		'an interaction that the creator has switched off (%#)',
		async (parameters, name, setting, label) => {
			scene.account[setting] = true;
			await refused({ ...parameters, [name]: true }, label, [
				/is on/,
				/switched off/,
				new RegExp(`Switch ‘${label}’ off here`),
			]);
		},
	);

	test('duet on a private account', async () => {
		scene.account.private = true;
		await refused({ ...directPost, privacyLevel: 'SELF_ONLY', allowDuet: true }, 'Allow Duet', [
			/Private accounts cannot allow duet and stitch/,
		]);
	});
});

describe('just within the limits: accepted, and it arrives as it was given', () => {
	const sentInfo = () => scene.lastCall('video init').body as { post_info: { title: string } };
	const now = { waitForCompletion: false };

	test.each([
		['2,200 letters', 'a'.repeat(2200)],
		['1,100 emoji', emoji.repeat(1100)],
		['2,198 letters and an emoji', 'a'.repeat(2198) + emoji],
	])('a caption of %s', async (_name, caption) => {
		const { json, error } = await scene.run({ ...directPost, caption, options: now });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1);
		expect(sentInfo().post_info.title).toBe(caption);
	});

	test('35 photos, a title of 90, a description of 4,000, the last one as cover', async () => {
		const { error } = await scene.run({
			...photoPost,
			photoUrls: photos(35),
			photoTitle: emoji.repeat(45),
			photoDescription: emoji.repeat(2000),
			coverPhotoNumber: 35,
			options: now,
		});
		expect(error).toBeUndefined();
		expect(scene.lastCall('content init').body).toMatchObject({
			post_info: { title: emoji.repeat(45), description: emoji.repeat(2000) },
			source_info: { photo_images: photos(35), photo_cover_index: 34 },
		});
	});

	test('branded content for everyone, your own brand for “Only me”', async () => {
		const branded = await scene.run({
			...directPost,
			...disclosed,
			brandedContent: true,
			options: now,
		});
		expect(branded.error).toBeUndefined();
		expect(sentInfo().post_info).toMatchObject({
			brand_content_toggle: true,
			brand_organic_toggle: false,
		});
		const own = await scene.run({
			...directPost,
			...disclosed,
			yourBrand: true,
			privacyLevel: 'SELF_ONLY',
			options: now,
		});
		expect(own.error).toBeUndefined();
		expect(sentInfo().post_info).toMatchObject({
			brand_content_toggle: false,
			brand_organic_toggle: true,
		});
	});

	test('an octet-stream whose name says mp4, and a type with parameters', async () => {
		for (const options of [
			{ mimeType: 'application/octet-stream' },
			{ mimeType: 'video/mp4; codecs="avc1"' },
		]) {
			const { error } = await scene.run(
				{ ...draft },
				{ items: [await scene.engine.item(sampleVideo(), options)] },
			);
			expect(error).toBeUndefined();
		}
	});

	test.each([
		[20, [20]],
		[21, [20, 1]],
		[45, [20, 20, 5]],
	])('%i video ids are split into calls of %j', async (count, calls) => {
		const ids = Array.from({ length: count }, (_, index) =>
			String(7678907398077074600n + BigInt(index)),
		);
		scene.simulator.addPost(scene.account, { id: ids[count - 1], likeCount: 7 });
		const { json, error } = await scene.run({ ...getVideo, videoIds: ids.join(', ') });
		expect(error).toBeUndefined();
		expect(
			scene.calls.map(
				({ body }) => (body as { filters: { video_ids: string[] } }).filters.video_ids.length,
			),
		).toEqual(calls);
		expect(json.map(({ id }) => id)).toEqual(ids);
		expect(json.map(({ available }) => available)).toEqual(ids.map((id) => id === ids[count - 1]));
	});
});

test('of several items only the bad one is refused, and the refusal names it', async () => {
	const items = await Promise.all(
		[0, 1, 2].map(async (index) => ({
			...(await scene.item(sampleVideo())),
			json: { caption: 'a'.repeat(index === 1 ? 2201 : 5) },
		})),
	);
	const { json } = await scene.run(
		{ ...directPost, caption: '={{ $json.caption }}', options: { waitForCompletion: false } },
		{ items, onError: 'continueRegularOutput' },
	);
	expect(json.map(({ error }) => error)).toEqual([
		undefined,
		expect.stringContaining('‘Caption’'),
		undefined,
	]);
	expect(scene.sent.filter((name) => name === 'video init')).toHaveLength(2);
	const error = await scene.failure(
		{ ...directPost, caption: '={{ $json.caption }}', options: { waitForCompletion: false } },
		{ items },
	);
	expect(error.context.itemIndex).toBe(1);
});
