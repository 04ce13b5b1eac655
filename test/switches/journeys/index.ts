import type { Group } from '../groupNames';
import type { Journey } from '../journey';
import { connecting } from './connect';
import { drafts } from './drafts';
import { feed } from './feed';
import { limits } from './limits';
import { photos } from './photos';
import { publish } from './publish';
import { tokens } from './tokens';
import { videos } from './videos';
import { webhooks } from './webhooks';

export const groups: Record<Group, Journey[]> = {
	accounts: [...connecting, ...tokens],
	videos,
	photosAndDrafts: [...photos, ...drafts],
	publish,
	feed,
	limits,
	webhooks,
};

export const journeys: Journey[] = Object.values(groups).flat();
