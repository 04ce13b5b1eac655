import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { signatureFault } from '../../../nodes/TikTokWebhookTrigger/signature';
import { signatureOf } from '../../simulator';

const bytes = fc.uint8Array({ maxLength: 400 });
const secret = fc.string({ minLength: 1, maxLength: 40 });
const seconds = fc.integer({ min: 1, max: 9_999_999_999 });

const sample = {
	secret: 'a-client-secret',
	at: 1_770_000_000,
	body: Buffer.from(
		'{"client_key":"aw1","event":"post.publish.complete","content":"{\\"publish_id\\":\\"ü\\"}"}',
	),
};
const header = signatureOf(sample.secret, sample.at, sample.body);
const faultOf = (
	changed: Partial<{ header: string; body: Uint8Array; secret: string; nowMs: number }>,
) =>
	signatureFault(
		changed.header ?? header,
		changed.body ?? sample.body,
		changed.secret ?? sample.secret,
		changed.nowMs ?? sample.at * 1000,
	);

function flipped(buffer: Uint8Array, bit: number): Buffer {
	const copy = Buffer.from(buffer);
	copy[bit >> 3] ^= 1 << (bit & 7);
	return copy;
}

describe('a signature', () => {
	test('of TikTok’s is right, whatever the body, secret and time', () => {
		fc.assert(
			fc.property(bytes, secret, seconds, (body, key, at) => {
				expect(
					signatureFault(signatureOf(key, at, Buffer.from(body)), body, key, at * 1000),
				).toBeUndefined();
			}),
		);
	});

	test('is wrong after the change of any single bit of the header', () => {
		const bits = Array.from({ length: Buffer.byteLength(header) * 8 }, (_, bit) => bit);
		// latin1: each byte is one character, as in HTTP.
		expect(
			bits.filter(
				(bit) =>
					faultOf({ header: flipped(Buffer.from(header, 'latin1'), bit).toString('latin1') }) ===
					undefined,
			),
		).toEqual([]);
	});

	test('is wrong after the change of any single bit of the body', () => {
		const bits = Array.from({ length: sample.body.length * 8 }, (_, bit) => bit);
		expect(new Set(bits.map((bit) => faultOf({ body: flipped(sample.body, bit) })))).toEqual(
			new Set(['wrong']),
		);
	});

	test('is wrong under another secret, or with bytes added or missing', () => {
		fc.assert(
			fc.property(secret, (other) => {
				fc.pre(other !== sample.secret);
				expect(faultOf({ secret: other })).toBe('wrong');
			}),
		);
		expect(faultOf({ body: Buffer.concat([sample.body, Buffer.from(' ')]) })).toBe('wrong');
		expect(faultOf({ body: sample.body.subarray(0, -1) })).toBe('wrong');
	});

	test('under an empty secret is wrong, even if the sender used it as well', () => {
		expect(faultOf({ header: signatureOf('', sample.at, sample.body), secret: '' })).toBe('wrong');
	});
});

describe('the header', () => {
	const [t, s] = header.split(',');

	test.each([
		['the other order', `${s},${t}`],
		['spaces', ` ${t} , ${s} `],
		['elements of other names', `v=2,${t},${s},x=1`],
	])('is read with %s', (_, text) => {
		expect(faultOf({ header: text })).toBeUndefined();
	});

	test.each([
		['nothing', ''],
		['no signature', t],
		['no timestamp', s],
		['two timestamps', `${t},${t},${s}`],
		['two signatures', `${t},${s},s=${'0'.repeat(64)}`],
		['capitals', header.toUpperCase()],
		['a signature in capitals', `${t},s=${s.slice(2).toUpperCase()}`],
		['a short signature', header.slice(0, -1)],
		['a long signature', `${header}0`],
		['a timestamp that is no number', `t=now,${s}`],
		['a negative timestamp', `t=-1,${s}`],
		['a timestamp in milliseconds', `t=${sample.at}000,${s}`],
		['other separators', header.replace(',', ';')],
	])('is refused with %s', (_, text) => {
		expect(['malformed', 'wrong']).toContain(faultOf({ header: text }));
	});

	test('may be missing', () => {
		expect(signatureFault(undefined, sample.body, sample.secret, 0)).toBe('malformed');
	});
});

describe('the time', () => {
	test.each([
		[0, undefined],
		[300, undefined],
		[-300, undefined],
		[301, 'too old or too new'],
		[-301, 'too old or too new'],
	])('of a delivery %d s ago', (age, fault) => {
		expect(faultOf({ nowMs: (sample.at + age) * 1000 })).toBe(fault);
	});

	test('is looked at only once the signature is right', () => {
		expect(faultOf({ nowMs: 0, secret: 'another' })).toBe('wrong');
	});
});
