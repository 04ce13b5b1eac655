import { accepted, byCode, fitsNone, isBadParameter, isOk, open, question } from '../question';

const NOT_OWNED = 'url_ownership_unverified';

/** Photo posts are judged by how far they get: a bad parameter is refused before the address, which nobody can have verified. */
const ORDER =
	'TikTok does not judge the parameters of a photo post before its address, so the answer says nothing of them';

export const postQuestions = [
	question({
		rule: 'missingPrivacyLevel',
		from: ['privacyLevel'],
		values: ['privacy_level_option_mismatch', 'invalid_params'],
		decide: ({ privacyLevel: { without } }) =>
			isBadParameter(without)
				? { value: 'invalid_params' }
				: byCode(without, {
						privacy_level_option_mismatch: 'privacy_level_option_mismatch',
					} as const),
	}),
	question({
		rule: 'unofferedPrivacyLevel',
		from: ['unofferedLevel'],
		values: ['invalid_params', 'privacy_level_option_mismatch'],
		decide: ({ unofferedLevel: { answer } }) =>
			isBadParameter(answer)
				? { value: 'invalid_params' }
				: byCode(answer, {
						privacy_level_option_mismatch: 'privacy_level_option_mismatch',
					} as const),
	}),
	question({
		rule: 'brandTogglesRequired',
		from: ['brandToggles'],
		values: [true, false],
		decide: ({ brandToggles: { without } }) => accepted(without, false, true),
	}),
	question({
		rule: 'acceptPostModeWithSpace',
		from: ['photos'],
		values: [true, false],
		decide: ({ photos: { asDocumented, unknownMode, modeWithSpace } }) => {
			if (unknownMode === undefined || modeWithSpace === undefined) return fitsNone(asDocumented);
			if (!isBadParameter(unknownMode)) return open(ORDER);
			if (isBadParameter(modeWithSpace)) return { value: false };
			return modeWithSpace.code === NOT_OWNED ? { value: true } : fitsNone(modeWithSpace);
		},
	}),
	question({
		rule: 'refusePhotoDuetStitch',
		from: ['photos'],
		values: [true, false],
		decide: ({ photos: { asDocumented, unknownMode, duetAndStitch } }) => {
			if (unknownMode === undefined || duetAndStitch === undefined) return fitsNone(asDocumented);
			if (!isBadParameter(unknownMode)) return open(ORDER);
			if (isBadParameter(duetAndStitch)) return { value: true };
			return duetAndStitch.code === NOT_OWNED ? { value: false } : fitsNone(duetAndStitch);
		},
	}),
	question({
		rule: 'textUnit',
		from: ['caption'],
		values: ['utf16', 'codePoints'],
		decide: ({ caption: { longByUnits, longByCharacters } }) => {
			if (isBadParameter(longByUnits)) return { value: 'utf16' };
			if (longByCharacters === undefined) return fitsNone(longByUnits);
			return isOk(longByCharacters)
				? open('TikTok begins a post whatever the length of its caption')
				: accepted(longByCharacters, 'utf16', 'codePoints');
		},
	}),
	question({
		rule: 'chunkBounds',
		from: ['partSizes'],
		values: ['lenient', 'decimal', 'binary'],
		decide: ({ partSizes: { partOf5000000: small, partOf66000000: large } }) => {
			const unclear = [small, large].find((one) => !isOk(one) && !isBadParameter(one));
			if (unclear !== undefined) return fitsNone(unclear);
			if (isOk(small)) return { value: isOk(large) ? 'lenient' : 'decimal' };
			return isOk(large)
				? { value: 'binary' }
				: open('TikTok refuses parts that one reading or the other allows');
		},
	}),
	question({
		rule: 'maxVideoBytes',
		from: ['largestVideo'],
		values: [4_294_967_296, 4_000_000_000],
		limits: 'only between 4 GB and 4 GiB',
		decide: ({ largestVideo: { oneByteMore, binary, decimal } }) => {
			if (isOk(oneByteMore)) return open('TikTok begins uploads of more than 4 GiB');
			if (binary === undefined || !isBadParameter(oneByteMore)) return fitsNone(oneByteMore);
			if (isOk(binary)) return { value: 4_294_967_296 };
			if (decimal !== undefined && isBadParameter(binary) && isOk(decimal))
				return { value: 4_000_000_000 };
			return fitsNone([binary, decimal ?? binary]);
		},
	}),
	question({
		rule: 'unauditedLevelCode',
		from: ['otherLevel'],
		values: ['unaudited_client_can_only_post_to_private_accounts', 'privacy_level_option_mismatch'],
		decide: ({ otherLevel: { followers } }) =>
			isOk(followers)
				? open('TikTok allows another level, so the app has passed the audit')
				: byCode(followers, {
						unaudited_client_can_only_post_to_private_accounts:
							'unaudited_client_can_only_post_to_private_accounts',
						privacy_level_option_mismatch: 'privacy_level_option_mismatch',
					} as const),
	}),
];
