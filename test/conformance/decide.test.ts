import { describe, expect, test } from '@jest/globals';

import type { Findings } from '../../tools/conformance/ask';
import { probeOf, type FactsOf, type ProbeName } from '../../tools/conformance/probes';
import type { RuleName } from '../../tools/conformance/question';
import { isDecided, verdicts, whyOpen } from '../../tools/conformance/verdict';

const ok = { status: 200, code: 'ok' };
const bad = { status: 400, code: 'invalid_params' };
const unaudited = { status: 403, code: 'unaudited_client_can_only_post_to_private_accounts' };

/** Facts that a TikTok unlike the simulator could give. */
function row<Name extends ProbeName>(
	rule: RuleName,
	name: Name,
	facts: FactsOf<Name>,
	why: RegExp,
): [string, RuleName, Findings, RegExp] {
	const found: Findings = { [name]: { facts: probeOf(name).facts.parse(facts) } };
	return [`${rule}: ${why.source}`, rule, found, why];
}

describe('what fits none of the values stays open', () => {
	test.each([
		row('textUnit', 'caption', { longByUnits: ok, longByCharacters: ok }, /whatever the length/),
		row('textUnit', 'caption', { longByUnits: unaudited }, /unaudited_client/),
		row('chunkBounds', 'partSizes', { partOf5000000: bad, partOf66000000: bad }, /refuses parts/),
		row('chunkBounds', 'partSizes', { partOf5000000: ok, partOf66000000: unaudited }, /fits none/),
		row(
			'desktopPkce',
			'wrongVerifier',
			{ exchange: { status: 200, code: 'invalid_grant' } },
			/invalid_grant, which fits none/,
		),
		row(
			'requireJsonContentType',
			'contentType',
			{ asJson: { status: 401, code: 'access_token_invalid' }, asText: bad },
			/access_token_invalid/,
		),
		row('profileWebLink', 'profileFields', { madeUpField: ok, webLink: ok }, /fits none/),
		row(
			'acceptPostModeWithSpace',
			'photos',
			{
				asDocumented: { status: 403, code: 'url_ownership_unverified' },
				unknownMode: { status: 403, code: 'url_ownership_unverified' },
				modeWithSpace: { status: 403, code: 'url_ownership_unverified' },
				duetAndStitch: { status: 403, code: 'url_ownership_unverified' },
			},
			/does not judge the parameters/,
		),
		row(
			'acceptTokenParametersInQuery',
			'tokenQuery',
			{
				empty: { status: 401, code: 'invalid_client' },
				inQuery: { status: 401, code: 'invalid_client' },
			},
			/invalid_client/,
		),
		row(
			'refreshReuseRevokesGrant',
			'usedRefreshToken',
			{ before: ok, again: ok, connection: ok },
			/was not refused/,
		),
		row(
			'uploadAnswerRange',
			'parts',
			{ first: 206, range: 'absent', again: 206 },
			/\(206\) has no Content-Range/,
		),
		row('uploadPath', 'addresses', { hosts: [], paths: ['/video/', '/upload'] }, /more than one/),
		row('missingFields', 'listWithoutFields', { answer: ok, videos: 'more than ids' }, /more than/),
		row('queryForeignId', 'foreignVideo', { answer: ok, videos: 1 }, /somebody else/),
		row('cursorGrain', 'cursors', { pages: 1, finerThanASecond: false }, /too few/),
		row(
			'bytesWhenComplete',
			'onlyMe',
			{ begin: ok, upload: 201, end: 'FAILED', bytes: true },
			/FAILED/,
		),
		row('unauditedLevelCode', 'otherLevel', { followers: ok }, /passed the audit/),
	])('%s', (_name, rule, found, why) => {
		const verdict = verdicts(found).find((one) => one.rule === rule);
		if (verdict === undefined) throw new Error(`No verdict on ${rule}`);
		expect(isDecided(verdict)).toBe(false);
		expect(whyOpen(verdict)).toMatch(why);
	});
});
