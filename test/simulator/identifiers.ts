import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `length` random characters of `alphabet`. */
export function randomText(length: number, alphabet = LETTERS): string {
	return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/**
 * A 19-digit id as in captured answers: seconds since the epoch in the upper half, chance in the lower.
 * The lowest bit is always set, so that the number never survives a trip through a double.
 */
export function newLongId(atMs: number): string {
	const low = (BigInt(randomInt(2 ** 16)) << 16n) | BigInt(randomInt(2 ** 16)) | 1n;
	return ((BigInt(Math.floor(atMs / 1000)) << 32n) | low).toString();
}

/** A log id as in captured answers: the time and some hex. */
export function newLogId(atMs: number): string {
	const time = new Date(atMs).toISOString().replace(/\D/g, '').slice(0, 14);
	return time + randomBytes(10).toString('hex').toUpperCase();
}

/** An access token as in TikTok's examples: `act.` and text with `!`, `.`, `*`, `-` and `_`. */
export function newAccessToken(): string {
	return `act.${randomText(24)}-${randomText(18)}_${randomText(20)}*${randomText(1)}!${randomInt(1000, 9999)}.s1`;
}

/** A refresh token as in TikTok's examples. */
export function newRefreshToken(): string {
	return `rft.${randomText(24)}_${randomText(38)}*${randomText(1)}!${randomInt(1000, 9999)}.s1`;
}

/** An authorization code: real ones end like `*0!6410` and have to be URL-decoded exactly once. */
export function newAuthorizationCode(): string {
	return `${randomText(40)}-${randomText(18)}*${randomInt(10)}!${randomInt(1000, 9999)}`;
}

/** The client keys that were seen begin with `aw`, those of a sandbox with `sb`. */
export function newClientKey(sandbox: boolean): string {
	return (sandbox ? 'sb' : 'aw') + randomText(16, LETTERS.toLowerCase());
}

export function newClientSecret(): string {
	return randomText(32);
}

/** An open id: opaque, one for each app and account. */
export function newOpenId(): string {
	return `-000${randomText(32)}`;
}

export function newUploadToken(): string {
	return randomUUID();
}

/** As in the files that apps serve for TikTok (May and June 2026): 32 letters and digits. */
export function newVerificationToken(): string {
	return randomText(32);
}
