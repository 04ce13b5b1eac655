import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { readSwitch } from '../../../shared/fields/switches';
import { privacyLevels } from './privacyLevel';

const disclosed = { discloseCommercialContent: [true] };
const musicUsage =
	'<a href="https://www.tiktok.com/legal/page/global/music-usage-confirmation/en" target="_blank">Music Usage Confirmation</a>';
/** TikTok wants people to know it: https://developers.tiktok.com/doc/content-sharing-guidelines. */
const mayTakeMinutes =
	'It may take a few minutes until TikTok has processed the post and shows it.';
const brandedPolicy =
	'<a href="https://www.tiktok.com/legal/page/global/bc-policy/en" target="_blank">Branded Content Policy</a>';

/** Disclosure switch, its two choices, labels and consent lines, in the words that TikTok prescribes on the same page. */
export const commercialContentFields: INodeProperties[] = [
	{
		displayName: 'Disclose Commercial Content',
		name: 'discloseCommercialContent',
		type: 'boolean',
		default: false,
		description: 'Whether the post promotes yourself, a brand, a product or a service',
	},
	{
		displayName:
			'Indicate whether your content promotes yourself, a third party, or both: switch on at least one of the two below.',
		name: 'disclosureNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...disclosed, yourBrand: [false], brandedContent: [false] } },
	},
	{
		displayName: 'Your Brand',
		name: 'yourBrand',
		type: 'boolean',
		default: false,
		description: 'Whether you promote yourself or your own business',
		displayOptions: { show: disclosed },
	},
	{
		displayName: 'Branded Content',
		name: 'brandedContent',
		type: 'boolean',
		default: false,
		description:
			'Whether you promote another brand or a third party. Branded content cannot be posted as “Only Me”.',
		displayOptions: { show: disclosed },
	},
	{
		displayName:
			'Branded content cannot be posted as “Only Me”: choose a wider Privacy Level above, or switch Branded Content off.',
		name: 'brandedPrivateNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { ...disclosed, brandedContent: [true], privacyLevel: [privacyLevels.onlyMe] },
		},
	},
	{
		displayName:
			'Your post will be labeled “Promotional content”. This cannot be changed once it is posted.',
		name: 'promotionalNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...disclosed, yourBrand: [true], brandedContent: [false] } },
	},
	{
		displayName:
			'Your post will be labeled “Paid partnership”. This cannot be changed once it is posted.',
		name: 'paidPartnershipNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...disclosed, brandedContent: [true] } },
	},
	{
		displayName: `By posting, you agree to TikTok's ${musicUsage}. ${mayTakeMinutes}`,
		name: 'consentNotice',
		type: 'notice',
		default: '',
		displayOptions: { hide: { brandedContent: [true] } },
	},
	{
		displayName: `By posting, you agree to TikTok's ${brandedPolicy} and ${musicUsage}. ${mayTakeMinutes}`,
		name: 'brandedConsentNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...disclosed, brandedContent: [true] } },
	},
];

/**
 * @returns the two toggles of `post_info`
 * @throws ParameterError when the disclosure names nobody, or branded content would be private
 */
export function readCommercialContent(
	context: IExecuteFunctions,
	itemIndex: number,
	privacyLevel: string,
): IDataObject {
	const read = (parameter: string, name: string) =>
		readSwitch(parameter, context.getNodeParameter(name, itemIndex, false));
	const discloses = read('Disclose Commercial Content', 'discloseCommercialContent');
	const yourBrand = discloses && read('Your Brand', 'yourBrand');
	const branded = discloses && read('Branded Content', 'brandedContent');
	if (discloses && !yourBrand && !branded) {
		throw new ParameterError(
			'Disclose Commercial Content',
			'‘Disclose Commercial Content’ is on, but neither ‘Your Brand’ nor ‘Branded Content’ is',
			'Indicate whether the content promotes yourself (Your Brand), a third party (Branded Content), or both; or switch the disclosure off.',
		);
	}
	if (branded && privacyLevel === privacyLevels.onlyMe) {
		throw new ParameterError(
			'Branded Content',
			'‘Branded Content’ cannot be posted with the privacy level “Only me”',
			'Choose a wider ‘Privacy Level’, or switch ‘Branded Content’ off. TikTok does not allow private branded content.',
		);
	}
	return { brand_content_toggle: branded, brand_organic_toggle: yourBrand };
}
