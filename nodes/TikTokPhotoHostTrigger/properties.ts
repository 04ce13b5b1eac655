import type { INodeProperties } from 'n8n-workflow';

const portal =
	'<a href="https://developers.tiktok.com/apps" target="_blank">TikTok’s developer portal</a>';

/** One notice for each step, where it is to be done: of HTML, n8n's editor shows links alone. */
const step = (number: number, text: string): INodeProperties => ({
	displayName: `${number}. ${text}`,
	name: `step${number}Notice`,
	type: 'notice',
	default: '',
});

export const properties: INodeProperties[] = [
	step(
		1,
		'TikTok takes photos only from an address that it has verified for your app: this node gives your n8n one. Open ‘Webhook URLs’ above, choose ‘Production URL’, and click the address to copy it. Then open the credential with the pencil and paste the address into ‘Photo Host URL’, at the bottom.',
	),
	step(
		2,
		`In ${portal} open your app, then URL properties → Verify property → URL prefix, and enter the same address with a / at its end. TikTok shows the name of a file and its content: enter both here.`,
	),
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
	step(
		3,
		'Publish this workflow (n8n 1.x: activate it), then press Verify at TikTok. From now on the TikTok node can post photos with the Photo Source ‘Files From n8n’. Leave this workflow published, with nothing behind this node: it never starts. Do not duplicate or replace the node: its address would change, and have to be verified again.',
	),
	{
		// With this option of its own Webhook node, n8n leaves the body of a request alone.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];
