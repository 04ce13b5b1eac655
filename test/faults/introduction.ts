import { asDocumented, switches } from './switches';

/** The sections of the page, in order. */
export const sectionNames = [
	'introduction',
	asDocumented.name,
	'other posts',
	'further cases',
	'kills',
	'switched',
	...switches.map(({ name }) => name),
];

export const introduction = `# Fault table

What becomes of a post when something breaks: each fault at each step of a direct post, from each place where n8n may have the
video. Every cell is run (\`npm run test:faults\`, \`npm run test:faults:switched\`) with n8n's own engine against a simulated TikTok that counts publish ids and
posts and hashes what it receives. The outcomes are written down in \`test/faults/expected.ts\`, by hand; the tests fail
when a cell ends otherwise, and when this page does not say what was found. With \`FAULT_TABLE=write\` before them the commands write it.

Read it so:

- **Step**: what the fault hits. A file of one part is posted for creator info, init and status, one of two parts for the first and the
  last part, one of three for the middle part; parts are as large as the node makes them for the source.
- **Strikes**: *once*, and all is well again; or *always*, every time from then on.
- **Source**: n8n's memory, n8n's file store, or *URL, Sent by n8n*. Where they end alike, they share a row.
- **Outcome**: *published* as TikTok says it, or the code of the message with which the node stops (messages below).
- **Inits**: publish ids that TikTok gave out. One that got no bytes becomes no post.
- **Parts sent**: PUTs that reached the upload server, of the parts that the file has. More than the file has were sent again because TikTok
  did not have them; a part that TikTok has is never sent again.
- **Bytes at TikTok**: compared with the file by hash.

In all cells: at most one post, no bytes in a second upload, and no token, secret or upload URL in what n8n stores.

## Faults

`;

export const aboutSwitches = `## With TikTok’s unsure rules switched the other way

The whole table of direct posts once more with each rule of TikTok's that is not certain and that touches an upload
or the calls around it: how a file may be cut, where and how parts are answered, what status says of an upload and of its post, how calls
are counted. What is known of each rule, and from where, says [the simulator's page](simulator.md#switches). The other unsure rules concern other calls.
`;

export const aboutMessages = `Each message comes with its code, TikTok's words and log_id where there are some, and a link. From the init on it names the publish id; where the
failure is that of a call, and says nothing of the post, it also says to look at that id with Publish → Get Status before posting again.

`;
