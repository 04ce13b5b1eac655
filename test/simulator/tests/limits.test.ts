import { describe, expect, test } from '@jest/globals';

import { sampleVideo } from '../index';
import { at, Fixture, outcome, text } from './fixture';

const fixture = new Fixture();
const bytes = sampleVideo();
const DAY = 86_400_000;
const FILE = { source: 'FILE_UPLOAD', video_size: 1000, chunk_size: 1000, total_chunk_count: 1 };
const CREATOR = '/v2/post/publish/creator_info/query/';

describe('calls per minute', () => {
	test.each([
		['POST', '/v2/post/publish/video/init/', 6],
		['POST', '/v2/post/publish/inbox/video/init/', 6],
		['POST', '/v2/post/publish/content/init/', 6],
		['POST', CREATOR, 20],
		['POST', '/v2/post/publish/status/fetch/', 30],
		['GET', '/v2/user/info/?fields=open_id', 600],
		['POST', '/v2/video/list/?fields=id', 600],
		['POST', '/v2/video/query/?fields=id', 600],
	] as const)('%s %s: %d', async (method, path, limit) => {
		const { token } = fixture.connect();
		const { token: other } = fixture.connect();
		const call = async (by: string): Promise<string> =>
			outcome(
				await fixture.client.send(method, `https://open.tiktokapis.com${path}`, { token: by }),
			);
		for (let count = 0; count < limit; count++)
			expect(await call(token)).not.toBe('429 rate_limit_exceeded');
		expect(await call(token)).toBe('429 rate_limit_exceeded');
		expect(await call(other)).not.toBe('429 rate_limit_exceeded');
		fixture.simulator.rules.rateLimits = false;
		expect(await call(token)).not.toBe('429 rate_limit_exceeded');
	});

	test('the window slides; refused calls do not count by default', async () => {
		const { token } = fixture.connect();
		const init = async (): Promise<string> => outcome(await fixture.init(token, 1000));
		for (let count = 0; count < 3; count++) expect(await init()).toBe('200 ok');
		fixture.simulator.clock.advance(30_000);
		for (let count = 0; count < 3; count++) expect(await init()).toBe('200 ok');
		expect(await init()).toBe('429 rate_limit_exceeded');
		fixture.simulator.clock.advance(30_000);
		for (let count = 0; count < 3; count++) expect(await init()).toBe('200 ok');
		expect(await init()).toBe('429 rate_limit_exceeded');
		fixture.simulator.rules.refusedCallsCount = true;
		fixture.simulator.clock.advance(29_000);
		expect(await init()).toBe('429 rate_limit_exceeded');
		fixture.simulator.clock.advance(1000);
		expect([await init(), await init(), await init()]).toEqual([
			'200 ok',
			'200 ok',
			'429 rate_limit_exceeded',
		]);
	});

	test('buckets: shared init, refreshed token, per app', async () => {
		const { rules } = fixture.simulator;
		Object.assign(rules, {
			initPerMinute: 1,
			initLimitShared: true,
			displayPerMinute: 1,
			displayLimitPer: 'app',
		});
		const { app, account, token } = fixture.connect();
		await fixture.init(token, 1000);
		const draft = async (by: string): Promise<string> =>
			outcome(await fixture.init(by, 1000, { draft: true }));
		expect(await draft(token)).toBe('429 rate_limit_exceeded');
		rules.initLimitShared = false;
		expect(await draft(token)).toBe('200 ok');

		const first = fixture.simulator.grant(app, account);
		const refresh = async (refresh_token: string): Promise<[string, string]> => {
			const fields = {
				client_key: app.clientKey,
				client_secret: app.clientSecret,
				grant_type: 'refresh_token',
				refresh_token,
			};
			const answer = await fixture.client.form('/v2/oauth/token/', fields);
			return [text(answer, 'access_token'), text(answer, 'refresh_token')];
		};
		expect(await draft(first.access_token)).toBe('200 ok');
		const [second, rotated] = await refresh(first.refresh_token);
		expect(await draft(second)).toBe('200 ok');
		rules.refreshKeepsBucket = true;
		const [third] = await refresh(rotated);
		expect(await draft(third)).toBe('429 rate_limit_exceeded');

		const info = async (by: string): Promise<string> =>
			outcome(
				await fixture.client.send(
					'GET',
					'https://open.tiktokapis.com/v2/user/info/?fields=open_id',
					{ token: by },
				),
			);
		const neighbour = fixture.simulator.grant(
			app,
			fixture.simulator.addAccount({ username: 'n' }),
		).access_token;
		expect([await info(token), await info(neighbour)]).toEqual([
			'200 ok',
			'429 rate_limit_exceeded',
		]);
	});

	test('scope is judged before the rate, the rate before the parameters', async () => {
		fixture.simulator.rules.initPerMinute = 1;
		const { app, account, token } = fixture.connect();
		const path = '/v2/post/publish/video/init/';
		expect(outcome(await fixture.client.api(path, token, {}))).toBe('400 invalid_params');
		expect(outcome(await fixture.client.api(path, token, {}))).toBe('429 rate_limit_exceeded');
		const basic = fixture.simulator.grant(app, account, ['user.info.basic']).access_token;
		for (let count = 0; count < 3; count++)
			expect(outcome(await fixture.client.api(path, basic, {}))).toBe('401 scope_not_authorized');
	});
});

