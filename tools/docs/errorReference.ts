import { delayBeforeRetry } from '../../nodes/shared/api/retry';
import { explain, knownCodes, type Explanation } from '../../nodes/shared/errors/codes';
import { TikTokError } from '../../nodes/shared/errors/tikTokError';
import { connectPage, tikTokTexts } from './tikTokTexts';

type Group = keyof typeof knownCodes;
type Code = { [G in Group]: keyof (typeof knownCodes)[G] }[Group];

/** In the order in which a newcomer meets them. */
const groups: Record<Group, { title: string; about: string }> = {
	tokenErrors: {
		title: 'While connecting, and when the connection is renewed',
		about:
			'The answers of TikTok’s login service. They come while you connect an account, and later when n8n renews the token.',
	},
	apiCodes: {
		title: 'Answers of TikTok’s API',
		about:
			'TikTok’s `error.code`. TikTok sends some of them with HTTP status 200; the node goes by the code. For a post whose media TikTok downloads itself (photos and *URL, Pulled by TikTok*) only a clear refusal is final: a fault in TikTok’s service becomes [`outcome_unknown`](#outcome_unknown), and the post is never repeated.',
	},
	failReasons: {
		title: 'Reasons for which TikTok gives a post up',
		about:
			'TikTok’s `fail_reason`, after it has accepted and looked at the post. The output has it as `fail_reason`, with the verdict `failed`. TikTok uses two codes from above as reasons too: [`spam_risk_too_many_posts`](#spam_risk_too_many_posts) and [`spam_risk_user_banned_from_posting`](#spam_risk_user_banned_from_posting).',
	},
	uploadStatuses: {
		title: 'While the file is sent',
		about:
			'TikTok’s upload server answers with a bare HTTP status, without words. The codes are the node’s own.',
	},
	transportCodes: {
		title: 'Between n8n and TikTok',
		about: 'What happens without a code of TikTok’s. The codes are the node’s own.',
	},
};

const head = `<!-- Made by \`npm run docs\` from nodes/shared/errors/codes.ts: change it there. -->

# Error reference

Every code of TikTok's that the node knows, in the words that the node uses in n8n, and its own codes for what TikTok has no code for.

**To find yours:** in n8n open the node that stopped and read the last lines of the error. They look like this:

\`\`\`
TikTok: url_ownership_unverified – Please review our URL ownership verification rules at … (HTTP 403, log_id 2026…).
\`\`\`

Search this page (Ctrl-F, on a Mac ⌘F) for the code, here \`url_ownership_unverified\`, or for TikTok's words. TikTok's support asks for the \`log_id\`. “Below” in a way out means these last lines.

A message that names a parameter in quotes, such as ‘Privacy Level’, and has no code comes from the node itself, before anything was sent to TikTok: it says what to enter.

A code that is not here is new to the node. It is shown with TikTok's own words; please [report it](https://github.com/n8n-nodes-tiktok-publisher/n8n-nodes-tiktok-publisher/issues).
`;

/** The error reference as Markdown, from the table behind the node's messages. */
export function errorReference(): string {
	const names = Object.keys(groups) as Group[];
	return [head, ...names.map(contents), words(), connecting(), ...names.map(section)].join('\n');
}

const rowsOf = (group: Group): Array<[string, Explanation]> => Object.entries(knownCodes[group]);

function contents(group: Group): string {
	const rows = rowsOf(group).map(
		([code, { happened }]) => `| [\`${code}\`](#${code}) | ${cell(happened)} |`,
	);
	return [
		`**${groups[group].title}**\n`,
		'| Code | What happened |',
		'| --- | --- |',
		...rows,
		'',
	].join('\n');
}

function words(): string {
	const rows = tikTokTexts.map(
		({ text, code }) =>
			`| ${cell(text)} | [\`${code}\`](#${code}) | ${cell(explain(code, text).happened)} |`,
	);
	return [
		'## By TikTok’s words\n',
		'TikTok’s texts are often only a link, and one code can have several. These are the ones that are known.\n',
		'| TikTok says | Code | What happened |',
		'| --- | --- | --- |',
		...rows,
		'',
	].join('\n');
}

