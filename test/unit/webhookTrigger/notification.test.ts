import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import {
	identityOf,
	parseNotification,
	type Notification,
} from '../../../nodes/TikTokWebhookTrigger/notification';
import { toOutput } from '../../../nodes/TikTokWebhookTrigger/output';

const envelope = {
	client_key: 'aw1',
	event: 'post.publish.complete',
	create_time: 1_770_000_000,
	user_openid: '-000user',
};
const bodyOf = (changes: object, content: unknown = {}) =>
	JSON.stringify({
		...envelope,
		content: typeof content === 'string' ? content : JSON.stringify(content),
		...changes,
	});

function parsed(changes: object, content?: unknown): Notification {
	const notification = parseNotification(bodyOf(changes, content));
	if (!notification) throw new Error('not parsed');
	return notification;
}

const output = (changes: object, content?: unknown) => toOutput(parsed(changes, content));
const identity = (changes: object, content?: unknown) => identityOf(parsed(changes, content));

describe('parsing', () => {
	test('reads the captured shape', () => {
		const content =
			'{"publish_id":"v_pub_file~v2-1.7602997070760331285","publish_type":"DIRECT_PUBLISH","post_id":"7602997517160123666"}';
		expect(parsed({ event: 'post.publish.publicly_available' }, content)).toEqual({
			clientKey: 'aw1',
			event: 'post.publish.publicly_available',
			createTime: 1_770_000_000,
			openId: '-000user',
			content: JSON.parse(content) as unknown,
		});
	});

	test('keeps every digit of a 64-bit number in the inner JSON', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (id) => {
				expect(
					output(
						{ event: 'post.publish.publicly_available' },
						`{"publish_id":"p","post_id":${id}}`,
					),
				).toMatchObject({ post_ids: [String(id)] });
			}),
		);
	});

	test('takes content that is an object, none, or no JSON', () => {
		expect(parsed({ content: { publish_id: 'p' } }).content).toEqual({ publish_id: 'p' });
		expect(parsed({ content: undefined }).content).toBeNull();
		expect(parsed({}, '{"publish_id":').content).toBe('{"publish_id":');
	});

	test('takes TikTok’s ping, which has no user', () => {
		expect(parseNotification('{"client_key":"aw1","event":"tiktok.ping"}')).toMatchObject({
			event: 'tiktok.ping',
			openId: null,
			createTime: null,
		});
	});

	test.each([
		'',
		'{',
		'null',
		'[]',
		'"text"',
		'{}',
		'{"client_key":"aw1"}',
		'{"event":"x"}',
		'{"client_key":1,"event":"x"}',
		'{"client_key":"","event":"x"}',
	])('refuses %s', (body) => expect(parseNotification(body)).toBeUndefined());

	test('never throws', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), fc.json(), (text, content) => {
				parseNotification(text);
				const notification = parseNotification(bodyOf({}, content));
				if (notification) toOutput(notification);
			}),
		);
	});
});

