/** What starts a browser of one's own at the simulated TikTok; any other one asks the real TikTok. */
export const browserCommand = (proxyUrl: string): string =>
	`chromium --proxy-server=${proxyUrl} --ignore-certificate-errors --user-data-dir=<an empty folder>`;
