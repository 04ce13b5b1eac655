import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the timestamp may lie from n8n's clock, either way, in seconds. TikTok prescribes no limit. */
const toleranceSeconds = 300;

/** What is wrong with a signature; for n8n's log, never for the sender. */
export type SignatureFault = 'malformed' | 'wrong' | 'too old or too new';

/**
 * Holds the `TikTok-Signature` header, `t=<unix seconds>,s=<hex>`, against the body: `s` is the HMAC-SHA256 over `t`, a
 * full stop and the body's bytes, with the app's client secret as the key
 * (https://developers.tiktok.com/doc/webhooks-verification). Compares in constant time, and looks at the time only after that.
 *
 * @param header the header; elements of other names are ignored, doubled ones are refused
 * @param body the body as it came
 * @param nowMs unix time in ms
 * @returns undefined when the delivery is TikTok's
 */
export function signatureFault(
	header: string | undefined,
	body: Uint8Array,
	clientSecret: string,
	nowMs: number,
): SignatureFault | undefined {
	const elements = (header ?? '').split(',').map((element) => element.trim());
	const [timestamp, ...otherTimestamps] = valuesOf('t', elements);
	const [signature, ...otherSignatures] = valuesOf('s', elements);
	if (otherTimestamps.length + otherSignatures.length > 0) return 'malformed';
	if (!/^\d{1,12}$/.test(timestamp ?? '') || !/^[0-9a-f]{64}$/.test(signature ?? ''))
		return 'malformed';
	// Anyone could sign with an empty key.
	if (clientSecret === '') return 'wrong';
	const expected = createHmac('sha256', clientSecret).update(`${timestamp}.`).update(body).digest();
	if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'wrong';
	const ageSeconds = Math.floor(nowMs / 1000) - Number(timestamp);
	return Math.abs(ageSeconds) > toleranceSeconds ? 'too old or too new' : undefined;
}

function valuesOf(name: string, elements: string[]): string[] {
	return elements
		.filter((element) => element.startsWith(`${name}=`))
		.map((element) => element.slice(name.length + 1));
}
