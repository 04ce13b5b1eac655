import { expect } from '@jest/globals';

import type { RunResult } from '../../harness/engine';
import type { Scene } from './scene';
import { apiCodes, failReasons, type TestFile, type Message } from './messages';
import { tokenErrors, transportCodes, uploadStatuses } from './connectionMessages';

/** Everything that a user must be able to read, by code. */
export const messages: Record<string, Message> = {
	...apiCodes,
	...failReasons,
	...tokenErrors,
	...uploadStatuses,
	...transportCodes,
};

const exercised = new Set<string>();

/** What the answer was, beyond the code. */
export interface AnswerDetails {
	/** The row of `messages`, or what must be read, where it is not the row of the code. */
	row?: string | Message;
	httpStatus?: number;
	/** TikTok's own text. */
	text?: string;
	logId?: string;
	publishId?: string;
}

/**
 * Expects the error of a refusal: n8n's class, what happened, the way out, TikTok's code, text and log_id, the link,
 * the HTTP status, the cause, the item; and none of the secrets that TikTok has given out.
 */
export function expectMessage(
	scene: Scene,
	error: NonNullable<RunResult['error']>,
	code: string,
	details: AnswerDetails = {},
): void {
	const { row = code, httpStatus, text, logId, publishId } = details;
	if (typeof row === 'string') exercised.add(row);
	const { happened, wayOut, docs, cause } = typeof row === 'string' ? messages[row] : row;
	const description = error.description ?? '';
	// n8n keeps a copy of the error in the execution's data, so its class is known by the name.
	expect(error.name).toBe('NodeApiError');
	for (const part of happened) expect(error.message).toContain(part);
	for (const part of wayOut) expect(description).toContain(part);
	expect(description).toContain(code);
	expect(`${description}\n`).toContain(`https://developers.tiktok.com/doc/${docs}\n`);
	if (text !== undefined) expect(description).toContain(text);
	if (logId !== undefined) expect(description).toContain(`log_id ${logId}`);
	if (publishId !== undefined) expect(description).toContain(`publish_id ${publishId}`);
	if (httpStatus !== undefined) {
		expect(description).toContain(`HTTP ${httpStatus}`);
		expect('httpCode' in error && error.httpCode).toBe(String(httpStatus));
	}
	expect(error.failure?.cause).toBe(cause);
	expect(error.context.itemIndex).toBe(0);
	expectNoSecret(scene, error);
}

/** Expects that no token, secret or upload URL is in what n8n would store. */
export function expectNoSecret(scene: Scene, value: unknown): void {
	const stored = JSON.stringify(value);
	for (const secret of scene.simulator.secrets) {
		if (stored.includes(secret)) throw new Error('A secret came out');
	}
}

/** The codes that belong to a test file and that it has not exercised. */
export function notExercised(file: TestFile): string[] {
	return Object.keys(messages).filter((code) => messages[code].in === file && !exercised.has(code));
}
