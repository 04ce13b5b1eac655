/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- part of a program that makes the pictures of the docs */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

const folder = join(__dirname, '..', '..', 'docs', 'pictures');
/** Bytes; larger ones make the repository heavy. */
const largest = 150_000;

/** Takes a picture of a part of the page, or of all of it. */
export type Camera = (name: string, selector?: string) => Promise<void>;

/** A camera that puts its pictures into the docs. */
export function cameraFor(page: Page): Camera {
	return async (name, selector) => {
		await mkdir(folder, { recursive: true });
		for (const close of await page.locator('.el-notification__closeBtn').all()) await close.click();
		// Menus and notices fade.
		await page.waitForTimeout(800);
		const path = join(folder, `${name}.png`);
		const options = { path, animations: 'disabled', caret: 'hide' } as const;
		if (selector === undefined) await page.screenshot(options);
		else await page.locator(selector).first().screenshot(options);
		const { size } = await stat(path);
		process.stdout.write(`${name}.png ${Math.round(size / 1000)} kB\n`);
		if (size > largest) throw new Error(`${name}.png has ${size} bytes, ${largest} at most`);
	};
}
