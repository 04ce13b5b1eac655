import { describe, expect, test } from '@jest/globals';

import { FAIL_REASONS, sampleVideo, type SampleVideoOptions } from '../index';
import { at, Fixture, outcome, text } from './fixture';

const fixture = new Fixture();
const bytes = sampleVideo();
const CANCEL = '/v2/post/publish/cancel/';

const cancel = async (token: string, publish_id: string): Promise<string> =>
	outcome(await fixture.client.api(CANCEL, token, { publish_id }));

const data = async (token: string, publishId: string): Promise<unknown> =>
	at(await fixture.status(token, publishId), 'data');

describe('a direct post by file', () => {
	test('is processed until the clock says so; a post for oneself shows nothing but its status', async () => {
		const { token } = fixture.connect();
		const id = await fixture.post(token, bytes);
		expect(await data(token, id)).toEqual({
			status: 'PROCESSING_UPLOAD',
			uploaded_bytes: bytes.length,
		});
		fixture.simulator.clock.advance(1400);
		expect(at(await fixture.status(token, id), 'data.status')).toBe('PROCESSING_UPLOAD');
		fixture.simulator.clock.advance(200);
		const done = await fixture.status(token, id);
		expect(at(done, 'data')).toEqual({ status: 'PUBLISH_COMPLETE' });
		expect(done.text).toMatch(
			/^\{"data":\{"status":"PUBLISH_COMPLETE"\},"error":\{"code":"ok","message":"","log_id":"[0-9A-F]+"\}\}$/,
		);
		fixture.simulator.rules.bytesWhenComplete = true;
		expect(await data(token, id)).toEqual({
			status: 'PUBLISH_COMPLETE',
			uploaded_bytes: bytes.length,
		});
	});

	test('in real time too', async () => {
		fixture.simulator.processingMs = 100;
		const { token } = fixture.connect();
		const done = new Promise<void>((resolve) =>
			fixture.simulator.events.once('post.publish.complete', () => resolve()),
		);
		const id = await fixture.post(token, bytes);
		await done;
		expect(await data(token, id)).toEqual({ status: 'PUBLISH_COMPLETE' });
	});

	test('a public one gets its id after moderation, as a raw number that JSON.parse cannot keep', async () => {
		fixture.simulator.moderationMs = 60_000;
		const { token } = fixture.connect();
		const id = await fixture.post(token, bytes, { post: { privacy_level: 'PUBLIC_TO_EVERYONE' } });
		fixture.simulator.clock.advance(1600);
		expect(await data(token, id)).toEqual({ status: 'PUBLISH_COMPLETE' });
		fixture.simulator.clock.advance(60_000);
		const answer = await fixture.status(token, id);
		const [post] = fixture.simulator.posts;
		expect(post?.id).toMatch(/^\d{19}$/);
		expect(id).not.toContain(post?.id);
		expect(answer.text).toContain(`"publicaly_available_post_id":[${post?.id}]`);
		expect(JSON.stringify(answer.json)).not.toContain(post?.id);
	});

	test('switches of the id list', async () => {
		const { token } = fixture.connect();
		const id = await fixture.post(token, bytes, { post: { privacy_level: 'PUBLIC_TO_EVERYONE' } });
		Object.assign(fixture.simulator.rules, { emptyPostIdList: true, postIdForm: 'strings' });
		expect(await data(token, id)).toMatchObject({ publicaly_available_post_id: [] });
		fixture.simulator.clock.advance(1600);
		const postId = fixture.simulator.posts[0]?.id;
		expect(await data(token, id)).toMatchObject({ publicaly_available_post_id: [postId] });
		fixture.simulator.rules.postIdForm = 'scalar';
		expect((await fixture.status(token, id)).text).toContain(
			`"publicaly_available_post_id":${postId}}`,
		);
	});

	test('the id comes and goes with the visibility', async () => {
		const { account, token } = fixture.connect();
		const id = await fixture.post(token, bytes);
		fixture.simulator.clock.advance(1600);
		const [post] = fixture.simulator.posts;
		if (post === undefined) throw new Error('no post');
		const received: string[] = [];
		fixture.simulator.events.on('post.publish.publicly_available', () => received.push('+'));
		fixture.simulator.events.on('post.publish.no_longer_publicaly_available', () =>
			received.push('-'),
		);
		fixture.simulator.setVisibility(post, 'PUBLIC_TO_EVERYONE');
		expect((await fixture.status(token, id)).text).toContain(post.id);
		fixture.simulator.setPrivate(account, true);
		expect((await fixture.status(token, id)).text).not.toContain(post.id);
		fixture.simulator.setPrivate(account, false);
		fixture.simulator.deletePost(post);
		expect((await fixture.status(token, id)).text).not.toContain(post.id);
		expect(received).toEqual(['+', '-', '+', '-']);
	});
});

