const base = require('../../jest.config.js');

/** The journeys under every switch, and docs/switches.md: `npm run test:switches`. */
module.exports = {
	...base,
	rootDir: '../..',
	globalSetup: '<rootDir>/test/switches/globalSetup.ts',
	globalTeardown: '<rootDir>/test/switches/globalTeardown.ts',
	roots: ['<rootDir>/test/switches'],
	testPathIgnorePatterns: ['/node_modules/'],
	// A journey at each value of a rule, one after the other; a busy machine takes its time.
	testTimeout: 300_000,
	maxWorkers: 2,
};
