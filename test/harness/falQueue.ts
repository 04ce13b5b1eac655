import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { startRecordingHost, type Answer, type RecordingHost } from './recordingHost';

const inputSchema = z.object({
	prompt: z.string().min(1),
	aspect_ratio: z.enum(['16:9', '9:16']).optional(),
	duration: z.enum(['4s', '6s', '8s']).optional(),
});

/** fal.ai's queue with one model of it. */
export interface FalQueue extends RecordingHost {
	key: string;
	/** The reason that the next request ends with, once. */
	nextRefusal: string | undefined;
}

/**
 * Stands for queue.fal.run, after https://fal.ai/docs/api-reference/inference-api: the model of
 * https://fal.ai/docs/model-api-reference/video-generation-api/veo3.1-fast. A request waits for one question, runs for
 * another one, and is done.
 *
 * @param videoUrl what each request makes
 */
export async function startFalQueue(videoUrl: string): Promise<FalQueue> {
	const key = randomUUID();
	/** By request: the questions for its status so far, and why it was refused. */
	const requests = new Map<string, { questions: number; refusal?: string }>();
	const json = (status: number, body: object): Answer => ({ status, body: JSON.stringify(body) });

	const host = await startRecordingHost(({ method, path, headers, body }) => {
		if (headers.authorization !== `Key ${key}`) return json(401, { detail: 'Invalid key' });
		if (method === 'POST' && path === '/fal-ai/veo3.1/fast') {
			const input = inputSchema.safeParse(JSON.parse(body));
			if (!input.success) return json(422, { detail: input.error.issues });
			const id = randomUUID();
			requests.set(id, { questions: 0, refusal: queue.nextRefusal });
			queue.nextRefusal = undefined;
			// Owner and app alone: the path of the model is left out here.
			const url = `https://queue.fal.run/fal-ai/veo3.1/requests/${id}`;
			return json(200, {
				status: 'IN_QUEUE',
				request_id: id,
				response_url: url,
				status_url: `${url}/status`,
				cancel_url: `${url}/cancel`,
				queue_position: 0,
			});
		}
		const [, id = '', part] = /^\/fal-ai\/veo3\.1\/requests\/([\w-]+)(\/status)?$/.exec(path) ?? [];
		const request = requests.get(id);
		if (method !== 'GET' || !request) return json(404, { detail: 'Not found' });
		if (part !== undefined) {
			const status = ['IN_QUEUE', 'IN_PROGRESS'][request.questions++] ?? 'COMPLETED';
			return json(status === 'COMPLETED' ? 200 : 202, { status, request_id: id });
		}
		if (request.questions < 3) return json(400, { detail: 'Request is still in progress' });
		const { refusal } = request;
		if (refusal === undefined) {
			return json(200, { video: { url: videoUrl, content_type: 'video/mp4' } });
		}
		return json(422, {
			detail: [{ loc: ['body', 'prompt'], msg: refusal, type: 'content_policy_violation' }],
		});
	});
	const queue: FalQueue = { ...host, key, nextRefusal: undefined };
	return queue;
}
