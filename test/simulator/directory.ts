import { randomUUID } from 'node:crypto';

import type { Clock } from './clock';
import type { PublishEventEmitter } from './events';
import { Feed, type VideoOptions } from './feed';
import { newClientKey, newClientSecret } from './identifiers';
import { SCOPES, type Account, type App, type RemovalReason, type Scope } from './model';
import { allow, deny, readAuthorizeRequest } from './oauth/authorizeRequest';
import { consent, issueTokens, removeGrant, type TokenAnswer } from './oauth/grants';
import { assertRedirectUris } from './oauth/redirectUris';
import { assertUrlProperty } from './publishing/urlProperties';
import { enterPrefix, verifyPrefix, type PrefixVerification } from './publishing/verification';
import type { Rules } from './rules';
import { assertCallbackUrl } from './webhooks/transmission';

export type AppOptions = Partial<Omit<App, 'platform' | 'redirectUris' | 'scopes'>> &
	Pick<App, 'platform' | 'redirectUris'> & { scopes?: readonly Scope[] };

export type AccountOptions = Partial<Omit<Account, 'username' | 'id' | 'unionId'>> & {
	username: string;
	/** Posts that the account already has; public videos by default. */
	videos?: VideoOptions[];
};

/** What a test or the demo sets up and changes: apps, accounts and consents, besides the posts. */
export class Directory extends Feed {
	/** Switches for all that is unsure about TikTok; may be changed at any time. */
	get rules(): Rules {
		return this.world.rules;
	}

	/** Simulated time: real time plus what was advanced. */
	get clock(): Clock {
		return this.world.clock;
	}

	/** What happens to posts and grants, under the names of TikTok's webhook events. */
	get events(): PublishEventEmitter {
		return this.world.events;
	}

	/** Names on the simulated internet and the loopback origins that serve them. */
	get hosts(): Map<string, string> {
		return this.world.hosts;
	}

	/** Every token, code, client secret and upload token ever given out. */
	get secrets(): ReadonlySet<string> {
		return this.world.secrets;
	}

	get apps(): readonly App[] {
		return this.world.apps;
	}

	get accounts(): readonly Account[] {
		return this.world.accounts;
	}

	/** Registers a developer app. @throws Error for redirect URIs, URL properties or a callback URL that TikTok refuses */
	addApp(options: AppOptions): App {
		assertRedirectUris(options.platform, options.redirectUris);
		options.urlProperties?.forEach(assertUrlProperty);
		if (options.webhookUrl !== undefined) assertCallbackUrl(options.webhookUrl);
		const app: App = {
			name: 'Test app',
			clientKey: newClientKey(options.sandboxTargets !== undefined),
			clientSecret: newClientSecret(),
			audited: false,
			urlProperties: [],
			activeCreatorCap: Infinity,
			...options,
			redirectUris: [...options.redirectUris],
			// The basic scope is added to every app: https://developers.tiktok.com/doc/tiktok-api-scopes
			scopes: [...new Set<Scope>(['user.info.basic', ...(options.scopes ?? SCOPES)])],
		};
		this.world.apps.push(app);
		this.world.secrets.add(app.clientSecret);
		return app;
	}

	/** Enters the app's callback URL in the developer portal, or deletes it. @throws Error for a URL that is neither https nor on loopback */
	setWebhook(app: App, url: string | undefined): void {
		if (url === undefined) delete app.webhookUrl;
		else {
			assertCallbackUrl(url);
			app.webhookUrl = url;
		}
	}

	/**
	 * Enters a URL prefix at the app's URL properties, as in the developer portal.
	 * @returns the file that has to be served under the prefix before `verifyPrefix` is called
	 * @throws Error for a prefix that TikTok refuses
	 */
	enterPrefix(app: App, prefix: string): PrefixVerification {
		return enterPrefix(this.world, app, prefix);
	}

	/** Presses Verify in the developer portal. @throws Error with what was found instead of the file */
	async verifyPrefix(verification: PrefixVerification): Promise<void> {
		await verifyPrefix(this.world, verification);
	}

	/** Creates a TikTok account, public and without restrictions by default. */
	addAccount({ videos = [], ...options }: AccountOptions): Account {
		const account: Account = {
			id: randomUUID(),
			unionId: randomUUID(),
			nickname: options.username,
			private: false,
			commentDisabled: false,
			duetDisabled: false,
			stitchDisabled: false,
			maxVideoPostDurationSec: 600,
			banned: false,
			oldAppVersion: false,
			verified: false,
			bio: '',
			followerCount: 0,
			followingCount: 0,
			likesCount: 0,
			...options,
		};
		this.world.accounts.push(account);
		for (const video of videos) this.addPost(account, video);
		return account;
	}

	/** Connects an account to an app as if the user had gone through the consent page. */
	grant(app: App, account: Account, scopes: readonly Scope[] = app.scopes): TokenAnswer {
		return issueTokens(this.world, consent(this.world, app, account), scopes);
	}

	/**
	 * Does what a user does on the authorize page.
	 * @param url the authorize URL
	 * @returns the callback URL to which TikTok redirects
	 * @throws Error that names the culprit, where TikTok shows its error page
	 */
	authorize(
		url: string,
		choice: { account: Account; scopes?: readonly Scope[]; deny?: boolean },
	): string {
		const request = readAuthorizeRequest(this.world, new URL(url).searchParams);
		if ('culprit' in request)
			throw new Error(`TikTok's error page: ${request.culprit}. ${request.detail}`);
		return choice.deny === true
			? deny(request)
			: allow(this.world, request, choice.account, choice.scopes ?? request.scopes);
	}

	/** Lets the access tokens of an account (of all accounts) expire now. */
	expireAccessTokens(account?: Account): void {
		for (const token of this.world.accessTokens.values()) {
			if (account === undefined || token.grant.account === account)
				token.expiresAt = this.clock.now();
		}
	}

	/** The user removes the app in TikTok, unless `reason` says otherwise. */
	revoke(app: App, account: Account, reason: RemovalReason = 1): void {
		for (const grant of this.world.grants) {
			if (grant.app === app && grant.account === account) removeGrant(this.world, grant, reason);
		}
	}
}
