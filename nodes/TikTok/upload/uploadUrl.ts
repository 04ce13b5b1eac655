import { TikTokError } from '../../shared/errors/tikTokError';

/**
 * The upload address is TikTok's word, from an answer that came over TLS, and no token goes there: it is used as it is. TikTok has
 * more upload servers than its documentation names (`open-upload.tiktokapis.us` takes every upload of some regions), so there is no
 * list of them. Refused is only what no public server has: another scheme than https, a port or a user of its own, an IP address, a
 * name without a dot or under `localhost`.
 *
 * @throws TikTokError for such an address; nothing was sent there
 */
export function requireUploadUrl(uploadUrl: string, publishId: string): string {
	const { protocol, hostname, port, username, password } = new URL(uploadUrl);
	const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
	if (isPlain && isPublicName(hostname)) return uploadUrl;
	throw new TikTokError({
		code: 'answer_unreadable',
		publishId,
		detail: 'The upload address in it is not one of a public server.',
	});
}

/** @param hostname of a parsed URL: IPv4 addresses come out as four numbers, IPv6 addresses in brackets */
function isPublicName(hostname: string): boolean {
	const labels = hostname.replace(/\.$/, '').split('.');
	const last = labels[labels.length - 1];
	return (
		labels.length > 1 && !/^\d+$/.test(last) && !hostname.startsWith('[') && last !== 'localhost'
	);
}
