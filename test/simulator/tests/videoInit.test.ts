import { describe, expect, test } from '@jest/globals';

import { sampleVideo } from '../index';
import type { Answered } from './client';
import { at, Fixture, outcome, text } from './fixture';

const fixture = new Fixture();
const DIRECT = '/v2/post/publish/video/init/';
const INBOX = '/v2/post/publish/inbox/video/init/';
const FILE = { source: 'FILE_UPLOAD', video_size: 1000, chunk_size: 1000, total_chunk_count: 1 };
const POST_INFO = 'The request post info is empty or incorrect';
const SOURCE_INFO = 'The request source info is empty or incorrect';

const direct = async (
	token: string,
	post: object | undefined,
	source: object | undefined = FILE,
): Promise<Answered> =>
	await fixture.client.api(DIRECT, token, { post_info: post, source_info: source });

describe('direct post', () => {
	test('answers publish id and upload URL', async () => {
		const { token } = fixture.connect();
		const answer = await direct(token, { privacy_level: 'SELF_ONLY', title: 'Hi' });
		expect(Object.keys(at(answer, 'data') ?? {})).toEqual(['publish_id', 'upload_url']);
		expect(text(answer, 'data.publish_id')).toMatch(/^v_pub_file~v2-1\.\d{19}$/);
		expect(text(answer, 'data.upload_url')).toMatch(
			/^https:\/\/open-upload\.tiktokapis\.com\/video\/\?upload_id=\d{19}&upload_token=[0-9a-f-]{36}$/,
		);
		expect(text(answer, 'data.upload_url').length).toBeLessThanOrEqual(256);
	});

	test.each([
		['no post_info', undefined, POST_INFO],
		['privacy_level empty', { privacy_level: '' }, POST_INFO],
		['privacy_level no such word', { privacy_level: 'EVERYONE' }, POST_INFO],
		['title of 2201 units', { privacy_level: 'SELF_ONLY', title: 'x'.repeat(2201) }, POST_INFO],
		['title of 1101 emoji', { privacy_level: 'SELF_ONLY', title: '😀'.repeat(1101) }, POST_INFO],
		['a flag that is text', { privacy_level: 'SELF_ONLY', disable_duet: 'true' }, POST_INFO],
		['a title that is a number', { privacy_level: 'SELF_ONLY', title: 7 }, POST_INFO],
	])('%s: 400', async (_name, post, message) => {
		const { token } = fixture.connect();
		const answer = await direct(token, post);
		expect(outcome(answer)).toBe('400 invalid_params');
		expect(at(answer, 'error.message')).toBe(message);
		expect(Object.keys(answer.json ?? {})).toEqual(['error']);
		expect(fixture.simulator.tasks).toHaveLength(0);
	});

	test.each([
		['title of 2200 units', { title: 'x'.repeat(2200) }],
		['title of 1100 emoji', { title: '😀'.repeat(1100) }],
		['no title', {}],
		[
			'all fields',
			{
				title: '#a @b',
				disable_duet: true,
				disable_stitch: true,
				disable_comment: true,
				video_cover_timestamp_ms: 1000,
				brand_content_toggle: false,
				brand_organic_toggle: true,
				is_aigc: true,
			},
		],
		['an invalid cover time', { video_cover_timestamp_ms: 'soon' }],
		['branded and only me', { brand_content_toggle: true }],
		['an unknown field', { schedule: 5 }],
	])('%s: accepted', async (_name, post) => {
		const { token } = fixture.connect();
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY', ...post }))).toBe('200 ok');
		expect(fixture.simulator.tasks[0]?.sent['post_info']).toEqual({
			privacy_level: 'SELF_ONLY',
			...post,
		});
	});

	test.each([
		['none', undefined],
		['without source', { video_size: 1 }],
		['a source that does not exist', { source: 'FTP' }],
		['FILE_UPLOAD without sizes', { source: 'FILE_UPLOAD' }],
		['sizes as text', { ...FILE, video_size: '1000' }],
		['nothing to upload', { ...FILE, video_size: 0, chunk_size: 0 }],
		['PULL_FROM_URL without URL', { source: 'PULL_FROM_URL' }],
		['PULL_FROM_URL with no URL', { source: 'PULL_FROM_URL', video_url: 'video.mp4' }],
	])('source_info, %s: 400', async (_name, source) => {
		const { token } = fixture.connect();
		const body = { post_info: { privacy_level: 'SELF_ONLY' }, source_info: source };
		const answer = await fixture.client.api(DIRECT, token, body);
		expect(outcome(answer)).toBe('400 invalid_params');
		expect(at(answer, 'error.message')).toBe(SOURCE_INFO);
	});

	test('a body that is not JSON, or not declared so: 400', async () => {
		const { token } = fixture.connect();
		const url = `https://open.tiktokapis.com${DIRECT}`;
		const json = JSON.stringify({ post_info: { privacy_level: 'SELF_ONLY' }, source_info: FILE });
		const send = async (body: string, type: string): Promise<string> =>
			outcome(
				await fixture.client.send('POST', url, { token, body, headers: { 'content-type': type } }),
			);
		expect(await send('{', 'application/json')).toBe('400 invalid_params');
		expect(await send(json, 'text/plain')).toBe('400 invalid_params');
		expect(await send(json, 'application/json')).toBe('200 ok');
		expect(await send(json, 'application/json; charset=UTF-8')).toBe('200 ok');
		fixture.simulator.rules.requireJsonContentType = false;
		expect(await send(json, 'text/plain')).toBe('200 ok');
	});

	test('privacy_level outside the options of the creator: 400, or 403 by switch', async () => {
		const { token } = fixture.connect();
		const { token: ofPrivate } = fixture.connect({ account: { private: true } });
		const ofBoth = async () => [
			outcome(await direct(token, { privacy_level: 'FOLLOWER_OF_CREATOR' })),
			outcome(await direct(ofPrivate, { privacy_level: 'PUBLIC_TO_EVERYONE' })),
		];
		expect(await ofBoth()).toEqual(['400 invalid_params', '400 invalid_params']);
		expect(outcome(await direct(ofPrivate, { privacy_level: 'FOLLOWER_OF_CREATOR' }))).toBe(
			'200 ok',
		);
		expect(outcome(await direct(token, {}))).toBe('400 invalid_params');
		fixture.simulator.rules.unofferedPrivacyLevel = 'privacy_level_option_mismatch';
		const mismatch = '403 privacy_level_option_mismatch';
		expect(await ofBoth()).toEqual([mismatch, mismatch]);
		expect(outcome(await direct(token, {}))).toBe('400 invalid_params');
		fixture.simulator.rules.missingPrivacyLevel = 'privacy_level_option_mismatch';
		expect(outcome(await direct(token, {}))).toBe(mismatch);
	});

	test('more hashtags than the app allows are no reason to refuse', async () => {
		const { token } = fixture.connect();
		const title = Array.from({ length: 12 }, (_, index) => `#tag${index}`).join(' ');
		const id = await fixture.post(token, sampleVideo(), { post: { title } });
		fixture.simulator.clock.advance(2000);
		expect(fixture.simulator.task(id).posts[0]?.caption).toBe(title);
	});

	test('unknown fields of source_info are ignored, a label among them', async () => {
		const { token } = fixture.connect();
		const bytes = sampleVideo();
		const init = await fixture.client.api('/v2/post/publish/video/init/', token, {
			post_info: { privacy_level: 'SELF_ONLY' },
			source_info: {
				source: 'FILE_UPLOAD',
				video_size: bytes.length,
				chunk_size: bytes.length,
				total_chunk_count: 1,
				is_aigc: true,
				nobody_knows: { it: 1 },
			},
		});
		expect(outcome(init)).toBe('200 ok');
		await fixture.client.put(text(init, 'data.upload_url'), bytes, 0, bytes.length);
		fixture.simulator.clock.advance(2000);
		expect(fixture.simulator.posts[0]).toMatchObject({ isAigc: false });
	});

	test('the brand toggles are demanded only by switch', async () => {
		const { token } = fixture.connect();
		fixture.simulator.rules.brandTogglesRequired = true;
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }))).toBe('400 invalid_params');
		const both = { brand_content_toggle: false, brand_organic_toggle: false };
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY', ...both }))).toBe('200 ok');
	});

	test('texts can be counted in code points', async () => {
		const { token } = fixture.connect();
		fixture.simulator.rules.textUnit = 'codePoints';
		expect(
			outcome(await direct(token, { privacy_level: 'SELF_ONLY', title: '😀'.repeat(2200) })),
		).toBe('200 ok');
	});

	test('needs video.publish', async () => {
		const { token } = fixture.connect({ scopes: ['video.upload'] });
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }))).toBe(
			'401 scope_not_authorized',
		);
	});

	test('an unaudited app: public account never, private account only SELF_ONLY', async () => {
		const { app, account, token } = fixture.connect({ app: { audited: false } });
		const refused = await direct(token, { privacy_level: 'SELF_ONLY' });
		expect(outcome(refused)).toBe('403 unaudited_client_can_only_post_to_private_accounts');
		expect(at(refused, 'error.message')).toBe(
			'Please review our integration guidelines at https://developers.tiktok.com/doc/content-sharing-guidelines/',
		);
		account.private = true;
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }))).toBe('200 ok');
		const other = await direct(token, { privacy_level: 'FOLLOWER_OF_CREATOR' });
		expect(outcome(other)).toBe('403 unaudited_client_can_only_post_to_private_accounts');
		fixture.simulator.rules.unauditedLevelCode = 'privacy_level_option_mismatch';
		expect(outcome(await direct(token, { privacy_level: 'FOLLOWER_OF_CREATOR' }))).toBe(
			'403 privacy_level_option_mismatch',
		);
		app.audited = true;
		app.sandboxTargets = [account.username];
		expect(outcome(await direct(token, { privacy_level: 'FOLLOWER_OF_CREATOR' }))).toBe(
			'403 privacy_level_option_mismatch',
		);
	});

	test('a ban: 403', async () => {
		const { token } = fixture.connect({ account: { banned: true } });
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }))).toBe(
			'403 spam_risk_user_banned_from_posting',
		);
	});

	test('the order of the checks: parameters, privacy, ownership, caps, unaudited', async () => {
		const { app, account, token } = fixture.connect({
			app: { audited: false },
			account: { banned: true },
		});
		const pull = { source: 'PULL_FROM_URL', video_url: 'https://cdn.example.com/a.mp4' };
		expect(outcome(await direct(token, { privacy_level: 'x' }, pull))).toBe('400 invalid_params');
		fixture.simulator.rules.unofferedPrivacyLevel = 'privacy_level_option_mismatch';
		expect(outcome(await direct(token, { privacy_level: 'FOLLOWER_OF_CREATOR' }, pull))).toBe(
			'403 privacy_level_option_mismatch',
		);
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }, pull))).toBe(
			'403 url_ownership_unverified',
		);
		app.urlProperties.push('example.com');
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }, pull))).toBe(
			'403 spam_risk_user_banned_from_posting',
		);
		account.banned = false;
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }, pull))).toBe(
			'403 unaudited_client_can_only_post_to_private_accounts',
		);
		fixture.simulator.revoke(app, account);
		expect(outcome(await direct(token, { privacy_level: 'x' }, pull))).toBe(
			'401 access_token_invalid',
		);
	});
});

