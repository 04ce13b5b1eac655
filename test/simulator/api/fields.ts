import { ApiRefusal, invalidParams } from './answers';
import type { Rules } from '../rules';

/**
 * Reads `fields` of the query of user info, video list and video query. The texts of the refusals are ours.
 *
 * @param known the fields that exist
 * @param whenMissing what to use without `fields`; undefined refuses the call
 * @throws ApiRefusal for a missing list or a name that does not exist
 */
export function requestedFields<Name extends string>(
	query: URLSearchParams,
	known: readonly Name[],
	rules: Rules,
	whenMissing?: Name[],
): Name[] {
	const given = (query.get('fields') ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	if (given.length === 0) {
		if (whenMissing !== undefined) return whenMissing;
		throw invalidParams(rules, 'Fields is required');
	}
	return given.map((name) => {
		const field = known.find((candidate) => candidate === name);
		if (field === undefined) throw invalidParams(rules, `Field ${name} is invalid`);
		return field;
	});
}

/** The documented refusal of fields that need more scopes; see the rule `missingFieldScope`. */
export function scopePermissionMissed(): ApiRefusal {
	return new ApiRefusal(
		'scope_permission_missed',
		400,
		'Some of the requested fields need additional scopes.',
	);
}
