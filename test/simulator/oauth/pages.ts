import type { Account, App, Scope } from '../model';

/** Escapes text for HTML and for quoted attributes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0;background:#f3f3f4;color:#161823;font:16px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.bar{background:#161823;color:#fff;font-size:13px;padding:8px 16px;text-align:center}.bar b{color:#25f4ee}
main{max-width:430px;margin:32px auto;background:#fff;border-radius:14px;padding:32px 28px;box-shadow:0 6px 28px rgba(22,24,35,.08)}
h1{font-size:22px;margin:0 0 6px}p{margin:0 0 14px}.soft{color:#5b5d66;font-size:14px}
fieldset{border:1px solid #e3e3e6;border-radius:10px;margin:0 0 18px;padding:6px 14px 10px}legend{font-size:13px;color:#5b5d66;padding:0 6px}
label{display:flex;gap:12px;align-items:flex-start;padding:8px 0}label small{display:block;color:#5b5d66}
input{width:18px;height:18px;flex:none;margin:3px 0 0;accent-color:#fe2c55}
button{width:100%;border:0;border-radius:8px;padding:13px;font-family:inherit;font-size:16px;font-weight:600;cursor:pointer;margin-top:8px}
.allow{background:#fe2c55;color:#fff}.deny{background:#eeeef0;color:#161823}
code{background:#f3f3f4;border-radius:5px;padding:2px 6px;word-break:break-all}.sign{font-size:44px;line-height:1;margin-bottom:10px}
`;

/** A page in the simulator's dress: plain HTML, nothing from outside, marked as what it is. */
export function page(title: string, content: string): string {
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} | TikTok simulator</title><style>${STYLE}</style></head>
<body><div class="bar"><b>Simulator</b> &ndash; this is not TikTok; nothing leaves this machine</div><main>${content}</main></body></html>`;
}

/** What the consent page says of each scope. */
const SCOPE_TEXTS: Record<Scope, string> = {
	'user.info.basic': 'Read your profile info (avatar, display name)',
	'user.info.profile': 'Read your additional profile info (bio, link, username)',
	'user.info.stats': 'Read your profile engagement statistics',
	'video.list': 'Read your public videos on TikTok',
	'video.publish': 'Post content to TikTok',
	'video.upload': 'Share content to your TikTok account as a draft',
};

/** The consent page: choice of the account, scopes that can be unticked, Allow and Deny. */
export function consentPage(
	app: App,
	accounts: readonly Account[],
	loggedIn: Account | undefined,
	scopes: readonly Scope[],
	action: string,
	query: string,
): string {
	const chosen = loggedIn ?? accounts[0];
	const accountRows = accounts.map(
		(
			account,
		) => `<label><input type="radio" name="account" value="${escapeHtml(account.id)}"${account === chosen ? ' checked' : ''}>
<span>${escapeHtml(account.nickname)}<small>@${escapeHtml(account.username)} &middot; ${account.private ? 'private' : 'public'} account</small></span></label>`,
	);
	const scopeRows = scopes.map((scope) => {
		const fixed = scope === 'user.info.basic'; // part of every login
		return `<label><input type="checkbox" name="scope" value="${scope}" checked${fixed ? ' disabled' : ''}>
<span>${SCOPE_TEXTS[scope]}<small>${scope}</small></span></label>`;
	});
	return page(
		`Authorize ${app.name}`,
		`<h1>${escapeHtml(app.name)}</h1><p class="soft">wants to access your TikTok account.</p>
<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="query" value="${escapeHtml(query)}">
<fieldset><legend>Logged in as</legend>${accountRows.join('') || '<p>The simulator has no accounts yet.</p>'}</fieldset>
<fieldset><legend>It would like to</legend>${scopeRows.join('')}</fieldset>
<button class="allow" name="decision" value="allow"${accounts.length === 0 ? ' disabled' : ''}>Continue</button>
<button class="deny" name="decision" value="deny">Cancel</button></form>`,
	);
}

/** TikTok's error page, which names the wrong setting; worded as in public reports. */
export function errorPage(culprit: string, detail: string): string {
	return page(
		'Something went wrong',
		`<div class="sign">&#9888;</div><h1>Something went wrong</h1><p>We couldn't log in with TikTok. This may be due to specific app settings.</p>
<p class="soft">If you're a developer, correct the following and try again:</p><p><code>${escapeHtml(culprit)}</code></p><p class="soft">${escapeHtml(detail)}</p>`,
	);
}
