import { ParameterError } from '../../../shared/errors/parameterError';
import { textIn } from '../../../shared/fields/texts';
import { isNothing, plain, refusal } from '../../../shared/fields/values';
import { photoPath } from '../../../shared/photoHost/answers';

/** The label of the credential's field with the address of the host. */
export const hostUrlLabel = 'Photo Host URL';

/** How to come by the address. */
export const hostSteps =
	'Make a workflow with the TikTok Photo Host Trigger alone, choose this credential in it, publish it, and copy its Production URL into the field ‘Photo Host URL’ of the credential. The node says what to do at TikTok.';

/**
 * The prefix of all addresses of a host, from its address as it was copied: with or without the slash, a photo's or a file's name, a
 * query, or https://.
 *
 * @throws ParameterError for none, or one that TikTok can never fetch from
 */
export function prefixOf(value: unknown): string {
	const given = plain(value, 'url');
	if (isNothing(given)) {
		throw new ParameterError(
			hostUrlLabel,
			`The TikTok credential does not say where TikTok can fetch files from n8n: its field ‘${hostUrlLabel}’ is empty`,
			hostSteps,
		);
	}
	const text = (textIn(given) ?? '').replace(/\s+/g, '');
	const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url) throw refusal(hostUrlLabel, 'the address of a photo host', given, hostSteps);
	if (url.protocol !== 'https:') {
		throw new ParameterError(
			hostUrlLabel,
			`‘${hostUrlLabel}’ of the TikTok credential does not begin with https://, and TikTok fetches photos over https only`,
			'n8n needs a public https address (WEBHOOK_URL). Without one, put the photos on a web space of yours and choose the Photo Source ‘Photo URLs’.',
		);
	}
	const parts = url.pathname.split('/').filter((part) => part !== '');
	if (parts.at(-1) === photoPath || parts.at(-1)?.endsWith('.txt')) parts.pop();
	// The address that n8n shows for tests; nothing answers there.
	if (parts.at(-2) === 'webhook-test') parts[parts.length - 2] = 'webhook';
	return `${url.origin}/${parts.map((part) => `${part}/`).join('')}`;
}
