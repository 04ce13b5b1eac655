import { byCode, fitsNone, isBadParameter, isOk, open, question } from '../question';

export const envelopeQuestions = [
	question({
		rule: 'dataOnError',
		from: ['refusals'],
		values: ['byCode', 'absent', 'empty'],
		decide: ({ refusals }) => {
			const { madeUpTokenAtUserInfo, madeUpTokenAtCreatorInfo, ...rest } = refusals;
			const token = [madeUpTokenAtUserInfo.data, madeUpTokenAtCreatorInfo.data];
			const others = [rest.madeUpFieldAtUserInfo.data, rest.madeUpIdAtStatus.data];
			const accepted = Object.values(refusals).find(({ answer }) => isOk(answer));
			if (accepted !== undefined) return fitsNone(accepted.answer);
			const all = (list: string[], what: string) => list.every((one) => one === what);
			if (all([...token, ...others], 'absent')) return { value: 'absent' };
			if (all([...token, ...others], 'empty')) return { value: 'empty' };
			if (all(token, 'empty') && all(others, 'absent')) return { value: 'byCode' };
			return open('refusals of the same kind have `data`, and have it not');
		},
	}),
	question({
		rule: 'invalidParamCode',
		from: ['badParameter'],
		values: ['invalid_params', 'invalid_param'],
		decide: ({ badParameter: { unknownSource } }) =>
			byCode(unknownSource, {
				invalid_params: 'invalid_params',
				invalid_param: 'invalid_param',
			} as const),
	}),
	question({
		rule: 'malformedAuthorization',
		from: ['authorizationHeader'],
		values: ['invalid_params', 'access_token_invalid'],
		decide: ({ authorizationHeader: { anotherForm } }) =>
			isBadParameter(anotherForm)
				? { value: 'invalid_params' }
				: byCode(anotherForm, { access_token_invalid: 'access_token_invalid' } as const),
	}),
	question({
		rule: 'requireJsonContentType',
		from: ['contentType'],
		values: [true, false],
		decide: ({ contentType: { asJson, asText } }) => {
			if (!isOk(asJson)) return fitsNone(asJson);
			if (isOk(asText)) return { value: false };
			// Unread, the body has no publish id either.
			const isUnread = isBadParameter(asText) || asText.code === 'invalid_publish_id';
			return isUnread ? { value: true } : fitsNone(asText);
		},
	}),
	question({
		rule: 'missingFieldScope',
		from: ['fieldWithoutPermission'],
		values: ['scope_not_authorized', 'scope_permission_missed'],
		decide: ({ fieldWithoutPermission: { field } }) =>
			byCode(field, {
				scope_not_authorized: 'scope_not_authorized',
				scope_permission_missed: 'scope_permission_missed',
			} as const),
	}),
	question({
		rule: 'profileWebLink',
		from: ['profileFields'],
		values: [true, false],
		decide: ({ profileFields: { madeUpField, webLink } }) => {
			// Only if a made-up field is refused does it say something that this one is not.
			if (!isBadParameter(madeUpField)) return fitsNone(madeUpField);
			if (isBadParameter(webLink)) return { value: false };
			return isOk(webLink) || webLink.code.startsWith('scope_')
				? { value: true }
				: fitsNone(webLink);
		},
	}),
];