describe('a draft', () => {
	test('waits in the inbox until the user posts it, more than once if he likes', async () => {
		const { token } = fixture.connect();
		const received: string[] = [];
		for (const name of ['post.publish.inbox_delivered', 'post.publish.complete'] as const) {
			fixture.simulator.events.on(name, () => received.push(name));
		}
		const id = await fixture.post(token, bytes, { draft: true });
		expect(() => fixture.simulator.finishDraft(id)).toThrow('not in the inbox');
		fixture.simulator.clock.advance(1600);
		expect(at(await fixture.status(token, id), 'data.status')).toBe('SEND_TO_USER_INBOX');
		expect(await cancel(token, id)).toBe('400 publish_not_cancellable');
		const first = fixture.simulator.finishDraft(id, {
			caption: 'Mine',
			visibility: 'PUBLIC_TO_EVERYONE',
		});
		const second = fixture.simulator.finishDraft(id);
		expect((await fixture.status(token, id)).text).toContain(
			`"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[${first.id},${second.id}]`,
		);
		expect(received).toEqual([
			'post.publish.inbox_delivered',
			'post.publish.complete',
			'post.publish.complete',
		]);
	});

	test('that was posted can be without an id, by switch', async () => {
		const { token } = fixture.connect();
		const id = await fixture.post(token, bytes, { draft: true });
		fixture.simulator.clock.advance(1600);
		fixture.simulator.rules.postIdsOfDrafts = false;
		fixture.simulator.finishDraft(id);
		expect(at(await fixture.status(token, id), 'data')).toEqual({ status: 'PUBLISH_COMPLETE' });
	});
});

describe('refusals of status and cancel', () => {
	test.each(['/v2/post/publish/status/fetch/', CANCEL])('%s', async (path) => {
		const { app, account, token } = fixture.connect();
		const other = fixture.connect();
		const ask = async (by: string, body: object | undefined): Promise<string> =>
			outcome(await fixture.client.api(path, by, body));
		expect(await ask(token, undefined)).toBe('400 invalid_publish_id');
		expect(await ask(token, {})).toBe('400 invalid_publish_id');
		expect(await ask(token, { publish_id: 7 })).toBe('400 invalid_publish_id');
		expect(await ask(token, { publish_id: 'v_pub_file~v2-1.1' })).toBe('400 invalid_publish_id');
		const id = text(await fixture.init(token, 1000), 'data.publish_id');
		expect(await ask(other.token, { publish_id: id })).toBe(
			'400 token_not_authorized_for_specified_publish_id',
		);
		const sameUser = fixture.simulator.grant(fixture.webApp(), account).access_token;
		expect(await ask(sameUser, { publish_id: id })).toBe(
			'400 token_not_authorized_for_specified_publish_id',
		);
		const profileOnly = fixture.simulator.grant(app, account, ['user.info.basic']).access_token;
		expect(await ask(profileOnly, { publish_id: id })).toBe('401 scope_not_authorized');
		const uploadOnly = fixture.simulator.grant(app, account, ['video.upload']).access_token;
		expect(await ask(uploadOnly, { publish_id: id })).toMatch(/ok|publish_not_cancellable/);
	});

	test('a publish id can be unknown for a moment, or for good after a while', async () => {
		const { token } = fixture.connect();
		Object.assign(fixture.simulator.rules, {
			publishIdVisibleAfterMs: 5000,
			publishIdRetentionMs: 60_000,
		});
		const id = text(await fixture.init(token, 1000), 'data.publish_id');
		expect(outcome(await fixture.status(token, id))).toBe('400 invalid_publish_id');
		fixture.simulator.clock.advance(5000);
		expect(outcome(await fixture.status(token, id))).toBe('200 ok');
		fixture.simulator.clock.advance(56_000);
		expect(outcome(await fixture.status(token, id))).toBe('400 invalid_publish_id');
	});
});

describe('cancel of a file upload', () => {
	test.each([
		['publish_not_cancellable', '400 publish_not_cancellable', 'PROCESSING_UPLOAD'],
		['ignored', '200 ok', 'PROCESSING_UPLOAD'],
		['cancels', '200 ok', 'FAILED'],
	] as const)('under way, %s', async (rule, answer, status) => {
		fixture.simulator.rules.cancelFileUpload = rule;
		const { token } = fixture.connect();
		const id = text(await fixture.init(token, 1000), 'data.publish_id');
		expect(await cancel(token, id)).toBe(answer);
		expect(fixture.simulator.task(id).status).toBe(status);
	});

	test('while TikTok processes it has no effect, or is refused', async () => {
		fixture.simulator.rules.cancelFileUpload = 'cancels';
		const { token } = fixture.connect();
		const id = await fixture.post(token, bytes);
		expect(await cancel(token, id)).toBe('200 ok');
		fixture.simulator.rules.cancelWhileProcessing = 'publish_not_cancellable';
		expect(await cancel(token, id)).toBe('400 publish_not_cancellable');
		fixture.simulator.clock.advance(1600);
		expect(fixture.simulator.task(id).status).toBe('PUBLISH_COMPLETE');
		expect(await cancel(token, id)).toBe('400 publish_not_cancellable');
	});
});

