/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- the simulator is a Node program, not a node */
import type { Download, FailReason, PublishTask } from '../model';
import type { World } from '../world';
import { failTask, isFinal, startProcessing } from './lifecycle';
import type { MediaVerdict } from './media/verdict';
import { pause, pull } from './pull';

/**
 * How long a download may take, in ms. For this and the other rules of downloads:
 * https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide#pull_from_url
 */
const DOWNLOAD_MS = 3_600_000;

/** Starts to fetch the media of a task, right after its init was answered. */
export function startDownload(world: World, task: PublishTask, urls: string[]): void {
	task.downloads = urls.map((url) => ({ url, bytes: 0, requests: [] }));
	const { lifetime } = world;
	setImmediate(() => {
		if (!lifetime.aborted) void fetchAll(world, task, lifetime);
	});
}

async function fetchAll(world: World, task: PublishTask, lifetime: AbortSignal): Promise<void> {
	const { pullDelayMs, pullHourFrom } = world.rules;
	const abort = new AbortController();
	const end = (): void => abort.abort(new Error('the state was thrown away'));
	lifetime.addEventListener('abort', end, { once: true });
	const hour = (): (() => void) =>
		world.clock.after(DOWNLOAD_MS, () => abort.abort(new Error('timed out after one hour')));
	let callOff = pullHourFrom === 'init' ? hour() : undefined;
	try {
		if (pullDelayMs > 0) await pause(world, pullDelayMs, abort.signal);
		callOff ??= hour();
		const verdicts = await fetchFiles(world, task, abort.signal);
		if (isFinal(task)) return;
		startProcessing(
			world,
			task,
			verdicts.find((verdict) => verdict.failure !== undefined) ?? verdicts[0],
		);
	} catch (error) {
		if (lifetime.aborted) return;
		const reason: FailReason = task.media === 'VIDEO' ? 'video_pull_failed' : 'photo_pull_failed';
		failTask(world, task, reason, inWords(error, abort.signal));
	} finally {
		callOff?.();
		lifetime.removeEventListener('abort', end);
		abort.abort(new Error('the download has ended'));
	}
}

/** Fetches the files in their order, as many at once as the rules say. @returns what was found in each of them */
async function fetchFiles(
	world: World,
	task: PublishTask,
	signal: AbortSignal,
): Promise<MediaVerdict[]> {
	const verdicts: MediaVerdict[] = [];
	const waiting = [...task.downloads.entries()];
	const work = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			if (isFinal(task)) return;
			const [index, download] = next;
			verdicts[index] = await fetchFile(world, task, download, signal);
		}
	};
	await Promise.all(Array.from({ length: world.rules.pullsAtOnce }, work));
	return verdicts;
}

async function fetchFile(
	world: World,
	task: PublishTask,
	download: Download,
	signal: AbortSignal,
): Promise<MediaVerdict> {
	const { pullAttempts, pullRetryMs, pullCopies } = world.rules;
	for (let attempt = 1; ; attempt++) {
		try {
			for (let copy = 1; copy < pullCopies; copy++) await pull(world, task, download, signal);
			const verdict = await pull(world, task, download, signal);
			delete download.failure;
			return verdict;
		} catch (error) {
			download.failure = inWords(error, signal);
			if (signal.aborted || attempt >= pullAttempts) throw error;
		}
		await pause(world, pullRetryMs, signal);
		if (isFinal(task)) return {};
	}
}

/** Why a download ended; where it was called off, the reason for that. */
function inWords(error: unknown, { aborted, reason }: AbortSignal): string {
	const cause: unknown = aborted ? reason : error;
	return cause instanceof Error ? cause.message : String(cause);
}
