import { beforeEach, describe, expect, test } from '@jest/globals';
import { HookContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type { INode, INodeParameters, INodeProperties } from 'n8n-workflow';

import { TikTokTrigger } from '../../nodes/TikTokTrigger/TikTokTrigger.node';
import { chosenAccounts } from '../../nodes/TikTokWebhookTrigger/account';
import { TikTokWebhookTrigger } from '../../nodes/TikTokWebhookTrigger/TikTokWebhookTrigger.node';
import { additionalDataOf } from '../harness/engine';
import { Polling } from '../harness/polling';
import { useSkippedTime } from '../harness/setUps';
import { useScene } from './refusals/scene';
import * as kinds from './values/kinds';
import type { Kind, Outcome } from './values/kinds';
import { expectRefusal, isRefusal } from './values/refusals';
import { shapes, wrappings } from './values/shapes';

useSkippedTime();
const scene = useScene();
beforeEach(() => void scene.simulator.addPost(scene.account));

/** A parameter of a trigger. */
interface Row {
	/** Its name; behind a dot where it lies in a collection. */
	name: string;
	label: string;
	kind: Kind;
	/** Other parameters that have to be set for it. */
	beside?: INodeParameters;
	/** A good value and its meaning, taken in everything that may lie round it. */
	good?: [value: string, meaning: unknown];
}

const published = { event: 'postPublished' };
const finished = { event: 'publishFinished', publishIds: 'v_pub_file~v2-1.7' };
const off = kinds.switchOf(false);
/** Without IDs there is nothing to watch. */
const ids = kinds.ids(kinds.taken([]));

const polled: Row[] = [
	{ name: 'simple', label: 'Simplify', kind: kinds.switchOf(true), beside: published },
	{
		name: 'filters.contains',
		label: 'Caption Contains',
		kind: kinds.writtenLine(kinds.taken(undefined)),
		beside: published,
	},
	{
		name: 'filters.minDuration',
		label: 'Minimum Duration (Seconds)',
		kind: kinds.numberOf(undefined),
		beside: published,
	},
	{ name: 'filters.onlyAiGenerated', label: 'Only AI-Generated', kind: off, beside: published },
	{
		name: 'publishIds',
		label: 'Publish IDs',
		kind: ids,
		beside: { event: 'publishFinished' },
		good: ['v_pub_file~v2-1.7', ['v_pub_file~v2-1.7']],
	},
	{
		name: 'options.watchHours',
		label: 'Stop Watching After (Hours)',
		kind: kinds.numberOf(undefined, (number) => (number > 0 ? number : undefined)),
		beside: finished,
	},
	{ name: 'options.untilPublic', label: 'Wait for the Link', kind: off, beside: finished },
	{
		name: 'options.untilPosted',
		label: 'Wait Until Drafts Are Posted',
		kind: off,
		beside: finished,
	},
];

const hooked: Row[] = [
	{
		name: 'accounts',
		label: 'Accounts',
		kind: kinds.choice,
		good: ['All accounts of the app', undefined],
	},
	{
		name: 'openIds',
		label: 'Open IDs',
		kind: kinds.ids(kinds.isEmpty, { 'a long text': ['x'.repeat(5000)] }),
		beside: { accounts: 'listed' },
		good: ['-000abc', ['-000abc']],
	},
	{
		name: 'events',
		label: 'Events',
		kind: kinds.choices,
		beside: { accounts: 'all' },
		good: ['post.publish.complete', undefined],
	},
];

/** Parameters that take an expression, options of collections included. */
function namesOf(properties: INodeProperties[]): string[] {
	return properties
		.filter(
			({ type, noDataExpression }) => !['notice', 'hidden'].includes(type) && !noDataExpression,
		)
		.flatMap(({ name, type, options = [] }) =>
			type === 'collection' ? options.map((option) => `${name}.${option.name}`) : [name],
		);
}

/** The parameters of a trigger with an expression in place of one. */
function withExpression({ name, beside }: Row): INodeParameters {
	const expression = '={{ $vars.value }}';
	const [outer, inner] = name.split('.');
	return { ...beside, [outer]: inner === undefined ? expression : { [inner]: expression } };
}

type Attempt = (row: Row, value: unknown) => Promise<unknown>;

/** The polling trigger. @returns the publish IDs that were asked about, where IDs are read */
const poll: Attempt = async (row, value) => {
	const polling = new Polling(scene.engine, withExpression(row), { variables: { value } });
	if (row.kind === ids) {
		const before = scene.calls.length;
		await polling.poll();
		return scene.calls.slice(before).map(({ body }) => (body as { publish_id: string }).publish_id);
	}
	await polling.test().catch(async (error: Error) => {
		if (!aboutTaken.test(error.message)) await Promise.reject(error);
	});
	return undefined;
};

/** What is said of values that were taken: TikTok does not know the ID, no video passes the filter. */
const aboutTaken = /^(TikTok does not know this publish ID|None of the account’s latest)/;

/** The activation of the webhook trigger. @returns the accounts whose events pass */
const activate: Attempt = async (row, value) => {
	const node: INode = {
		id: 'trigger',
		name: 'TikTok Webhook Trigger',
		type: 'n8n-nodes-tiktok-publisher.tikTokWebhookTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: withExpression(row),
		credentials: { tikTokOAuth2Api: { id: 'credential', name: 'TikTok account' } },
	};
	const type = new TikTokWebhookTrigger();
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: true, nodeTypes });
	const data = additionalDataOf(scene.engine.credentials, 'webhook', undefined, { value });
	const context = new HookContext(workflow, node, data, 'webhook', 'activate');
	await type.webhookMethods.default.create.call(context);
	const account = { clientKey: '', clientSecret: '', openId: undefined };
	return row.kind === kinds.choice ? undefined : chosenAccounts(context, account);
};

