import { sampleVideo } from '../../simulator';
import type { Journey } from '../journey';
import { end, type Scene } from '../scene';

const draft = { resource: 'video', operation: 'uploadDraft' };
const small = sampleVideo();

const sendDraft = async (scene: Scene) =>
	await scene.post(draft, { bytes: small, items: [await scene.item(small)] });

/** How often something ends in a row: `3 × published`. */
export function inRow(ends: string[]): string {
	const [first] = ends;
	const count = ends.findIndex((one) => one !== first);
	const same = count < 0 ? ends.length : count;
	return [`${same} × ${first}`, ...ends.slice(same)].join(', then ');
}

/** Drafts of videos. */
export const drafts: Journey[] = [
	{
		name: 'Send a draft, which the user posts',
		ends: 'in_inbox, then published',
		play: async (scene) => {
			const result = await sendDraft(scene);
			if (result.error) return end(result);
			const publishId = String(result.json[0].publish_id);
			scene.simulator.finishDraft(publishId);
			const options = { untilPublic: true, maxWaitMinutes: 10 };
			const wait = { resource: 'publish', operation: 'waitForCompletion', publishId, options };
			return `${end(result)}, then ${end(await scene.run(wait))}`;
		},
	},
	{
		name: 'Send six drafts that the user leaves in the inbox',
		ends: '5 × in_inbox, then stops: Too many drafts of the last 24 hours are still waiting in this account’s TikTok inbox',
		play: async (scene) => {
			const ends: string[] = [];
			while (ends.length < 6 && !ends.at(-1)?.startsWith('stops'))
				ends.push(end(await sendDraft(scene)));
			return inRow(ends);
		},
	},
];
