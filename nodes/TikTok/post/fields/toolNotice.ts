import type { INodeProperties } from 'n8n-workflow';

/** What to know where an AI agent uses the node as its tool. Hosts that do not know the condition show nothing. */
const toolNotice = (name: string, file: string): INodeProperties => ({
	displayName: `The star button in a field leaves it to the model. ${file}To see each post before it is public: choose ‘Upload Draft’, or put a human review step between agent and tool.`,
	name,
	type: 'notice',
	default: '',
	displayOptions: { show: { '@tool': [true] } },
});

export const videoToolNotice = toolNotice(
	'videoToolNotice',
	'Models hand over links, not files: choose ‘URL, Sent by n8n’ as Video Source, or name a step’s file, as in {{ $("Step").item.binary.data }}. ',
);

export const photoToolNotice = toolNotice('photoToolNotice', '');
