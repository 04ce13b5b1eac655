'use strict';
// A private node of the benchmark. It runs in the same n8n, in the same process and on the same stored files as the node
// that is measured.
const { truncate, readFile, writeFile } = require('node:fs/promises');
const { constants, PerformanceObserver } = require('node:perf_hooks');
const { ways } = require('./ways');

const field = 'data';

/** The most that Node's own counters showed since they were last asked for, in bytes. */
const peaks = { heapUsed: 0, external: 0, arrayBuffers: 0 };
let watch;

/** V8's collections since they were last asked for. */
const collections = { small: 0, full: 0, ms: 0 };

new PerformanceObserver((list) => {
	for (const { duration, detail } of list.getEntries()) {
		if (detail.kind === constants.NODE_PERFORMANCE_GC_MINOR) collections.small += 1;
		if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) collections.full += 1;
		collections.ms += duration;
	}
}).observe({ entryTypes: ['gc'] });

function look() {
	const usage = process.memoryUsage();
	for (const name of Object.keys(peaks)) peaks[name] = Math.max(peaks[name], usage[name]);
}

const operations = {
	/** Puts a video into n8n's store: the given header, and zeros that take no room on the disk. */
	async store(context, { header, size }) {
		const binary = await context.helpers.prepareBinaryData(
			Buffer.from(header, 'base64'),
			'video.mp4',
			'video/mp4',
		);
		const path = context.helpers.getBinaryPath(binary.id);
		await truncate(path, size);
		const metadata = JSON.parse(await readFile(`${path}.metadata`, 'utf8'));
		await writeFile(`${path}.metadata`, JSON.stringify({ ...metadata, fileSize: size }));
		return { json: { path }, binary: { [field]: { ...binary, bytes: size } } };
	},
	/** Hands a video on that was stored before. */
	async stored(context, { binary }) {
		return { json: {}, binary: { [field]: binary } };
	},
	async upload(context, { way, url, parts }) {
		const binary = context.helpers.assertBinaryData(0, field);
		const { fileSize: size } = await context.helpers.getBinaryMetadata(binary.id);
		const began = performance.now();
		const status = await ways[way](context, {
			itemIndex: 0,
			field,
			id: binary.id,
			url,
			size,
			parts,
		});
		return { json: { status, ms: performance.now() - began } };
	},
	/** The process's id, and what its counters showed since the last time. */
	async memory(context, { watches }) {
		clearInterval(watch);
		look();
		const json = {
			pid: process.pid,
			node: process.version,
			now: process.memoryUsage(),
			peaks: { ...peaks },
			collections: { ...collections },
		};
		for (const counts of [peaks, collections]) {
			for (const name of Object.keys(counts)) counts[name] = 0;
		}
		if (watches) watch = setInterval(look, 20);
		return { json };
	},
};

class UploadBench {
	constructor() {
		this.description = {
			displayName: 'Upload Bench',
			name: 'uploadBench',
			group: ['transform'],
			version: 1,
			description: 'Sends a stored file in one of the usual ways',
			defaults: { name: 'Upload Bench' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [
				{ displayName: 'Operation', name: 'operation', type: 'string', default: '' },
				{ displayName: 'Settings', name: 'settings', type: 'json', default: '{}' },
			],
		};
	}

	async execute() {
		const operation = this.getNodeParameter('operation', 0);
		const settings = JSON.parse(this.getNodeParameter('settings', 0));
		return [[await operations[operation](this, settings)]];
	}
}

exports.UploadBench = UploadBench;
