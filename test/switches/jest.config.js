const base = require('../../jest.config.js');

/** The journeys under every switch, and docs/switches.md: `npm run test:switches`. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/switches'],
	testPathIgnorePatterns: ['/node_modules/'],
	// A journey at each value of a rule, one after the other; a busy machine takes its time.
	testTimeout: 120_000,
};
