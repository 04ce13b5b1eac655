import { createHmac, timingSafeEqual } from 'node:crypto';

import { isRecord } from '../records';
import { isPhotoId } from './photoId';

/**
 * How long a signed address works, in ms: TikTok's download may take an hour
 * (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide#pull_from_url).
 */
export const lifetimeMs = 2 * 3_600_000;

/** How far the clocks of n8n's processes may lie apart, in ms. */
const clockMs = 10 * 60_000;

/** The longest id is a path with ids of n8n's in it. */
const shape = /^([\w-]{20,1000})\.([\w-]{43})$/;

/** TikTok signs its webhooks with the same secret: a signature of one kind must never serve for the other. */
const purpose = 'n8n-nodes-tiktok-publisher/photo-host/v1';

/** A token of the right shape, whoever has made it. */
export interface PhotoToken {
	/** Which photo it is for. */
	id: string;
	/** In ms since the epoch. */
	expiresAt: number;
	payload: string;
	signature: string;
}

/**
 * @param id of the photo
 * @param expiresAt in ms since the epoch
 * @param secret the app's client secret; never empty
 */
export function signPhoto(id: string, expiresAt: number, secret: string): string {
	const payload = Buffer.from(JSON.stringify([id, Math.floor(expiresAt / 1000)])).toString(
		'base64url',
	);
	return `${payload}.${mac(payload, secret).toString('base64url')}`;
}

/** What nobody can guess who does not know the secret. @param parts what tells one photo from another */
export function secretName(parts: unknown[], secret: string): string {
	return mac(JSON.stringify(parts), secret).toString('base64url');
}

/** @returns undefined for what cannot be a token of {@link signPhoto}; nothing secret is needed to tell */
export function readToken(token: unknown): PhotoToken | undefined {
	const [, payload, signature] = (typeof token === 'string' && shape.exec(token)) || [];
	if (payload === undefined) return undefined;
	const [id, expiry] = entriesIn(payload);
	if (typeof id !== 'string' || !isPhotoId(id) || !Number.isSafeInteger(expiry)) return undefined;
	return { id, expiresAt: Number(expiry) * 1000, payload, signature };
}

/** Whether a token is signed with the secret. Compares in constant time. */
export function isGenuine({ payload, signature }: PhotoToken, secret: string): boolean {
	// Anyone could sign with an empty key.
	if (secret === '') return false;
	const given = Buffer.from(signature, 'base64url');
	const expected = mac(payload, secret);
	// Two ways of writing the same bytes are not two tokens.
	const isCanonical = given.toString('base64url') === signature;
	return given.length === expected.length && timingSafeEqual(given, expected) && isCanonical;
}

/** Whether a token's time has not come yet, and lies no further away than it is ever signed for. */
export function isCurrent({ expiresAt }: PhotoToken, nowMs: number): boolean {
	return expiresAt > nowMs && expiresAt <= nowMs + lifetimeMs + clockMs;
}

function mac(text: string, secret: string): Buffer {
	const key = createHmac('sha256', secret).update(purpose).digest();
	return createHmac('sha256', key).update(text).digest();
}

function entriesIn(payload: string): unknown[] {
	try {
		const entries: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		return isRecord(entries) && Array.isArray(entries) && entries.length === 2 ? entries : [];
	} catch {
		return [];
	}
}
