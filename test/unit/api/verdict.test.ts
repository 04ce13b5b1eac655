import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { mediaOf, toPostOutput, verdictOf } from '../../../nodes/shared/api/verdict';
import { publishStatusSchema } from '../../../nodes/shared/api/schemas/publish';

const publishId = 'v_pub_file~v2-1.7602997070760331285';
const output = (data: unknown, username?: string) =>
	toPostOutput({ publishId, media: 'video', username }, publishStatusSchema.parse(data));

describe('the verdict', () => {
	test.each([
		['PROCESSING_UPLOAD', 'processing'],
		['PROCESSING_DOWNLOAD', 'processing'],
		['SEND_TO_USER_INBOX', 'in_inbox'],
		['PUBLISH_COMPLETE', 'published'],
		['FAILED', 'failed'],
	])('of %s is %s', (status, verdict) => {
		expect(verdictOf(status)).toBe(verdict);
	});

	test.each(['UNDER_REVIEW', '', 'publish_complete', 'constructor', '__proto__', 'toString'])(
		'of the unknown %j is no success',
		(status) => {
			expect(verdictOf(status)).toBe('processing');
		},
	);

	test('is published for TikTok’s word alone', () => {
		fc.assert(
			fc.property(fc.string(), (status) =>
				expect(verdictOf(status) === 'published').toBe(status === 'PUBLISH_COMPLETE'),
			),
		);
	});
});

describe('the output of a post', () => {
	test('begins with what people look for: n8n’s table has room for two or three columns', () => {
		expect(Object.keys(output({ status: 'SEND_TO_USER_INBOX' })).slice(0, 2)).toEqual([
			'verdict',
			'post_url',
		]);
	});

	test('has id and link of a public post', () => {
		const data = {
			status: 'PUBLISH_COMPLETE',
			publicaly_available_post_id: ['7678907398077074696'],
			uploaded_bytes: 1_048_576,
		};
		expect(output(data, 'clip.maker')).toEqual({
			publish_id: publishId,
			status: 'PUBLISH_COMPLETE',
			verdict: 'published',
			post_ids: ['7678907398077074696'],
			post_url: 'https://www.tiktok.com/@clip.maker/video/7678907398077074696',
			fail_reason: null,
			creator_username: 'clip.maker',
			uploaded_bytes: 1_048_576,
		});
	});

	test('has no link while the creator’s name or the post’s id is unknown', () => {
		expect(
			output({ status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ['1'] }).post_url,
		).toBeNull();
		expect(output({ status: 'PUBLISH_COMPLETE' }, 'clip.maker').post_url).toBeNull();
	});

	test.each([
		['absent', undefined, []],
		['null', null, []],
		['an empty list', [], []],
		['zero, which is no id', [0], []],
		['a text', '7678907398077074696', ['7678907398077074696']],
		['a small number', 12, ['12']],
		['several', ['7678907398077074696', 12], ['7678907398077074696', '12']],
	])('has the ids as texts: %s', (_what, publicaly_available_post_id, ids) => {
		expect(output({ status: 'PUBLISH_COMPLETE', publicaly_available_post_id }).post_ids).toEqual(
			ids,
		);
	});

	test('has a reason only where TikTok gave the post up', () => {
		expect(output({ status: 'PUBLISH_COMPLETE', fail_reason: '' }).fail_reason).toBeNull();
		expect(output({ status: 'PROCESSING_UPLOAD', fail_reason: 'internal' }).fail_reason).toBeNull();
		expect(output({ status: 'FAILED', fail_reason: 'spam_risk' }).fail_reason).toBe('spam_risk');
		expect(output({ status: 'FAILED' }).fail_reason).toBe('unknown');
	});

	test('counts the bytes that TikTok pulled like those that were sent', () => {
		expect(output({ status: 'PROCESSING_DOWNLOAD', downloaded_bytes: 5 }).uploaded_bytes).toBe(5);
		expect(output({ status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 }).uploaded_bytes).toBe(0);
		expect(output({ status: 'PROCESSING_UPLOAD' }).uploaded_bytes).toBeNull();
	});

	test('has a link that is one, whatever the name', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (username) => {
				const { post_url } = output(
					{ status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [1] },
					username,
				);
				expect(new URL(post_url ?? '').pathname).toMatch(/^\/@[^/]*\/video\/1$/);
			}),
		);
	});
});

test('photo posts are told by their publish id', () => {
	expect(mediaOf('p_pub_url~v2.123456789')).toBe('photo');
	expect(mediaOf(publishId)).toBe('video');
});
