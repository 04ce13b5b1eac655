import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { startRecordingHost, type Answer, type RecordingHost } from './recordingHost';

const bodySchema = z.object({
	input: z.object({
		prompt: z.string().min(1),
		aspect_ratio: z.enum(['16:9', '9:16']).optional(),
		duration: z.number().optional(),
	}),
});

/** Replicate's API with one model of it. */
export interface Replicate extends RecordingHost {
	token: string;
	/** The reason that the next prediction fails with, once. */
	nextFailure: string | undefined;
}

/**
 * Stands for api.replicate.com, after https://replicate.com/docs/reference/http and
 * https://replicate.com/docs/topics/predictions. A prediction starts, is processed for one question, and has ended.
 *
 * @param videoUrl what each prediction makes
 */
export async function startReplicate(videoUrl: string): Promise<Replicate> {
	const token = randomUUID();
	/** By prediction: the questions so far, and why it fails. */
	const predictions = new Map<string, { questions: number; failure?: string }>();
	const json = (status: number, body: object): Answer => ({ status, body: JSON.stringify(body) });
	const shown = (id: string, status: string, output: string | null, error: string | null) => {
		const url = `https://api.replicate.com/v1/predictions/${id}`;
		const urls = { get: url, cancel: `${url}/cancel` };
		return { id, model: 'google/veo-3.1-fast', status, output, error, urls };
	};

	const host = await startRecordingHost(({ method, path, headers, body }) => {
		if (headers.authorization !== `Bearer ${token}`) {
			return json(401, { title: 'Unauthenticated', status: 401 });
		}
		if (method === 'POST' && path === '/v1/models/google/veo-3.1-fast/predictions') {
			const parsed = bodySchema.safeParse(JSON.parse(body));
			if (!parsed.success) return json(422, { detail: parsed.error.message, status: 422 });
			const id = randomUUID();
			predictions.set(id, { questions: 0, failure: api.nextFailure });
			api.nextFailure = undefined;
			return json(201, shown(id, 'starting', null, null));
		}
		const [, id = ''] = /^\/v1\/predictions\/([\w-]+)$/.exec(path) ?? [];
		const prediction = predictions.get(id);
		if (method !== 'GET' || !prediction) return json(404, { detail: 'Not found', status: 404 });
		if (prediction.questions++ === 0) return json(200, shown(id, 'processing', null, null));
		const { failure } = prediction;
		return json(
			200,
			failure === undefined
				? shown(id, 'succeeded', videoUrl, null)
				: shown(id, 'failed', null, failure),
		);
	});
	const api: Replicate = { ...host, token, nextFailure: undefined };
	return api;
}
