/** What of `package.json` says who publishes what, and from where. */
export interface Publisher {
	version: string;
	author: { name: string; email: string };
	repository: { url: string };
	homepage: string;
	bugs: { url: string };
}

/** Names that no mail reaches: https://www.rfc-editor.org/rfc/rfc2606. */
const reserved = /(^|\.)(test|example|invalid|localhost|example\.(com|net|org))$/i;

/**
 * What is still a placeholder, as sentences. None: it may be published.
 *
 * @param repository where the publishing workflow runs, as GitHub names it: `owner/name`
 */
export function placeholdersIn(
	manifest: Publisher,
	repository: string,
	changelog: string,
): string[] {
	const { version, author, homepage, bugs } = manifest;
	const days = [...changelog.matchAll(/^## (\S+) \(\d{4}-\d{2}-\d{2}\)$/gm)];
	const [, host = ''] = /^[^\s@]+@([^\s@]+)$/.exec(author.email) ?? [];
	const address = `https://github.com/${repository}`;
	const expected: Array<[string, string, string]> = [
		['repository.url', manifest.repository.url, `git+${address}.git`],
		['homepage', homepage, `${address}#readme`],
		['bugs.url', bugs.url, `${address}/issues`],
	];
	return [
		...(host === '' || reserved.test(host) || /\bnoreply\b/i.test(author.email)
			? [
					`package.json: author.email is ${author.email}, where no mail arrives. n8n sends the token that proves whose package this is to it: put in an address that you read.`,
				]
			: []),
		...expected
			.filter(([, is, shouldBe]) => is !== shouldBe)
			.map(
				([field, is, shouldBe]) =>
					`package.json: ${field} is ${is}, but this is ${repository}: it has to be ${shouldBe}. npm compares, and n8n looks for the sources there.`,
			),
		...(days.some(([, of]) => of === version)
			? []
			: [
					`CHANGELOG.md has no heading “## ${version} (year-month-day)” with the day of this release.`,
				]),
	];
}
