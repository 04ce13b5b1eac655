import { describe, expect, test } from '@jest/globals';

import { useSkippedTime, useWebHost } from '../harness/setUps';
import { explain, knownCodes } from '../../nodes/shared/errors/codes';
import type { FaultOptions } from '../simulator';
import { operations, verifiedHost, useScene } from './refusals/scene';

// TikTok does what it was asked, and answers with a fault of its service.
useSkippedTime();
const web = useWebHost();
const scene = useScene({ hosts: { [verifiedHost]: web } });

const { apiCodes, failReasons, tokenErrors } = knownCodes;
/** Every code of TikTok's that means that something of TikTok's is at fault. */
const faultCodes = Object.keys({ ...apiCodes, ...failReasons, ...tokenErrors }).filter(
	(code) => explain(code).retry === 'retry',
);

const envelope = (code: string) =>
	JSON.stringify({ error: { code, message: 'Please try again later.', log_id: 'FAULT1' } });
const flat = (code: string) =>
	JSON.stringify({ error: code, error_description: 'Please try again later.', log_id: 'FAULT1' });

const answers = faultCodes.flatMap((code) =>
	[200, 400, 403].flatMap((status) => [
		{ name: `HTTP ${status}, ${code}`, status, body: envelope(code) },
		{ name: `HTTP ${status}, ${code}, flat`, status, body: flat(code) },
	]),
);
const cases = answers.map((answer) => [answer.name, answer] as const);

test('the codes of faults are known', () => {
	expect(faultCodes).toEqual(expect.arrayContaining(['internal_error', 'server_error']));
});

describe.each([
	['photoPost', 'content init'],
	['photoDraft', 'content init'],
	['directPostByPull', 'video init'],
	['draftByPull', 'inbox init'],
] as const)('%s was begun', (operation, point) => {
	test.each(cases)(
		'%s: it is not begun again, Retry On Fail included',
		async (_, { status, body }) => {
			scene.simulator.fault(point, { kind: 'status', status, body, at: 'after body' });
			const error = await scene.failure(operations[operation], { retryOnFail: { maxTries: 3 } });
			expect(error.message).toContain('not known whether the post was started');
			expect(error.description).toContain('Please try again later.');
			expect(scene.simulator.tasks).toHaveLength(1);
		},
	);
});

describe('a cancel that TikTok has carried out', () => {
	/** A draft that TikTok still downloads. */
	const downloading = async () => {
		const { json } = await scene.run({
			...operations.draftByPull,
			videoUrl: `https://${verifiedHost}/slow.mp4`,
		});
		return String(json[0].publish_id);
	};

	test.each([
		['its answer is lost', { kind: 'reset', at: 'after body' }],
		...cases
			.slice(0, 6)
			.map(([name, { status, body }]) => [
				name,
				{ kind: 'status', status, body, at: 'after body' },
			]),
	] as Array<[string, FaultOptions]>)('%s: it is cancelled', async (_, fault) => {
		const publishId = await downloading();
		scene.simulator.fault('cancel', fault);
		const { json, error } = await scene.run({ ...operations.cancel, publishId });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			publish_id: publishId,
			cancelled: true,
			fail_reason: 'publish_cancelled',
		});
	});

	test('a post that is through is not: TikTok’s word is what the user reads', async () => {
		const publishId = await scene.publishId();
		const error = await scene.failure({ ...operations.cancel, publishId });
		expect(error.message).toContain('can no longer be cancelled');
		expect(error.description).toContain(publishId);
	});
});
