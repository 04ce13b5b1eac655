/** `npm run test:e2e:n8n1`: the same tests on n8n of the older line: those of the node, of its accounts, of links, of both triggers, of the photo host and of the workflows to import. */
process.env.E2E_N8N_VERSION = '1.123.81';

module.exports = {
	...require('./jest.config.js'),
	testMatch: [
		'n8n',
		'accounts',
		'links',
		'photoHost',
		'photoHostAttacks',
		'pollingTrigger',
		'webhookTrigger',
		'workflows',
	].map((name) => `<rootDir>/test/e2e/${name}.test.ts`),
};