describe('the chunk plan', () => {
	const CHUNK = 'The chunk size is invalid';
	const COUNT = 'The total chunk count is invalid';
	const MB64 = 67_108_864;
	const ok = undefined;
	type Row = [
		size: number,
		chunk: number,
		count: number,
		lenient: string | undefined,
		decimal: string | undefined,
		binary: string | undefined,
	];
	const rows: Row[] = [
		[1, 1, 1, ok, ok, ok],
		[4_999_999, 4_999_999, 1, ok, ok, ok],
		[1000, 500, 2, CHUNK, CHUNK, CHUNK],
		[1000, 2000, 1, CHUNK, CHUNK, CHUNK],
		[1000, 0, 1, CHUNK, CHUNK, CHUNK],
		[10_000_000, 5_000_000, 2, ok, ok, CHUNK],
		[9_999_998, 4_999_999, 2, CHUNK, CHUNK, CHUNK],
		[9_999_999, 5_000_000, 1, CHUNK, CHUNK, CHUNK],
		[20_000_000, 5_242_880, 3, ok, ok, ok],
		[50_000_123, 10_000_000, 5, ok, ok, ok],
		[50_000_123, 10_000_000, 6, COUNT, COUNT, COUNT],
		[50_000_123, 10_000_000, 4, COUNT, COUNT, COUNT],
		[64_000_000, 64_000_000, 1, ok, ok, ok],
		[64_000_001, 64_000_001, 1, ok, CHUNK, ok],
		[MB64, MB64, 1, ok, CHUNK, ok],
		[MB64 + 1, MB64 + 1, 1, CHUNK, CHUNK, CHUNK],
		[121_000_000, 64_000_000, 1, CHUNK, CHUNK, CHUNK],
		[121_000_000, 60_500_000, 2, ok, ok, ok],
		[128_000_000, 64_000_000, 2, ok, ok, ok],
		[191_999_999, 64_000_000, 2, ok, ok, ok],
		[3 * MB64 - 1, MB64, 2, ok, CHUNK, ok],
		[158_008_374, 5_242_880, 30, ok, ok, ok],
		[4_294_967_296, 10_000_000, 429, ok, ok, ok],
		[4_294_967_296, MB64, 64, ok, CHUNK, ok],
		[4_294_967_297, 10_000_000, 429, SOURCE_INFO, SOURCE_INFO, SOURCE_INFO],
	];
	test.each(rows)(
		'%d bytes by %d, count %d',
		async (size, chunk, count, lenient, decimal, binary) => {
			const { token } = fixture.connect();
			for (const [bounds, expected] of [
				['lenient', lenient],
				['decimal', decimal],
				['binary', binary],
			] as const) {
				fixture.simulator.rules.chunkBounds = bounds;
				const source = {
					source: 'FILE_UPLOAD',
					video_size: size,
					chunk_size: chunk,
					total_chunk_count: count,
				};
				const answer = await direct(token, { privacy_level: 'SELF_ONLY' }, source);
				expect([bounds, at(answer, 'error.message')]).toEqual([bounds, expected ?? '']);
			}
		},
	);

	test('at most 1000 chunks', async () => {
		const { token } = fixture.connect();
		fixture.simulator.rules.maxVideoBytes = Infinity;
		const plan = (count: number): object => ({
			...FILE,
			video_size: count * 5_242_880,
			chunk_size: 5_242_880,
			total_chunk_count: count,
		});
		expect(outcome(await direct(token, { privacy_level: 'SELF_ONLY' }, plan(1000)))).toBe('200 ok');
		expect(
			at(await direct(token, { privacy_level: 'SELF_ONLY' }, plan(1001)), 'error.message'),
		).toBe(COUNT);
	});
});

