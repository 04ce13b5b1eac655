import { z } from 'zod';

import { startRecordingHost, type Answer } from './recordingHost';

const toolSchema = z.object({
	type: z.literal('function'),
	function: z
		.object({
			name: z.string(),
			description: z.string().optional(),
			parameters: z.record(z.unknown()),
		})
		.passthrough(),
});

const messageSchema = z
	.object({
		role: z.string(),
		content: z.unknown(),
		tool_calls: z.array(z.unknown()).optional(),
		tool_call_id: z.string().optional(),
	})
	.passthrough();

const requestSchema = z
	.object({
		model: z.string(),
		messages: z.array(messageSchema),
		tools: z.array(toolSchema).default([]),
		stream: z.boolean().optional(),
	})
	.passthrough();

/** What n8n asked of the model. */
export type ModelRequest = z.infer<typeof requestSchema>;

/** What the model says: a text, or calls of tools. */
export type ModelReply = string | Array<{ tool: string; input: Record<string, unknown> }>;

/** A chat model in OpenAI's format (https://platform.openai.com/docs/api-reference/chat) that says what it is told to. */
export interface ChatModel {
	/** Base URL for n8n's OpenAI credential. */
	url: string;
	requests: ModelRequest[];
	/** The replies to come, in order; after the last one the model says "Done." */
	script: ModelReply[];
	/** The results of tools that the last request brought, in order. */
	toolResults(): string[];
	stop(): Promise<void>;
}

export async function startChatModel(): Promise<ChatModel> {
	const requests: ModelRequest[] = [];
	const script: ModelReply[] = [];
	let calls = 0;
	const host = await startRecordingHost(({ method, path, body }): Answer => {
		if (method !== 'POST' || !path.endsWith('/chat/completions')) {
			return {
				body: JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }),
			};
		}
		const request = requestSchema.parse(JSON.parse(body));
		requests.push(request);
		const reply = script.shift() ?? 'Done.';
		const isText = typeof reply === 'string';
		const toolCalls = isText
			? []
			: reply.map(({ tool, input }) => {
					calls += 1;
					return {
						id: `call_${calls}`,
						type: 'function',
						function: { name: tool, arguments: JSON.stringify(input) },
					};
				});
		const message = {
			role: 'assistant',
			content: isText ? reply : null,
			...(isText ? {} : { tool_calls: toolCalls }),
		};
		const about = { id: `chatcmpl-${requests.length}`, created: 0, model: request.model };
		const finish = isText ? 'stop' : 'tool_calls';
		if (request.stream !== true) {
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			return {
				body: JSON.stringify({
					...about,
					object: 'chat.completion',
					choices: [{ index: 0, message, finish_reason: finish }],
					usage,
				}),
			};
		}
		const delta = {
			...message,
			...(isText ? {} : { tool_calls: toolCalls.map((call, index) => ({ index, ...call })) }),
		};
		const events = [
			{ delta, finish_reason: null },
			{ delta: {}, finish_reason: finish },
		].map(
			(choice) =>
				`data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] })}\n\n`,
		);
		return { type: 'text/event-stream', body: `${events.join('')}data: [DONE]\n\n` };
	});
	return {
		url: `${host.origin}/v1`,
		requests,
		script,
		toolResults: () =>
			(requests.at(-1)?.messages ?? [])
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => String(content)),
		stop: async () => await host.stop(),
	};
}
