import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, test } from '@jest/globals';
import { DataDeduplicationService } from 'n8n-core';
import type { IBinaryKeyData, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { ListStore } from '../harness/deduplication';
import { storeBinariesIn, type BinaryStore } from '../harness/engine';
import { usePhotoHosting, useSkippedTime } from '../harness/setUps';
import { jpegOf } from '../unit/media/photoBuilder';

const { engine, host } = usePhotoHosting();
useSkippedTime();
beforeAll(async () => await DataDeduplicationService.init(new ListStore()));

const directPost = {
	resource: 'photo',
	operation: 'directPost',
	privacyLevel: 'SELF_ONLY',
	photoSource: 'files',
};
const draft = { resource: 'photo', operation: 'uploadDraft', photoSource: 'files' };
const all = '={{ Object.keys($binary).join(",") }}';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A photo unlike the others. */
const photo = (number: number) =>
	Buffer.concat([jpegOf(1080, 1920, 100 + number), Buffer.from(`photo ${number}`)]);

/** One item with files in `data`, `data_1`, … as n8n's Aggregate makes it. */
async function item(...photos: Buffer[]): Promise<INodeExecutionData> {
	const binary: IBinaryKeyData = {};
	for (const [index, bytes] of photos.entries()) {
		const field = index === 0 ? 'data' : `data_${index}`;
		const fileName = `picture-${index + 1}.jpg`;
		const made = await engine.item(bytes, { mimeType: 'image/jpeg', fileName, field });
		binary[field] = made.binary![field];
	}
	return { json: {}, binary };
}

const lastTask = () => engine.simulator.tasks.at(-1)!;
const pulled = () => lastTask().downloads.map(({ sha256 }) => sha256);

/** What nobody may see: the part of an address that opens a photo. */
const token = /[\w-]{20,}\.[\w-]{43}/;

describe.each<BinaryStore>(['memory', 'file', 'database'])('n8n keeps files in: %s', (store) => {
	beforeAll(async () => await storeBinariesIn(store));

	test.each<[string, INodeParameters, string]>([
		['direct post', directPost, 'published'],
		['draft', draft, 'in_inbox'],
	])('a carousel of 35 in its order, as %s', async (_name, parameters, verdict) => {
		const photos = Array.from({ length: 35 }, (_, index) => photo(index));
		const { json, error, stored } = await engine.run(
			{ ...parameters, photoBinaryFields: all },
			{ items: [await item(...photos)] },
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict });
		expect(json[0]).not.toHaveProperty('warnings');
		expect(json[0].requested).toMatchObject({
			photos: photos.map((_, index) => `picture-${index + 1}.jpg`),
		});
		expect(pulled()).toEqual(photos.map(sha256));
		expect(new Set(pulled()).size).toBe(35);
		expect(stored()).not.toMatch(token);
		expect(host.executions).toBe(0);
		// One look of n8n's at the first photo, and each photo once.
		expect(host.answered.map(({ method }) => method)).toEqual(['HEAD', ...photos.map(() => 'GET')]);
	});

	test('once where Retry On Fail runs the node again', async () => {
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_params', message: 'Not now', log_id: '1' },
		});
		const before = engine.simulator.tasks.length;
		const { json, error } = await engine.run(
			{ ...directPost, photoBinaryFields: 'data_1, data' },
			{ items: [await item(photo(1), photo(2))], retryOnFail: { maxTries: 3 } },
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict: 'published' });
		expect(engine.simulator.tasks.length).toBe(before + 1);
		expect(pulled()).toEqual([photo(2), photo(1)].map(sha256));
	});
});
