const base = require('../../jest.config.js');

/** The fault table of docs/fault-table.md: `npm run test:faults`, and `npm run test:faults:switched` for the rules switched the other way. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/faults'],
	testPathIgnorePatterns: ['/node_modules/'],
	// Hundreds of megabytes for each; a busy machine takes its time.
	testTimeout: 600_000,
	maxWorkers: 2,
};
