import { describe, expect, test } from '@jest/globals';

import {
	afterFailure,
	failureKind,
	takeUp,
	type FailureKind,
	type PostState,
} from '../../../nodes/TikTok/post/state';
import { TakenOverError } from '../../../nodes/TikTok/post/once';
import { SourceUnavailableError } from '../../../nodes/TikTok/upload/source';
import { knownCodes } from '../../../nodes/shared/errors/codes';
import { ParameterError } from '../../../nodes/shared/errors/parameterError';
import { TikTokError } from '../../../nodes/shared/errors/tikTokError';
import { failureKinds, relations, stateKinds } from '../../../tools/docs/postStates';

type Row = [PostState['kind'], FailureKind, not: string, may: string];

/** Written by hand, every combination: state, failure, what follows where the last bytes cannot have arrived, and where they may have. */
const consequences: Row[] = [
	['new', 'refused', 'new, released', 'new, released'],
	['new', 'init outcome unknown', 'unknown, kept', 'unknown, kept'],
	['new', 'call', 'new, released', 'new, released'],
	['new', 'file unusable', 'new, released', 'new, released'],
	['new', 'file out of reach', 'new, released', 'new, released'],
	['new', 'upload broke off', 'new, released', 'new, released'],
	['new', 'upload gone', 'new, released', 'new, released'],
	['new', 'upload outcome unknown', 'new, released', 'new, released'],
	['new', 'given up, may pass', 'new, released', 'new, released'],
	['new', 'given up for good', 'ended, released', 'ended, released'],
	['new', 'taken over', 'ended, left', 'ended, left'],
	['new', 'other', 'new, released', 'new, released'],
	['uploading', 'refused', 'same, kept', 'same, kept'],
	['uploading', 'init outcome unknown', 'same, kept', 'same, kept'],
	['uploading', 'call', 'same, kept', 'same, kept'],
	['uploading', 'file unusable', 'new, released', 'same, kept'],
	['uploading', 'file out of reach', 'same, kept', 'same, kept'],
	['uploading', 'upload broke off', 'same, kept', 'same, kept'],
	['uploading', 'upload gone', 'new, released', 'same, kept'],
	['uploading', 'upload outcome unknown', 'submitted, kept', 'submitted, kept'],
	['uploading', 'given up, may pass', 'new, released', 'new, released'],
	['uploading', 'given up for good', 'ended, released', 'ended, released'],
	['uploading', 'taken over', 'ended, left', 'ended, left'],
	['uploading', 'other', 'same, kept', 'same, kept'],
	['submitted', 'refused', 'same, kept', 'same, kept'],
	['submitted', 'init outcome unknown', 'same, kept', 'same, kept'],
	['submitted', 'call', 'same, kept', 'same, kept'],
	['submitted', 'file unusable', 'same, kept', 'same, kept'],
	['submitted', 'file out of reach', 'same, kept', 'same, kept'],
	['submitted', 'upload broke off', 'same, kept', 'same, kept'],
	['submitted', 'upload gone', 'same, kept', 'same, kept'],
	['submitted', 'upload outcome unknown', 'same, kept', 'same, kept'],
	['submitted', 'given up, may pass', 'new, released', 'new, released'],
	['submitted', 'given up for good', 'ended, released', 'ended, released'],
	['submitted', 'taken over', 'ended, left', 'ended, left'],
	['submitted', 'other', 'same, kept', 'same, kept'],
	...failureKinds.map((failure): Row => ['unknown', failure, 'same, kept', 'same, kept']),
	...failureKinds.map((failure): Row => ['final', failure, 'same, kept', 'same, kept']),
];

