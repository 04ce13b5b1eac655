/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import { isIP } from 'node:net';

/**
 * Checks a URL property of an app: a domain, or a prefix = `https://` + name + path + `/`
 * (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide#pull_from_url).
 *
 * @throws Error that says what is wrong with it
 */
export function assertUrlProperty(property: string): void {
	if (!property.includes('://')) {
		if (!/^([a-z0-9-]+\.)+[a-z0-9-]+$/i.test(property) || isIP(property) !== 0) {
			throw new Error(`"${property}" is not a domain name`);
		}
		return;
	}
	const url = new URL(property);
	if (url.protocol !== 'https:')
		throw new Error(`URL prefix "${property}" must begin with https://`);
	if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) {
		throw new Error(`The host of URL prefix "${property}" must be a name, not an IP address`);
	}
	if (url.search !== '' || url.hash !== '')
		throw new Error(`URL prefix "${property}" must have neither "?" nor "#"`);
	if (!property.endsWith('/')) throw new Error(`URL prefix "${property}" must end with "/"`);
}

/**
 * Whether a media URL is under one of the app's verified properties: a domain covers all its paths and
 * sub-domains, but not its parent; a prefix covers what begins with exactly it (upper and lower case of the host are one).
 */
export function ownsUrl(properties: readonly string[], mediaUrl: string): boolean {
	const url = new URL(mediaUrl);
	if (url.protocol !== 'https:') return false;
	return properties.some((property) => {
		if (property.includes('://')) return url.href.startsWith(new URL(property).href);
		const domain = property.toLowerCase();
		return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
	});
}
