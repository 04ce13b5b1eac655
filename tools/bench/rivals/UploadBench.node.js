'use strict';
// A private node of the benchmark. It runs in the same n8n, in the same process and on the same stored files as the node
// that is measured.
const { truncate, readFile, writeFile } = require('node:fs/promises');
const { ways } = require('./ways');

const field = 'data';

/** The most that Node's own counters showed since they were last asked for, in bytes. */
const peaks = { heapUsed: 0, external: 0, arrayBuffers: 0 };
let watch;

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
	/** The process's id, its counters' peaks since the last time, and a rest of its memory for the next measurement. */
	async memory(context, { watches }) {
		clearInterval(watch);
		look();
		const json = {
			pid: process.pid,
			node: process.version,
			now: process.memoryUsage(),
			peaks: { ...peaks },
		};
		for (const name of Object.keys(peaks)) peaks[name] = 0;
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