describe('what follows from a failure', () => {
	test('is written down for every combination', () => {
		const written = consequences.map(([state, failure]) => `${state}, ${failure}`);
		const all = stateKinds.flatMap((state) =>
			failureKinds.map((failure) => `${state}, ${failure}`),
		);
		expect(written.sort()).toEqual(all.sort());
	});

	test.each(consequences)(
		'%s, %s: %s; if the bytes may have arrived: %s',
		(state, failure, not, may) => {
			const found = [false, true].map((mayHaveArrived) =>
				afterFailure(state, failure, mayHaveArrived),
			);
			expect(found.map((one) => `${one.state}, ${one.key}`)).toEqual([not, may]);
		},
	);

	test('never gives a key back for a post that may exist, and never begins one again', () => {
		for (const state of stateKinds) {
			for (const failure of failureKinds) {
				const { state: next, key } = afterFailure(state, failure, true);
				const isOver = failure.startsWith('given up');
				if (state === 'new' || isOver) continue;
				expect([state, failure, next, key]).not.toContain('new');
				expect([state, failure, next, key]).not.toContain('released');
			}
		}
	});
});

describe('what a later run takes up', () => {
	/** For each state: at work, then by whether the bytes may have arrived, the URL has expired, and the same is asked for. */
	const expected: Record<PostState['kind'], (relation: (typeof relations)[number]) => string> = {
		new: ({ isAtWork }) => (isAtWork ? 'skip' : 'post'),
		uploading: ({ isAtWork, mayHaveArrived, isExpired, isSame }) => {
			if (isAtWork) return 'skip';
			if (mayHaveArrived) return 'go on';
			return isSame && !isExpired ? 'go on' : 'begin anew';
		},
		submitted: () => 'ask',
		unknown: () => 'skip',
		final: () => 'ask',
	};

	test.each(stateKinds.flatMap((state) => relations.map((relation) => [state, relation] as const)))(
		'%s, %p',
		(state, relation) => {
			expect(takeUp(state, relation)).toBe(expected[state](relation));
		},
	);
});

describe('the kind of a failure', () => {
	test.each([
		[new TakenOverError(''), 'taken over', 'taken over'],
		[new ParameterError('Caption', '', ''), 'refused', 'file unusable'],
		[new SourceUnavailableError('Video URL', '', ''), 'refused', 'file out of reach'],
		[new Error('cancelled'), 'other', 'other'],
		[new TikTokError({ code: 'outcome_unknown' }), 'init outcome unknown', 'init outcome unknown'],
	] as const)('%s', (error, before, after) => {
		expect([failureKind(error, false), failureKind(error, true)]).toEqual([before, after]);
	});

	test('of a reason of TikTok’s says whether another try may go well', () => {
		const kindOf = (code: string) =>
			failureKind(new TikTokError({ code, isFailReason: true }), true);
		expect(['internal', 'video_pull_failed', 'photo_pull_failed'].map(kindOf)).toEqual(
			new Array(3).fill('given up, may pass'),
		);
		expect(['spam_risk', 'publish_cancelled', 'a_reason_of_tomorrow'].map(kindOf)).toEqual(
			new Array(3).fill('given up for good'),
		);
	});

	test('of the upload server’s answers', () => {
		const kinds = Object.keys(knownCodes.uploadStatuses).map((code) => [
			code,
			failureKind(new TikTokError({ code }), true),
		]);
		expect(Object.fromEntries(kinds)).toEqual({
			upload_malformed: 'upload broke off',
			upload_expired: 'upload gone',
			upload_too_slow: 'upload gone',
			upload_unknown: 'upload gone',
			upload_outcome_unknown: 'upload outcome unknown',
			upload_out_of_step: 'upload broke off',
			upload_unavailable: 'upload broke off',
		});
	});

	test('of every other code is that of a refusal before the init, and of a call after it', () => {
		const { apiCodes, tokenErrors, transportCodes } = knownCodes;
		const others = Object.keys({ ...apiCodes, ...tokenErrors, ...transportCodes });
		for (const code of others.filter((one) => one !== 'outcome_unknown')) {
			const error = new TikTokError({ code });
			expect([code, failureKind(error, false), failureKind(error, true)]).toEqual([
				code,
				'refused',
				'call',
			]);
		}
	});
});