describe('the output', () => {
	const head = { event_time: '2026-02-02T02:40:00.000Z', open_id: '-000user' };
	const nothing = {
		post_ids: [],
		post_url: null,
		fail_reason: null,
		creator_username: null,
		uploaded_bytes: null,
	};

	test.each([
		[
			'post.publish.complete',
			{ publish_id: 'p', publish_type: 'INBOX_SHARE' },
			{ status: 'PUBLISH_COMPLETE', verdict: 'published' },
		],
		[
			'post.publish.inbox_delivered',
			{ publish_id: 'p', publish_type: 'INBOX_SHARE' },
			{ status: 'SEND_TO_USER_INBOX', verdict: 'in_inbox' },
		],
		[
			'post.publish.publicly_available',
			{ publish_id: 'p', publish_type: 'INBOX_SHARE', post_id: '71' },
			{ status: 'PUBLISH_COMPLETE', verdict: 'published', post_ids: ['71'] },
		],
		[
			'post.publish.no_longer_publicaly_available',
			{ publish_id: 'p', publish_type: 'INBOX_SHARE', post_id: 71 },
			{ status: null, verdict: 'no_longer_public', post_ids: ['71'] },
		],
	])('of %s has the words of the TikTok node', (event, content, expected) => {
		expect(output({ event }, content)).toEqual({
			event,
			...head,
			...nothing,
			publish_id: 'p',
			publish_type: 'INBOX_SHARE',
			...expected,
		});
	});

	test.each(['reason', 'fail_reason'])('of a failure explains its %s', (key) => {
		expect(
			output({ event: 'post.publish.failed' }, { publish_id: 'p', [key]: 'spam_risk_text' }),
		).toMatchObject({
			status: 'FAILED',
			verdict: 'failed',
			fail_reason: 'spam_risk_text',
			fail_message: 'TikTok considers the text of the post risky',
			fail_way_out: expect.stringContaining('Change the caption'),
		});
	});

	test('of a failure without a known reason still says what to do', () => {
		for (const content of [{ publish_id: 'p' }, { publish_id: 'p', reason: 'brand_new' }]) {
			expect(output({ event: 'post.publish.failed' }, content)).toMatchObject({
				verdict: 'failed',
				fail_reason: expect.any(String),
				fail_message: expect.any(String),
				fail_way_out: expect.any(String),
			});
		}
	});

	test('of a withdrawn post may lack the publish id', () => {
		expect(
			output({ event: 'post.publish.no_longer_publicaly_available' }, { post_id: '71' }),
		).toMatchObject({ publish_id: null, post_ids: ['71'] });
	});

	test.each([
		[0, 'gives no reason'],
		[1, 'disconnected'],
		[2, 'deleted'],
		[3, 'age'],
		[4, 'banned'],
		[5, 'developer'],
		[99, 'gives no reason'],
	])('of a removal with reason %d says it in words', (reason, words) => {
		expect(output({ event: 'authorization.removed' }, { reason })).toEqual({
			event: 'authorization.removed',
			...head,
			reason,
			reason_message: expect.stringContaining(words),
			way_out: expect.stringContaining('connect the account again'),
		});
	});

	test.each([
		['video.upload.failed', { share_id: 'video.1.x' }],
		['portability.download.ready', { request_id: 1 }],
		['post.publish.complete', 'no JSON'],
		['post.publish.complete', [1, 2]],
	])('of %s with %j is the content as it came', (event, content) => {
		expect(output({ event }, content)).toEqual({ event, ...head, content });
	});

	test.each([undefined, null, '1770000000000000000', 1e20])(
		'has no time where there is none: %s',
		(create_time) => {
			expect(output({ create_time })).toMatchObject({ event_time: null });
		},
	);

	test('names events and direct posts in one spelling', () => {
		expect(
			output({ event: 'post.publish.publicaly_available' }, { publish_type: 'DIRECT_POST' }),
		).toMatchObject({ event: 'post.publish.publicly_available', publish_type: 'DIRECT_PUBLISH' });
		expect(output({ event: 'post.publish.no_longer_publicly_available' })).toMatchObject({
			event: 'post.publish.no_longer_publicaly_available',
		});
	});
});

describe('the identity', () => {
	const direct = { publish_id: 'p', publish_type: 'DIRECT_PUBLISH' };
	const draft = { publish_id: 'p', publish_type: 'INBOX_SHARE' };
	const later = { create_time: 1_770_000_060 };

	test('of a repeat is that of the first, however the JSON is written', () => {
		const spaced = JSON.stringify(
			{
				...envelope,
				content: JSON.stringify({ publish_type: 'INBOX_SHARE', publish_id: 'p' }, null, 2),
			},
			null,
			'\t',
		);
		const notification = parseNotification(spaced);
		expect(notification && identityOf(notification)).toBe(identity({}, draft));
	});

	test('of the end of a direct post is the same at any time: it ends once', () => {
		expect(identity(later, direct)).toBe(identity({}, direct));
		expect(identity({ ...later, event: 'post.publish.failed' }, direct)).toBe(
			identity({ event: 'post.publish.failed' }, direct),
		);
		expect(identity({}, { ...direct, publish_type: 'DIRECT_POST' })).toBe(identity({}, direct));
	});

	test.each<[string, string]>([
		['another event', identity({ event: 'post.publish.failed' }, direct)],
		['another account', identity({ user_openid: '-000other' }, direct)],
		['another publish id', identity({}, { ...direct, publish_id: 'q' })],
		['a draft', identity({}, draft)],
	])('is another one for %s', (_, other) => {
		expect(other).not.toBe(identity({}, direct));
	});

	test('of a draft published again later is another one', () => {
		expect(identity(later, draft)).not.toBe(identity({}, draft));
	});

	test.each(['post.publish.publicly_available', 'post.publish.no_longer_publicaly_available'])(
		'of %s is another one for another time or post',
		(event) => {
			const content = { ...direct, post_id: '71' };
			expect(identity({ event, ...later }, content)).not.toBe(identity({ event }, content));
			expect(identity({ event }, { ...content, post_id: '72' })).not.toBe(
				identity({ event }, content),
			);
			expect(identity({ event }, { ...content, post_id: 71 })).toBe(identity({ event }, content));
		},
	);

	test('of other events goes by their content', () => {
		expect(identity({ event: 'video.upload.failed' }, { share_id: 'a' })).not.toBe(
			identity({ event: 'video.upload.failed' }, { share_id: 'b' }),
		);
	});
});
