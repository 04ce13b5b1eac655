import { isPublic } from '../model';
import { escapeHtml, page } from '../oauth/pages';
import type { World } from '../world';
import type { Answer } from './answers';

/** What a visitor sees at `/@username` and `/@username/video/<id>` (or `/photo/<id>`): the links that clients build, since the API gives none. */
export function viewPage(world: World, path: string): Answer {
	const [, username, , id] = /^\/@([^/]+)(?:\/(video|photo)\/(\d+))?\/?$/.exec(path) ?? [];
	const account = world.accounts.find((candidate) => candidate.username === username);
	const posts = world.posts.filter((post) => post.account === account && isPublic(post));
	const post = posts.find((candidate) => candidate.id === id);
	const headers = { 'Content-Type': 'text/html; charset=utf-8' };
	if (account === undefined || (id !== undefined && post === undefined)) {
		const text =
			'<h1>Video currently unavailable</h1><p class="soft">It does not exist, or it is not public.</p>';
		return { status: 404, headers, body: page('Not available', text) };
	}
	const shown = (post === undefined ? posts : [post]).map(
		(
			one,
		) => `<fieldset><legend>${one.media === 'VIDEO' ? 'Video' : 'Photos'} ${one.id}</legend><p>${escapeHtml(one.title)} ${escapeHtml(one.caption)}</p>
<p class="soft">${new Date(one.createdAt).toISOString()}${one.isAigc ? ' &middot; Creator labeled as AI-generated' : ''}${one.brandContent ? ' &middot; Paid partnership' : ''}${!one.brandContent && one.brandOrganic ? ' &middot; Promotional content' : ''}</p></fieldset>`,
	);
	const title = `${account.nickname} (@${account.username})`;
	return {
		status: 200,
		headers,
		body: page(
			title,
			`<h1>${escapeHtml(title)}</h1>${shown.join('') || '<p class="soft">No public posts yet.</p>'}`,
		),
	};
}
