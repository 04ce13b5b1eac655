import type { Account, App } from '../model';
import type { World } from '../world';

/** The daily limits of https://developers.tiktok.com/doc/content-sharing-guidelines. */

const DAY = 86_400_000;

/** The start of the daily window, in ms since the epoch. */
function windowStart(world: World): number {
	const now = world.clock.now();
	return world.rules.dailyWindow === 'sliding' ? now - DAY : now - (now % DAY);
}

/** Whether the creator's direct posts of the day, across all apps, have reached the cap. */
export function tooManyPosts(world: World, account: Account): boolean {
	const since = windowStart(world);
	let posts = 0;
	for (const task of world.tasks.values()) {
		const counts = task.grant.account === account && task.mode === 'DIRECT_POST';
		if (counts && task.status !== 'FAILED' && (task.startedAt ?? -1) > since) posts++;
	}
	return posts >= world.rules.postsPerCreatorPerDay;
}

/** Whether the creator has as many pending drafts of the day as TikTok allows. */
export function tooManyPendingDrafts(world: World, account: Account): boolean {
	const since = windowStart(world);
	let pending = 0;
	for (const task of world.tasks.values()) {
		if (task.grant.account !== account || task.mode !== 'MEDIA_UPLOAD') continue;
		if (task.status === 'FAILED' || task.status === 'PUBLISH_COMPLETE') continue;
		const from = world.rules.pendingDraftsFrom === 'init' ? task.createdAt : task.inboxAt;
		if (from !== undefined && from > since) pending++;
	}
	return pending >= world.rules.pendingDraftsPerDay;
}

/** Whether the app's quota of distinct posting users is used up by other accounts. */
export function activeUserCapReached(world: World, app: App, account: Account): boolean {
	const since = windowStart(world);
	const creators = new Set<Account>();
	for (const task of world.tasks.values()) {
		const counts = task.grant.app === app && task.mode === 'DIRECT_POST';
		if (counts && task.status !== 'FAILED' && task.createdAt > since)
			creators.add(task.grant.account);
	}
	const cap = isAudited(app) ? app.activeCreatorCap : world.rules.postingUsersPerUnauditedApp;
	return !creators.has(account) && creators.size >= cap;
}

/** A sandbox never posts publicly: https://developers.tiktok.com/doc/add-a-sandbox */
export function isAudited(app: App): boolean {
	return app.audited && app.sandboxTargets === undefined;
}
