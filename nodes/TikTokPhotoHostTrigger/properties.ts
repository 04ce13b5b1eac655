import type { INodeProperties } from 'n8n-workflow';

const portal =
	'<a href="https://developers.tiktok.com/apps" target="_blank">TikTok’s developer portal</a>';

const steps = [
	'Copy the <b>Production URL</b> above into the field <b>Photo Host URL</b> of this credential.',
	`In ${portal} open your app, then <b>URL properties</b> → <b>Verify property</b> → <b>URL prefix</b>, and enter the same address with a <b>/</b> at its end. TikTok names a file and its content.`,
	'Enter both below, and publish this workflow (in n8n 1: activate it).',
	'Press <b>Verify</b> at TikTok.',
	'In the TikTok node choose the resource Photo and the Photo Source <b>Files From n8n</b>.',
];

export const properties: INodeProperties[] = [
	{
		displayName: `TikTok takes photos only from an address that you have verified. This node makes your n8n such an address:<br>${steps
			.map((step, index) => `${index + 1}. ${step}`)
			.join('<br>')}`,
		name: 'stepsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Verification File Name',
		name: 'verificationFile',
		type: 'string',
		default: '',
		placeholder: 'e.g. tiktokAbCdEf123456.txt',
		description: 'The name of the file that TikTok’s portal shows while you verify the address',
	},
	{
		displayName: 'Verification File Content',
		name: 'verificationContent',
		type: 'string',
		default: '',
		placeholder: 'e.g. tiktok-developers-site-verification=AbCdEf123456',
		description: 'What TikTok wants to find in the file: the whole line, or the code at its end',
	},
	{
		displayName:
			'Keep this workflow published, with nothing behind this node: it never starts. Do not duplicate the node or make it anew, since its address would be another one, to be verified again. It serves only photos that this credential has signed, each for two hours.',
		name: 'keepNotice',
		type: 'notice',
		default: '',
	},
	{
		// With this option of its own Webhook node, n8n leaves the body of a request alone.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];