describe('failures', () => {
	test.each(FAIL_REASONS)('%s on demand', async (reason) => {
		const { account, token } = fixture.connect();
		fixture.simulator.failNextPost(reason, account);
		const failed = await fixture.post(token, bytes);
		fixture.simulator.clock.advance(1600);
		expect(await data(token, failed)).toEqual({
			status: 'FAILED',
			fail_reason: reason,
			uploaded_bytes: bytes.length,
		});
		const next = await fixture.post(token, bytes);
		fixture.simulator.clock.advance(1600);
		expect(at(await fixture.status(token, next), 'data.status')).toBe('PUBLISH_COMPLETE');
	});

	test('auth_removed when the user removes the app meanwhile', async () => {
		const { app, account, token } = fixture.connect();
		const received: string[] = [];
		fixture.simulator.events.on('post.publish.failed', ({ reason }) => received.push(reason));
		const id = await fixture.post(token, bytes);
		fixture.simulator.revoke(app, account);
		fixture.simulator.clock.advance(1600);
		const again = fixture.simulator.grant(app, account).access_token;
		expect(await data(again, id)).toMatchObject({ status: 'FAILED', fail_reason: 'auth_removed' });
		expect(received).toEqual(['auth_removed']);
		expect(fixture.simulator.posts).toHaveLength(0);
	});

	test('a ban meanwhile', async () => {
		const { account, token } = fixture.connect();
		const id = await fixture.post(token, bytes);
		account.banned = true;
		fixture.simulator.clock.advance(1600);
		expect(await data(token, id)).toMatchObject({
			fail_reason: 'spam_risk_user_banned_from_posting',
		});
	});

	test.each([
		['duration_check_failed', { durationSec: 601 }],
		['duration_check_failed', { durationSec: 600.1, moovAtEnd: true }],
		[undefined, { durationSec: 600 }],
		['picture_size_check_failed', { width: 359 }],
		['picture_size_check_failed', { height: 4097 }],
		[undefined, { width: 360, height: 4096 }],
		['frame_rate_check_failed', { framesPerSecond: 22.9 }],
		['frame_rate_check_failed', { framesPerSecond: 61 }],
		[undefined, { framesPerSecond: 23.976 }],
		[undefined, { framesPerSecond: 60 }],
		['file_format_check_failed', { codec: 'ap4h' }],
		[undefined, { codec: 'hvc1', moovAtEnd: true, bytes: 2_000_000 }],
	] as [string | undefined, SampleVideoOptions][])('%s for %p', async (reason, options) => {
		const { token } = fixture.connect();
		const id = await fixture.post(token, sampleVideo(options));
		fixture.simulator.clock.advance(1600);
		expect(fixture.simulator.task(id).failReason).toBe(reason);
	});

	test.each([
		['text', Buffer.from('this is not a video, whatever its name says')],
		['an MP4 without its index', Buffer.from('0000001066747970697364736174613100000008', 'hex')],
		['an MP4 that was cut off', bytes.subarray(0, bytes.length - 1)],
		['a Matroska that is no WebM', Buffer.from('1a45dfa38a4282886d6174726f736b61', 'hex')],
	])('file_format_check_failed for %s', async (_name, content) => {
		const { token } = fixture.connect();
		const id = await fixture.post(token, content);
		fixture.simulator.clock.advance(1600);
		expect(fixture.simulator.task(id).failReason).toBe('file_format_check_failed');
		fixture.simulator.rules.mediaChecks = false;
		const other = await fixture.post(token, content);
		fixture.simulator.clock.advance(1600);
		expect(fixture.simulator.task(other).status).toBe('PUBLISH_COMPLETE');
	});

	test("the duration limit is the creator's own; a draft may be longer, unless TikTok has one for all", async () => {
		const { token } = fixture.connect({ account: { maxVideoPostDurationSec: 3600 } });
		const { token: short } = fixture.connect({ account: { maxVideoPostDurationSec: 60 } });
		const video = sampleVideo({ durationSec: 700 });
		const ids = [
			await fixture.post(token, video),
			await fixture.post(short, video),
			await fixture.post(short, video, { draft: true }),
		];
		fixture.simulator.clock.advance(1600);
		expect(ids.map((id) => fixture.simulator.task(id).failReason)).toEqual([
			undefined,
			'duration_check_failed',
			undefined,
		]);
		fixture.simulator.rules.apiMaxDurationSeconds = 600;
		const capped = await fixture.post(token, video);
		fixture.simulator.clock.advance(1600);
		expect(fixture.simulator.task(capped).failReason).toBe('duration_check_failed');
	});
});
