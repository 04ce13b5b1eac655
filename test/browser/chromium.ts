/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

import { RigError } from '../rig';

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Starts the Chromium of this machine, or the one that the variable CHROMIUM names, for TikTok's simulated hosts.
 *
 * @param proxyUrl the simulator's proxy
 * @throws RigError when there is none
 */
export async function startChromium(proxyUrl: string): Promise<Browser> {
	const executablePath = [process.env.CHROMIUM ?? '', ...usualPlaces].find(
		(path) => path !== '' && existsSync(path),
	);
	if (executablePath === undefined) {
		throw new RigError(
			'There is no Chromium. On Debian: apt-get install chromium. Elsewhere set the variable CHROMIUM to its path.',
		);
	}
	return await chromium.launch({
		executablePath,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			// The simulator's certificates; its proxy lets nothing out.
			'--ignore-certificate-errors',
		],
		proxy: { server: proxyUrl, bypass: '127.0.0.1,localhost' },
	});
}