function connecting(): string {
	const rows = connectPage.map(
		({ shows, meaning, wayOut }) => `| \`${shows}\` | ${cell(meaning)} | ${cell(wayOut)} |`,
	);
	return [
		'## On TikTok’s own page\n',
		'A setting that is not right is often shown on TikTok’s page when you press Connect, and n8n never hears of it. The page names the setting. TikTok does not document these names; they are what people have seen. Step by step: [the guide](tiktok-app-setup.md#on-tiktoks-own-page).\n',
		'| The page shows | What it means | Way out |',
		'| --- | --- | --- |',
		...rows,
		'',
	].join('\n');
}

function section(group: Group): string {
	const { title, about } = groups[group];
	return [
		`## ${title}\n`,
		`${about}\n`,
		...rowsOf(group).map(([code, row]) => entry(group, code, row)),
	].join('\n');
}

function entry(group: Group, code: string, { happened, wayOut, docs }: Explanation): string {
	const texts = tikTokTexts.filter((one) => one.code === code);
	return [
		`### \`${code}\`\n`,
		`**${happened}.**\n`,
		`- **Way out:** ${wayOut}`,
		`- **What the node does:** ${conduct(group, code)}`,
		...(texts.length > 0 ? ['- **TikTok’s words:**', ...texts.map(inWords)] : []),
		`- **TikTok’s page:** <${docs}>`,
		'',
	].join('\n');
}

/** A text of TikTok's; where it says more than its code, with what it means. */
function inWords({ text, code }: { text: string; code: string }): string {
	const { happened, wayOut } = explain(code, text);
	const isMore = happened !== explain(code).happened;
	return `  - “${text}”${isMore ? `: ${happened}. ${wayOut}` : ''}`;
}

/** Where the node does more than its retry class says. */
const particular: Partial<Record<Code, string>> = {
	access_token_invalid: 'It lets n8n renew the token and repeats the request, once. Then it stops.',
	invalid_publish_id:
		'It stops. Right after it has begun a post it asks again a few times: TikTok may not know a new ID at once.',
	outcome_unknown:
		'It stops and never repeats the post by itself, with n8n’s *Retry On Fail* neither: see [How it never posts twice](posting-once.md).',
	upload_expired:
		'It asks TikTok whether the whole file has arrived all the same, and goes on if it has. Otherwise it stops.',
	upload_unknown:
		'It asks TikTok whether the whole file has arrived all the same, and goes on if it has. Otherwise it stops.',
};

/** What the node does about a code by itself, by its retry class and by where it comes from. */
function conduct(group: Group, code: string): string {
	const own = Object.entries(particular).find(([of]) => of === code);
	if (own) return own[1];
	const { retry } = explain(code);
	if (retry === 'never')
		return group === 'failReasons'
			? 'It stops. This post will not appear; what you post next is a new one.'
			: 'It stops and does not repeat the request.';
	const attempts = attemptsAt(code);
	if (group === 'failReasons') {
		return 'It stops. With n8n’s *Retry On Fail* the next try makes a new post: this one will not appear.';
	}
	if (retry === 'wait')
		return `It waits until TikTok’s minute is over and goes on: up to ${attempts} attempts. Then it stops.`;
	if (group === 'uploadStatuses') {
		return `It asks TikTok how much has arrived and goes on from there: up to ${attempts} attempts, counted anew whenever bytes have arrived. Then it stops.`;
	}
	return `It tries again after a pause: up to ${attempts} attempts. Then it stops.`;
}

/** How many attempts the node makes in all, as its own rule for pauses has it. */
function attemptsAt(code: string): number {
	const failure = new TikTokError({ code });
	let attempts = 1;
	while (delayBeforeRetry(failure, attempts, 0) !== undefined) attempts += 1;
	return attempts;
}

const cell = (text: string) => text.replaceAll('|', '\\|');
