import { beforeEach, describe, expect, test } from '@jest/globals';

import type { Scope } from '../index';
import type { Answered } from './client';
import { at, Fixture, outcome, text } from './fixture';
import { Origin, until } from './origin';

const fixture = new Fixture();
const origin = new Origin();
const URLS = ['https://cdn.example.com/1.jpg', 'https://cdn.example.com/2.webp'];

function jpeg(width: number, height: number, bytes = 2000): Buffer {
	const head = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108', 'hex');
	const size = Buffer.alloc(4);
	size.writeUInt16BE(height, 0);
	size.writeUInt16BE(width, 2);
	return Buffer.concat([head, size, Buffer.alloc(bytes)]);
}

function webp(width: number, height: number): Buffer {
	const data = Buffer.alloc(64);
	data.write('RIFF', 0, 'latin1');
	data.write('WEBPVP8X', 8, 'latin1');
	data.writeUIntLE(width - 1, 24, 3);
	data.writeUIntLE(height - 1, 27, 3);
	return data;
}

beforeEach(() => {
	fixture.simulator.hosts.set('cdn.example.com', origin.url);
	origin.serve('/1.jpg', jpeg(1080, 1350));
	origin.serve('/2.webp', webp(1080, 1920));
});

const SOURCE = { source: 'PULL_FROM_URL', photo_images: URLS, photo_cover_index: 1 };

function connect(scopes?: readonly Scope[]): string {
	return fixture.connect({
		app: { urlProperties: ['example.com'] },
		...(scopes === undefined ? {} : { scopes }),
	}).token;
}

async function send(token: string, changes: object = {}): Promise<Answered> {
	return await fixture.client.api('/v2/post/publish/content/init/', token, {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'Title', description: 'Text' },
		source_info: SOURCE,
		...changes,
	});
}

test('a direct post: every picture is fetched, one post comes out', async () => {
	const token = connect(['video.publish']);
	const post_info = {
		privacy_level: 'PUBLIC_TO_EVERYONE',
		title: 'Title',
		description: 'Text',
		auto_add_music: true,
		disable_comment: true,
		brand_content_toggle: true,
	};
	const answer = await send(token, { post_info, is_aigc: true });
	expect(Object.keys(at(answer, 'data') ?? {})).toEqual(['publish_id']);
	expect(text(answer, 'data.publish_id')).toMatch(/^p_pub_url~v2\.\d{19}$/);
	await until(() => fixture.simulator.tasks[0]?.processing === true);
	fixture.simulator.clock.advance(2000);
	expect(fixture.simulator.tasks[0]?.downloads.map(({ url }) => url)).toEqual(URLS);
	expect(fixture.simulator.posts).toHaveLength(1);
	expect(fixture.simulator.posts[0]).toMatchObject({
		media: 'PHOTO',
		title: 'Title',
		caption: 'Text',
		cover: 1,
		isAigc: true,
		autoAddMusic: true,
		commentDisabled: true,
		brandContent: true,
	});
	const status = await fixture.status(token, text(answer, 'data.publish_id'));
	expect(status.text).toContain(
		`"publicaly_available_post_id":[${fixture.simulator.posts[0]?.id}]`,
	);
});

test('where is_aigc is read', async () => {
	for (const [rule, expected] of [
		['topLevel', false],
		['postInfo', true],
		['either', true],
	] as const) {
		fixture.simulator.reset();
		fixture.simulator.hosts.set('cdn.example.com', origin.url);
		fixture.simulator.rules.photoAigcPosition = rule;
		await send(connect(), { post_info: { privacy_level: 'SELF_ONLY', is_aigc: true } });
		await until(() => fixture.simulator.tasks[0]?.processing === true);
		fixture.simulator.clock.advance(2000);
		expect(fixture.simulator.posts[0]?.isAigc).toBe(expected);
	}
});

test('a draft carries title and description; privacy is not read', async () => {
	const token = connect(['video.upload']);
	const draft = { post_mode: 'MEDIA_UPLOAD', post_info: { title: 'T', description: 'D' } };
	const answer = await send(token, draft);
	await until(() => fixture.simulator.tasks[0]?.processing === true);
	fixture.simulator.clock.advance(2000);
	expect(at(await fixture.status(token, text(answer, 'data.publish_id')), 'data.status')).toBe(
		'SEND_TO_USER_INBOX',
	);
	const post = fixture.simulator.finishDraft(text(answer, 'data.publish_id'), {
		visibility: 'SELF_ONLY',
	});
	expect(post).toMatchObject({ title: 'T', caption: 'D', visibility: 'SELF_ONLY' });
});