describe('draft', () => {
	test('answers publish id and upload URL; post_info is not read', async () => {
		const { token } = fixture.connect({ app: { audited: false }, scopes: ['video.upload'] });
		const answer = await fixture.client.api(INBOX, token, { source_info: FILE });
		expect(text(answer, 'data.publish_id')).toMatch(/^v_inbox_file~v2\.\d{19}$/);
		expect(text(answer, 'data.upload_url')).toContain('https://');
		expect(
			outcome(
				await fixture.client.api(INBOX, token, { source_info: FILE, post_info: { title: 5 } }),
			),
		).toBe('200 ok');
	});

	test('refusals', async () => {
		const { token, account } = fixture.connect({ scopes: ['video.upload'] });
		expect(outcome(await fixture.client.api(INBOX, token, {}))).toBe('400 invalid_params');
		expect(outcome(await fixture.client.api(INBOX, token))).toBe('400 invalid_params');
		const pull = { source: 'PULL_FROM_URL', video_url: 'https://cdn.example.com/a.mp4' };
		expect(outcome(await fixture.client.api(INBOX, token, { source_info: pull }))).toBe(
			'403 url_ownership_unverified',
		);
		account.banned = true;
		expect(outcome(await fixture.client.api(INBOX, token, { source_info: FILE }))).toBe(
			'403 spam_risk_user_banned_from_posting',
		);
		const { token: publisher } = fixture.connect({ scopes: ['video.publish'] });
		expect(outcome(await fixture.client.api(INBOX, publisher, { source_info: FILE }))).toBe(
			'401 scope_not_authorized',
		);
	});
});

