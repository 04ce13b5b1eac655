import { ParameterError } from '../../../shared/errors/parameterError';
import { excerpt } from '../../../shared/fields/values';
import type { CreatorInfo } from '../../../shared/api/schemas/creator';
import type { Session } from '../../session';
import { privacyLevelName } from './privacyLevel';

/** What a post asks for that the creator's settings may forbid. */
export interface Wishes {
	privacyLevel: string;
	allowComment: boolean;
	/** Only videos have duet and stitch. */
	allowDuet?: boolean;
	allowStitch?: boolean;
}

/**
 * Asks for creator info and checks the post against it.
 *
 * @returns the creator
 * @throws what {@link checkAgainstCreator} throws; TikTokError when the account may not post now
 */
export async function checkedCreator(session: Session, wishes: Wishes): Promise<CreatorInfo> {
	const creator = await session.creatorInfo();
	checkAgainstCreator(creator, wishes);
	return creator;
}

/**
 * Checks a post against fresh creator info, as https://developers.tiktok.com/doc/content-sharing-guidelines demands. Nothing
 * that was asked for is dropped silently.
 *
 * @throws ParameterError for a privacy level that the account does not offer, or an interaction that it has switched off
 */
export function checkAgainstCreator(creator: CreatorInfo, wishes: Wishes): void {
	const offered = creator.privacy_level_options;
	if (!offered.includes(wishes.privacyLevel)) {
		const choices = offered.map((level) => `${privacyLevelName(level)} (${level})`).join(', ');
		throw new ParameterError(
			'Privacy Level',
			`‘Privacy Level’ is ${excerpt(wishes.privacyLevel)}, which ${accountName(creator)} does not offer`,
			`Choose one of: ${choices}. The list changes when the account becomes private or public.`,
		);
	}
	const interactions = [
		['Allow Comments', wishes.allowComment, creator.comment_disabled],
		['Allow Duet', wishes.allowDuet, creator.duet_disabled],
		['Allow Stitch', wishes.allowStitch, creator.stitch_disabled],
	] as const;
	for (const [parameter, isWished, isOff] of interactions) {
		if (!isWished || !isOff) continue;
		throw new ParameterError(
			parameter,
			`‘${parameter}’ is on, but ${accountName(creator)} has this switched off in its TikTok settings`,
			`Switch ‘${parameter}’ off here, or allow it in the TikTok app under Settings and privacy → Privacy. Private accounts cannot allow duet and stitch.`,
		);
	}
}

function accountName({ creator_username: name }: CreatorInfo): string {
	return name ? `the account @${name}` : 'the account';
}
