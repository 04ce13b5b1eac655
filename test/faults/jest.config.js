const base = require('../../jest.config.js');

/** `npm run test:faults`: the fault table of docs/fault-table.md. Written anew with FAULT_TABLE=write, one file at a time. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/faults'],
	testPathIgnorePatterns: ['/node_modules/'],
	testTimeout: 120_000,
	maxWorkers: process.env.FAULT_TABLE === 'write' ? 1 : 2,
};
