import { createHmac } from 'node:crypto';

/**
 * The value of `TikTok-Signature`: https://developers.tiktok.com/doc/webhooks-verification
 *
 * @param secret the app's client secret
 * @param timestamp unix seconds
 * @param body the raw body
 */
export function signatureOf(secret: string, timestamp: number, body: Buffer): string {
	return `t=${timestamp},s=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}
