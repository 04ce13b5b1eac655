const base = require('../../jest.config.js');

/** `npm run test:faults`: the fault table of docs/fault-table.md. FAULT_TABLE=write writes it anew. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/faults'],
	testPathIgnorePatterns: ['/node_modules/'],
	// Hundreds of megabytes for each; a busy machine takes its time.
	testTimeout: 600_000,
	maxWorkers: 2,
};