describe('daily caps', () => {
	test('direct posts per creator, over all apps; also seen in creator info', async () => {
		fixture.simulator.rules.rateLimits = false;
		const { account, token } = fixture.connect();
		const second = fixture.simulator.grant(fixture.webApp(), account).access_token;
		for (let count = 0; count < 15; count++) {
			await fixture.post(count % 2 === 0 ? token : second, bytes);
			fixture.simulator.clock.advance(1600);
		}
		expect(outcome(await fixture.init(token, 1000))).toBe('403 spam_risk_too_many_posts');
		expect(outcome(await fixture.init(second, 1000))).toBe('403 spam_risk_too_many_posts');
		expect(outcome(await fixture.client.api(CREATOR, second))).toBe('200 spam_risk_too_many_posts');
		expect(outcome(await fixture.init(token, 1000, { draft: true }))).toBe('200 ok');
		fixture.simulator.clock.advance(DAY);
		const fresh = fixture.simulator.grant(fixture.webApp(), account).access_token;
		expect(outcome(await fixture.init(fresh, 1000))).toBe('200 ok');
	});

	test('the cap can also hit after init; inits without upload do not count', async () => {
		fixture.simulator.rules.postsPerCreatorPerDay = 2;
		const { token } = fixture.connect();
		const inits = [
			await fixture.init(token, bytes.length),
			await fixture.init(token, bytes.length),
			await fixture.init(token, bytes.length),
		];
		expect(inits.map(outcome)).toEqual(['200 ok', '200 ok', '200 ok']);
		for (const init of inits)
			await fixture.client.put(text(init, 'data.upload_url'), bytes, 0, bytes.length);
		fixture.simulator.clock.advance(1600);
		const reasons = inits.map(
			(init) => fixture.simulator.task(text(init, 'data.publish_id')).failReason,
		);
		expect(reasons).toEqual([undefined, undefined, 'spam_risk_too_many_posts']);
	});

	test('the day can end at midnight UTC', async () => {
		Object.assign(fixture.simulator.rules, {
			postsPerCreatorPerDay: 1,
			dailyWindow: 'utcDay',
			accessTokenSeconds: 1e9,
		});
		const { token } = fixture.connect();
		fixture.simulator.clock.advance(DAY - (fixture.simulator.clock.now() % DAY) + 60_000);
		await fixture.post(token, bytes);
		expect(outcome(await fixture.init(token, 1000))).toBe('403 spam_risk_too_many_posts');
		fixture.simulator.clock.advance(DAY - 60_000);
		expect(outcome(await fixture.init(token, 1000))).toBe('200 ok');
	});

	test('five pending drafts; a finished or failed one makes room', async () => {
		const { account, token } = fixture.connect();
		const drafts: string[] = [];
		for (let count = 0; count < 5; count++)
			drafts.push(await fixture.post(token, bytes, { draft: true }));
		fixture.simulator.clock.advance(61_000);
		expect(outcome(await fixture.init(token, 1000, { draft: true }))).toBe(
			'403 spam_risk_too_many_pending_share',
		);
		const photo = {
			media_type: 'PHOTO',
			post_mode: 'MEDIA_UPLOAD',
			post_info: {},
			source_info: {
				source: 'PULL_FROM_URL',
				photo_images: ['https://a.example/1.jpg'],
				photo_cover_index: 0,
			},
		};
		fixture.simulator.apps[0]?.urlProperties.push('a.example');
		expect(outcome(await fixture.client.api('/v2/post/publish/content/init/', token, photo))).toBe(
			'403 spam_risk_too_many_pending_share',
		);
		fixture.simulator.finishDraft(drafts[0] ?? '');
		expect(outcome(await fixture.init(token, 1000, { draft: true }))).toBe('200 ok');
		expect(outcome(await fixture.init(token, 1000, { draft: true }))).toBe(
			'403 spam_risk_too_many_pending_share',
		);
		fixture.simulator.rules.pendingDraftsFrom = 'inbox';
		expect(outcome(await fixture.init(token, 1000, { draft: true }))).toBe('200 ok');
		fixture.simulator.rules.pendingDraftsFrom = 'init';
		fixture.simulator.clock.advance(DAY);
		const fresh = fixture.simulator.grant(fixture.webApp(), account).access_token;
		expect(outcome(await fixture.init(fresh, 1000, { draft: true }))).toBe('200 ok');
	});

	test('five posting users of an unaudited app, or the estimate of an audited one', async () => {
		const app = fixture.webApp({ audited: false });
		const tokens = Array.from({ length: 6 }, (_, index) => {
			const account = fixture.simulator.addAccount({ username: `u${index}`, private: true });
			return fixture.simulator.grant(app, account).access_token;
		});
		const outcomes = [];
		for (const token of tokens) outcomes.push(outcome(await fixture.init(token, 1000)));
		expect(outcomes).toEqual([...Array<string>(5).fill('200 ok'), '403 reached_active_user_cap']);
		expect(outcome(await fixture.init(tokens[0] ?? '', 1000))).toBe('200 ok');
		expect(outcome(await fixture.client.api(CREATOR, tokens[5]))).toBe(
			'200 reached_active_user_cap',
		);
		expect(outcome(await fixture.init(tokens[5] ?? '', 1000, { draft: true }))).toBe('200 ok');
		Object.assign(app, { audited: true, activeCreatorCap: 6 });
		expect(outcome(await fixture.init(tokens[5] ?? '', 1000))).toBe('200 ok');
	});
});

test('an answer of 429 carries no Retry-After', async () => {
	fixture.simulator.rules.initPerMinute = 0;
	const { token } = fixture.connect();
	const answer = await fixture.client.api('/v2/post/publish/video/init/', token, {
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info: FILE,
	});
	expect(answer.headers['retry-after']).toBeUndefined();
	expect(at(answer, 'error.log_id')).toBe(answer.headers['x-tt-logid']);
});
