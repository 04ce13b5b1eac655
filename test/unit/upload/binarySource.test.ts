/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { storeRefusal } from '../../../nodes/TikTok/upload/binaryFile';
import { binarySource } from '../../../nodes/TikTok/upload/binarySource';
import { chunkAt, planChunks } from '../../../nodes/TikTok/upload/chunkPlan';
import { ParameterError } from '../../../nodes/shared/errors/parameterError';

const video: IBinaryData = {
	data: '',
	mimeType: 'video/mp4',
	fileName: 'clip.mp4',
	fileExtension: 'mp4',
};

/** As much of n8n's context as a binary source touches: one item, and a store of files by id. */
function contextWith(
	binary: Record<string, IBinaryData> | undefined,
	stored: Record<string, { bytes: Buffer; size?: number }> = {},
) {
	const helpers = {
		assertBinaryData: (_item: number, field: string | IBinaryData): IBinaryData => {
			const found = typeof field === 'string' ? binary?.[field] : field;
			if (!found) throw new RangeError('n8n’s own words');
			return found;
		},
		getBinaryMetadata: async (id: string) => ({
			fileSize: stored[id].size ?? stored[id].bytes.length,
		}),
		getBinaryStream: async (id: string) => Readable.from([stored[id].bytes], { objectMode: false }),
	};
	return {
		helpers,
		getInputData: () => [{ json: {}, binary }],
		getExecutionCancelSignal: () => undefined,
	} as unknown as IExecuteFunctions;
}

const inMemory = (bytes: Buffer, more: Partial<IBinaryData> = {}) =>
	contextWith({ data: { ...video, data: bytes.toString('base64'), ...more } });

const inStore = (bytes: Buffer, size?: number) =>
	contextWith(
		{ data: { ...video, id: 'filesystem-v2:1', data: 'filesystem-v2' } },
		{ 'filesystem-v2:1': { bytes, size } },
	);

async function bytesOf(body: unknown): Promise<Buffer> {
	return Buffer.isBuffer(body) ? body : await buffer(body as Readable);
}

async function refusal(
	context: IExecuteFunctions,
	field: string | IBinaryData = 'data',
): Promise<ParameterError> {
	const outcome = await binarySource(context, 0, field).catch((error: unknown) => error);
	if (outcome instanceof ParameterError) return outcome;
	throw new RangeError(`Not refused: ${String(outcome)}`);
}

const anyBytes = fc
	.uint8Array({ minLength: 1, maxLength: 3_000 })
	.map((array) => Buffer.from(array));
const bytesAndRanges = anyBytes.chain((bytes) => {
	const place = fc.integer({ min: 0, max: bytes.length - 1 });
	const range = fc.tuple(place, place).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
	return fc.tuple(fc.constant(bytes), fc.array(range, { minLength: 1, maxLength: 6 }));
});

describe.each([
	['n8n’s memory', inMemory],
	['a store of n8n’s', inStore],
])('a video in %s', (_where, contextOf) => {
	test('has its size in bytes, and the bytes of every range', async () => {
		await fc.assert(
			fc.asyncProperty(bytesAndRanges, async ([bytes, ranges]) => {
				const source = await binarySource(contextOf(bytes), 0, 'data');
				expect(source.size).toBe(bytes.length);
				for (const [first, last] of ranges) {
					expect(await bytesOf(await source.read(first, last))).toEqual(
						bytes.subarray(first, last + 1),
					);
				}
				expect(source.defect()).toBeUndefined();
				source.close();
			}),
			{ numRuns: 200 },
		);
	});

	test('comes out whole through a plan of its preferred chunks', async () => {
		const bytes = Buffer.alloc(21_000_001, 'n8n-nodes');
		const source = await binarySource(contextOf(bytes), 0, 'data');
		const plan = planChunks(source.size, source.preferredChunk);
		let sent = 0;
		for (let index = 0; index < plan.chunkCount; index++) {
			const { first, last } = chunkAt(plan, index);
			const part = await bytesOf(await source.read(first, last));
			expect(part.equals(bytes.subarray(first, last + 1))).toBe(true);
			sent += part.length;
		}
		expect(sent).toBe(bytes.length);
		source.close();
	});

	test('is refused when it is empty', async () => {
		const { message, wayOut } = await refusal(contextOf(Buffer.alloc(0)));
		expect(message).toBe('The file in ‘data’ of ‘Input Binary Field’ is empty');
		expect(wayOut).toContain('0 bytes');
	});
});