test('what the creator disallows is forced, what was sent is kept', async () => {
	const { token } = fixture.connect({ account: { private: true, commentDisabled: true } });
	const post = {
		title: 'Look #here @you',
		disable_comment: false,
		disable_duet: false,
		disable_stitch: false,
		brand_organic_toggle: true,
		is_aigc: true,
		video_cover_timestamp_ms: 1500,
	};
	fixture.simulator.rules.coverOfPrivatePosts = 'applied';
	await fixture.post(token, sampleVideo(), { post });
	fixture.simulator.clock.advance(2000);
	expect(fixture.simulator.posts[0]).toMatchObject({
		caption: 'Look #here @you',
		visibility: 'SELF_ONLY',
		commentDisabled: true,
		duetDisabled: true,
		stitchDisabled: true,
		brandOrganic: true,
		brandContent: false,
		isAigc: true,
		cover: 1500,
		durationSec: 10,
		width: 1080,
		height: 1920,
	});
	expect(fixture.simulator.tasks[0]?.sent['post_info']).toMatchObject({ disable_comment: false });
});

describe('the cover frame', () => {
	const covers = async (level: string, ms: number) => {
		const { token } = fixture.connect();
		const post = { privacy_level: level, video_cover_timestamp_ms: ms };
		const id = await fixture.post(token, sampleVideo({ durationSec: 10 }), { post });
		fixture.simulator.clock.advance(2000);
		const { posts, failReason } = fixture.simulator.task(id);
		return posts[0]?.cover ?? failReason;
	};

	test('counts for posts for everyone; for others by switch', async () => {
		expect(await covers('PUBLIC_TO_EVERYONE', 1500)).toBe(1500);
		expect(await covers('SELF_ONLY', 1500)).toBe(0);
		fixture.simulator.rules.coverOfPrivatePosts = 'applied';
		expect(await covers('SELF_ONLY', 1500)).toBe(1500);
	});

	test('beyond the end is the first one, or fails the post by switch', async () => {
		expect(await covers('PUBLIC_TO_EVERYONE', 10_000)).toBe(10_000);
		expect(await covers('PUBLIC_TO_EVERYONE', 10_001)).toBe(0);
		fixture.simulator.rules.coverBeyondEnd = 'fails';
		expect(await covers('PUBLIC_TO_EVERYONE', 10_000)).toBe(10_000);
		expect(await covers('PUBLIC_TO_EVERYONE', 10_001)).toBe('internal');
	});
});
