/**
 * The cookies of one person at one n8n: kept by name, whatever the host name (n8n is reached as 127.0.0.1, localhost or
 * through its public URL), as n8n sets no two cookies of the same name. A cookie's path is heeded.
 */
export class CookieJar {
	private readonly cookies = new Map<string, { value: string; path: string }>();

	/** Takes in the `Set-Cookie` lines of an answer; `Max-Age=0` and dates in the past remove the cookie. */
	store(headers: Headers): void {
		for (const line of headers.getSetCookie()) {
			const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
			const at = pair.indexOf('=');
			if (at < 1) continue;
			const name = pair.slice(0, at);
			if (isExpired(attributes)) this.cookies.delete(name);
			else
				this.cookies.set(name, {
					value: pair.slice(at + 1),
					path: attribute(attributes, 'path') ?? '/',
				});
		}
	}

	/** The `Cookie` header for a path; empty when there is nothing to send. */
	header(path: string): string {
		return [...this.cookies]
			.filter(([, cookie]) => covers(cookie.path, path))
			.map(([name, { value }]) => `${name}=${value}`)
			.join('; ');
	}

	/** For a browser that shall be the same person. */
	all(): Array<{ name: string; value: string; path: string }> {
		return [...this.cookies].map(([name, cookie]) => ({ name, ...cookie }));
	}
}

function attribute(attributes: string[], name: string): string | undefined {
	const found = attributes.find((part) => part.toLowerCase().startsWith(`${name}=`));
	return found?.slice(name.length + 1);
}

function isExpired(attributes: string[]): boolean {
	const maxAge = attribute(attributes, 'max-age');
	if (maxAge !== undefined) return Number(maxAge) <= 0;
	const expires = attribute(attributes, 'expires');
	return expires !== undefined && Date.parse(expires) <= Date.now();
}

function covers(cookiePath: string, path: string): boolean {
	if (path === cookiePath) return true;
	return path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