describe('refusals', () => {
	const mode = 'Invalid media_type or post_mode';
	const source = 'The request source info is empty or incorrect';
	const post = 'The request post info is empty or incorrect';
	test.each([
		['a video', { media_type: 'VIDEO' }, mode],
		['no media_type', { media_type: undefined }, mode],
		['no such mode', { post_mode: 'STORY' }, mode],
		['a mode with a space', { post_mode: 'DIRECT POST' }, mode],
		['FILE_UPLOAD', { source_info: { ...SOURCE, source: 'FILE_UPLOAD' } }, source],
		['no pictures', { source_info: { ...SOURCE, photo_images: [] } }, source],
		[
			'36 pictures',
			{ source_info: { ...SOURCE, photo_images: Array.from({ length: 36 }, () => URLS[0]) } },
			source,
		],
		[
			'a picture that is no URL',
			{ source_info: { ...SOURCE, photo_images: ['1.jpg'], photo_cover_index: 0 } },
			source,
		],
		['no cover', { source_info: { ...SOURCE, photo_cover_index: undefined } }, source],
		['a cover past the end', { source_info: { ...SOURCE, photo_cover_index: 2 } }, source],
		['a negative cover', { source_info: { ...SOURCE, photo_cover_index: -1 } }, source],
		['no post_info', { post_info: undefined }, post],
		['a title of 91', { post_info: { privacy_level: 'SELF_ONLY', title: 'x'.repeat(91) } }, post],
		[
			'a description of 4001',
			{ post_info: { privacy_level: 'SELF_ONLY', description: 'x'.repeat(4001) } },
			post,
		],
	])('400: %s', async (_name, changes, message) => {
		const answer = await send(connect(), changes);
		expect([outcome(answer), at(answer, 'error.message')]).toEqual(['400 invalid_params', message]);
	});

	test('35 pictures and texts of full length pass', async () => {
		const photo_images = Array.from({ length: 35 }, () => URLS[0]);
		const post_info = {
			privacy_level: 'SELF_ONLY',
			title: 'x'.repeat(90),
			description: 'x'.repeat(4000),
		};
		expect(
			outcome(await send(connect(), { source_info: { ...SOURCE, photo_images }, post_info })),
		).toBe('200 ok');
	});

	test('scopes by mode', async () => {
		expect(outcome(await send(connect(['video.upload'])))).toBe('401 scope_not_authorized');
		expect(outcome(await send(connect(['video.publish']), { post_mode: 'MEDIA_UPLOAD' }))).toBe(
			'401 scope_not_authorized',
		);
	});

	test('403 and the app version', async () => {
		const { app, account, token } = fixture.connect({ app: { urlProperties: ['example.com'] } });
		expect(outcome(await send(token, { post_info: {} }))).toBe('400 invalid_params');
		const foreign = { ...SOURCE, photo_images: [URLS[0], 'https://elsewhere.example/2.jpg'] };
		expect(outcome(await send(token, { source_info: foreign }))).toBe(
			'403 url_ownership_unverified',
		);
		account.oldAppVersion = true;
		expect(outcome(await send(token, { post_mode: 'MEDIA_UPLOAD' }))).toBe(
			'400 app_version_check_failed',
		);
		expect(outcome(await send(token))).toBe('200 ok');
		app.audited = false;
		expect(outcome(await send(token))).toBe(
			'403 unaudited_client_can_only_post_to_private_accounts',
		);
		account.banned = true;
		expect(outcome(await send(token))).toBe('403 spam_risk_user_banned_from_posting');
	});

	test('switches: mode with a space, duet and stitch', async () => {
		const token = connect();
		Object.assign(fixture.simulator.rules, {
			acceptPostModeWithSpace: true,
			refusePhotoDuetStitch: true,
		});
		expect(outcome(await send(token, { post_mode: 'DIRECT POST' }))).toBe('200 ok');
		expect(
			outcome(await send(token, { post_info: { privacy_level: 'SELF_ONLY', disable_duet: true } })),
		).toBe('400 invalid_params');
	});
});

describe('what was pulled', () => {
	const failed = async (): Promise<string | undefined> => {
		await send(connect());
		await until(
			() =>
				fixture.simulator.tasks[0]?.processing === true ||
				fixture.simulator.tasks[0]?.status === 'FAILED',
		);
		fixture.simulator.clock.advance(2000);
		return fixture.simulator.tasks[0]?.failReason;
	};

	test('PNG is refused, recognised by its content', async () => {
		origin.serve('/1.jpg', Buffer.from('89504e470d0a1a0a0000', 'hex'));
		expect(await failed()).toBe('file_format_check_failed');
	});

	test('a web page under the ending and the label of a JPEG is refused', async () => {
		origin.pages.set('/1.jpg', (_request, response) =>
			response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end('<!DOCTYPE html><html></html>'),
		);
		expect(await failed()).toBe('file_format_check_failed');
	});

	test('a JPEG is a JPEG, whatever its ending and its label', async () => {
		const photo_images = ['https://cdn.example.com/a.png?fm=jpg'];
		origin.pages.set('/a.png?fm=jpg', (_request, response) =>
			response.writeHead(200, { 'Content-Type': 'text/plain' }).end(jpeg(1080, 1350)),
		);
		await send(connect(), { source_info: { ...SOURCE, photo_images, photo_cover_index: 0 } });
		await until(() => fixture.simulator.tasks[0]?.processing === true);
		fixture.simulator.clock.advance(2000);
		expect(fixture.simulator.posts).toHaveLength(1);
	});

	test('more than 20 MB is refused', async () => {
		origin.serve('/2.webp', jpeg(100, 100, 20_000_000));
		expect(await failed()).toBe('picture_size_check_failed');
	});

	test('a missing picture is photo_pull_failed', async () => {
		origin.pages.delete('/2.webp');
		expect(await failed()).toBe('photo_pull_failed');
		expect(fixture.simulator.tasks[0]?.downloads[1]?.failure).toContain('404');
	});

	test('one picture of more than 1080 pixels on its shorter side fails the whole post', async () => {
		origin.serve('/2.webp', webp(1086, 1448));
		expect(await failed()).toBe('picture_size_check_failed');
	});

	test.each([
		['off', jpeg(4000, 3000), undefined],
		['shortSide', jpeg(4000, 1080), undefined],
		['shortSide', jpeg(4000, 1081), 'picture_size_check_failed'],
		['longSide', webp(1081, 500), 'picture_size_check_failed'],
	] as const)('"1080p" read as %s', async (rule, picture, reason) => {
		fixture.simulator.rules.photo1080p = rule;
		origin.serve('/1.jpg', picture);
		origin.serve('/2.webp', jpeg(100, 100));
		expect(await failed()).toBe(reason);
	});
});