test('a video in memory is decoded in small parts', async () => {
	const source = await binarySource(inMemory(Buffer.alloc(1)), 0, 'data');
	expect(source.preferredChunk).toBe(10_485_760);
});

// Such as Code nodes make: n8n itself writes one line of base64.
test.each([
	[
		'line breaks in base64',
		(bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
	],
	['a data URL', (bytes: Buffer) => `data:video/mp4;base64,${bytes.toString('base64')}`],
	['base64 without padding', (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')],
	['base64 for addresses', (bytes: Buffer) => bytes.toString('base64url')],
	['a Buffer', (bytes: Buffer) => bytes],
	[
		'a Buffer that went through JSON',
		(bytes: Buffer) => JSON.parse(JSON.stringify(bytes)) as object,
	],
])('a video in memory comes out whole: %s', async (_, form) => {
	for (const length of [1, 2, 3, 299, 300, 301]) {
		const bytes = Buffer.alloc(length, 'clip\xff');
		const context = contextWith({ data: { ...video, data: form(bytes) as string } });
		const source = await binarySource(context, 0, 'data');
		expect(source.size).toBe(length);
		expect((await bytesOf(await source.read(0, length - 1))).equals(bytes)).toBe(true);
	}
});

test.each([['not base64!'], [{ some: 'object' }], [7], ['https://example.com/clip.mp4']])(
	'%p in memory is refused with how to make a file',
	async (data) => {
		const issue = await refusal(contextWith({ data: { ...video, data: data as string } }));
		expect(issue.message).toContain('does not hold base64');
		expect(issue.wayOut).toContain('prepareBinaryData');
	},
);

describe('a stored video', () => {
	test('that has become shorter ends in a defect with a way out', async () => {
		const source = await binarySource(inStore(Buffer.alloc(60), 100), 0, 'data');
		await expect(bytesOf(await source.read(50, 99))).rejects.toBeInstanceOf(ParameterError);
		expect(source.defect()).toHaveProperty(
			'message',
			'The file in ‘data’ of ‘Input Binary Field’ ended after 60 of 100 bytes',
		);
		source.close();
	});

	test('that n8n no longer has is refused with the step to run again', async () => {
		const context = inStore(Buffer.alloc(60), 60);
		Object.assign(context.helpers, {
			getBinaryMetadata: async () => await Promise.reject(new Error('File not found')),
		});
		const issue = await refusal(context);
		expect(issue.message).toContain('does not have the file in ‘data’');
		expect(issue.wayOut).toContain('Run the step that makes the file again');
	});

	test.each([
		[
			"ENOENT: no such file or directory, open '/home/node/.n8n/binaryData/workflows/1/a'",
			'n8n’s store does not have the file in ‘data’ of ‘Input Binary Field’ any more',
		],
		[
			"EACCES: permission denied, stat 'C:\\Users\\me\\.n8n\\storage\\a'",
			'n8n’s store did not hand over the file in ‘data’ of ‘Input Binary Field’: EACCES: permission denied',
		],
		[
			'connect ECONNREFUSED 10.0.0.1:9000',
			'n8n’s store did not hand over the file in ‘data’ of ‘Input Binary Field’: connect ECONNREFUSED 10.0.0.1:9000',
		],
	])('that the store cannot open is refused without the server’s folders: %s', (text, said) => {
		const { message } = storeRefusal(
			new Error(text),
			'‘data’ of ‘Input Binary Field’',
			'Input Binary Field',
		);
		expect(message).toBe(said);
	});

	test('of 4 GiB passes, one of a byte more is refused', async () => {
		await expect(
			binarySource(inStore(Buffer.alloc(1), 4_294_967_296), 0, 'data'),
		).resolves.toMatchObject({ size: 4_294_967_296 });
		const { message } = await refusal(inStore(Buffer.alloc(1), 4_294_967_297));
		expect(message).toBe(
			'The file in ‘data’ of ‘Input Binary Field’ has 4,294,967,297 bytes, and TikTok takes at most 4 GB',
		);
	});
});

describe('the field', () => {
	test('may be the binary itself, as newer n8n hands it over', async () => {
		const source = await binarySource(contextWith(undefined), 0, {
			...video,
			data: Buffer.from('abc').toString('base64'),
		});
		expect((await bytesOf(await source.read(0, 2))).toString()).toBe('abc');
	});

	test('that is missing is refused with the fields that are there', async () => {
		const { message, wayOut } = await refusal(contextWith({ clip: video, cover: video }), 'data');
		expect(message).toBe('The item has no file in ‘data’, which ‘Input Binary Field’ names');
		expect(wayOut).toContain('clip, cover');
	});

	test('of an item without files is refused with the step to add, or another source', async () => {
		expect((await refusal(contextWith(undefined))).wayOut).toMatch(
			/HTTP Request node.*from a link, choose a URL as the source/,
		);
	});
});

describe('the type', () => {
	const typeOf = async (more: Partial<IBinaryData>) =>
		(await binarySource(inMemory(Buffer.alloc(1), more), 0, 'data')).mimeType;
	const nameless = { fileName: undefined, fileExtension: undefined };

	test.each([
		[{ mimeType: 'video/mp4' }, 'video/mp4'],
		[{ mimeType: 'Video/MP4; codecs="avc1"' }, 'video/mp4'],
		[{ mimeType: 'video/x-m4v' }, 'video/mp4'],
		[{ mimeType: 'video/quicktime', ...nameless }, 'video/quicktime'],
		[{ mimeType: 'video/webm' }, 'video/webm'],
		[{ mimeType: 'application/octet-stream' }, 'video/mp4'],
		[
			{ mimeType: 'application/octet-stream', fileExtension: undefined, fileName: 'a.b.MOV' },
			'video/quicktime',
		],
		[{ mimeType: '', fileExtension: 'webm' }, 'video/webm'],
		[{ mimeType: 'application/binary', fileExtension: 'mov' }, 'video/quicktime'],
		[{ mimeType: 'application/force-download' }, 'video/mp4'],
		[
			{ mimeType: 'application/x-download', fileExtension: 'php', fileName: 'get.php' },
			'video/mp4',
		],
		[
			{ mimeType: 'application/octet-stream', fileExtension: '22', fileName: 'clip.2026.11.22' },
			'video/mp4',
		],
		[
			{ mimeType: 'application/octet-stream', fileExtension: 'bin', fileName: 'clip.mov' },
			'video/quicktime',
		],
		// Nothing says anything: MP4 until the header is read.
		[{ mimeType: 'application/octet-stream', ...nameless }, 'video/mp4'],
		[{ mimeType: '', ...nameless }, 'video/mp4'],
	])('%j is %s', async (more, mimeType) => {
		expect(await typeOf(more)).toBe(mimeType);
	});

	// The labels of others say nothing: the content decides.
	test.each([
		[{ mimeType: 'image/png' }],
		[{ mimeType: 'video/x-matroska' }],
		[{ mimeType: 'application/json' }],
		[{ mimeType: 'text/plain', fileExtension: 'tmp', fileName: 'render.tmp' }],
		[{ mimeType: undefined as unknown as string, ...nameless }],
	])('%j is MP4 until the content is known', async (more) => {
		expect(await typeOf(more)).toBe('video/mp4');
	});
});
