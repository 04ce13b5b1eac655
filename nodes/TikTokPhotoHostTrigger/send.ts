import type { IWebhookFunctions } from 'n8n-workflow';

import { photoHostHeader } from '../shared/photoHost/answers';
import type { StoredPhoto } from './storedPhoto';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** Of every answer. A cache that keeps a photo would show it when its time is over. */
const headers = {
	[photoHostHeader]: '1',
	'Cache-Control': 'no-store',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex',
};

export function sendText(response: Response, status: number, text: string): void {
	response
		.writeHead(status, {
			...headers,
			'Content-Type': 'text/plain; charset=utf-8',
			'Content-Length': Buffer.byteLength(text),
		})
		.end(text);
}

/**
 * Sends a photo. Does not wait until the other side has taken it: n8n keeps what it needs for a webhook until the node is through.
 *
 * @param withBody not for a HEAD request
 */
export function sendPhoto(response: Response, photo: StoredPhoto, withBody: boolean): void {
	response.writeHead(200, {
		...headers,
		'Content-Type': photo.type,
		'Content-Length': photo.size,
	});
	if (withBody) {
		void sendPieces(response, photo);
		return;
	}
	response.end();
	void close(photo);
}

/** Never rejects. No more is read than the other side takes, and nothing once it has hung up. */
async function sendPieces(response: Response, photo: StoredPhoto): Promise<void> {
	let left = photo.size;
	try {
		for (let piece = photo.beginning; !response.destroyed; ) {
			left -= piece.length;
			if (left < 0) break;
			if (!response.write(piece)) await drained(response);
			const next = await photo.rest.next();
			if (next.done) break;
			piece = next.value;
		}
	} catch {
		left = -1;
	}
	// A file that is not as long as was announced must not seem to be whole.
	if (left === 0) response.end();
	else response.destroy();
	await close(photo);
}

/** Until there is room for more, or nobody is there any more. */
async function drained(response: Response): Promise<void> {
	if (response.destroyed) return;
	await new Promise<void>((resolve) => {
		const goOn = () => {
			response.off('drain', goOn);
			response.off('close', goOn);
			resolve();
		};
		response.on('drain', goOn);
		response.on('close', goOn);
	});
}

async function close({ rest }: StoredPhoto): Promise<void> {
	await rest.return?.().catch(() => {});
}
