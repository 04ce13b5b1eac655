const base = require('../../jest.config.js');

/** The table of docs/links.md: `npm run test:links`. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/links'],
	testPathIgnorePatterns: ['/node_modules/'],
	// A busy machine takes its time.
	testTimeout: 120_000,
};