const triggers: Array<[string, Row[], INodeProperties[], Attempt]> = [
	['TikTok Trigger', polled, new TikTokTrigger().description.properties, poll],
	['TikTok Webhook Trigger', hooked, new TikTokWebhookTrigger().description.properties, activate],
];

describe.each(triggers)('%s', (_trigger, rows, properties, attempt) => {
	async function outcomeOf(row: Row, value: unknown): Promise<Outcome> {
		try {
			return { taken: await attempt(row, value) };
		} catch (error) {
			const { message } = error as Error;
			if (!isRefusal(message)) return await Promise.reject(error);
			expectRefusal(error, row.label);
			return { refused: message };
		}
	}

	test('every parameter that takes an expression has its row', () => {
		expect(rows.map(({ name }) => name).sort()).toEqual(namesOf(properties).sort());
	});

	test.each(rows)('$name takes every shape in its meaning, or says what came', async (row) => {
		const hasMeaning = row.kind === ids || row.name === 'openIds';
		const outcomes: Record<string, Outcome> = {};
		const expected: Record<string, unknown> = {};
		for (const [shape, value] of shapes) {
			const outcome = row.kind[shape];
			const isText = shape === 'a DateTime' && row.name.includes('.');
			outcomes[shape] = await outcomeOf(row, value);
			expected[shape] =
				'refused' in outcome
					? { refused: expect.stringContaining(isText ? 'holds the text ‘2026-' : outcome.refused) }
					: { taken: hasMeaning ? outcome.taken : undefined };
		}
		expect(outcomes).toEqual(expected);
	});

	test.each(rows.filter(({ good }) => good))(
		'$name takes a good value in everything that may lie round it',
		async (row) => {
			const [value, meaning] = row.good ?? [''];
			const outcomes: Outcome[] = [];
			for (const [, wrap] of wrappings) outcomes.push(await outcomeOf(row, wrap(value)));
			expect(outcomes).toEqual(wrappings.map(() => ({ taken: meaning })));
		},
	);
});
