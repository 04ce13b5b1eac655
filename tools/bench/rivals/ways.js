'use strict';
// The usual ways to send a stored file from a node of n8n, as people write them. Each sends the whole file to one upload
// URL and returns the last status. `parts` are the parts of the plan: [first, last], both inclusive.
const { once } = require('node:events');
const { ProxyAgent, request } = require('./vendor/undici');

const MIB = 1024 * 1024;

let dispatcher;

function headers(first, last, size) {
	return {
		'Content-Type': 'video/mp4',
		'Content-Length': String(last - first + 1),
		'Content-Range': `bytes ${first}-${last}/${size}`,
	};
}

async function put(context, url, body, first, last, size, options = {}) {
	const answer = await context.helpers.httpRequest({
		method: 'PUT',
		url,
		body,
		headers: headers(first, last, size),
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		...options,
	});
	return answer.statusCode;
}

/** Collects a stream into buffers of the sizes wanted. */
async function* collected(stream, sizes) {
	let pieces = [];
	let held = 0;
	for await (let piece of stream) {
		while (held + piece.length >= sizes[0]) {
			const cut = sizes.shift() - held;
			yield Buffer.concat([...pieces, piece.subarray(0, cut)]);
			piece = piece.subarray(cut);
			pieces = [];
			held = 0;
			if (sizes.length === 0) return;
		}
		if (piece.length > 0) pieces.push(piece);
		held += piece.length;
	}
}

async function putCollected(context, { id, url, size }, sizes) {
	const stream = await context.helpers.getBinaryStream(id, MIB);
	let [first, status] = [0, 0];
	for await (const body of collected(stream, sizes)) {
		status = await put(context, url, body, first, first + body.length - 1, size);
		first += body.length;
	}
	return status;
}

exports.ways = {
	wholeBuffer: async (context, { itemIndex, field, url, size }) => {
		const body = await context.helpers.getBinaryDataBuffer(itemIndex, field);
		return await put(context, url, body, 0, size - 1, size);
	},
	bufferPerChunk: async (context, task) =>
		await putCollected(
			context,
			task,
			task.parts.map(([first, last]) => last - first + 1),
		),
	mebibytePuts: async (context, task) => {
		const whole = Math.floor(task.size / MIB);
		const rest = task.size % MIB;
		return await putCollected(context, task, [...Array(whole).fill(MIB), ...(rest ? [rest] : [])]);
	},
	streamRedirects: async (context, { id, url, size }) => {
		const body = await context.helpers.getBinaryStream(id);
		return await put(context, url, body, 0, size - 1, size);
	},
	stream: async (context, { id, url, size }) => {
		const body = await context.helpers.getBinaryStream(id);
		return await put(context, url, body, 0, size - 1, size, { disableFollowRedirect: true });
	},
	fetch: async (context, { id, url, size }) => {
		const body = await context.helpers.getBinaryStream(id);
		const answer = await fetch(url, {
			method: 'PUT',
			body,
			duplex: 'half',
			headers: headers(0, size - 1, size),
		});
		await answer.arrayBuffer();
		return answer.status;
	},
	undici: async (context, { id, url, size }) => {
		dispatcher ??= new ProxyAgent(process.env.HTTPS_PROXY);
		const body = await context.helpers.getBinaryStream(id);
		const answer = await request(url, {
			method: 'PUT',
			body,
			dispatcher,
			headers: headers(0, size - 1, size),
			headersTimeout: 0,
			bodyTimeout: 0,
		});
		answer.body.resume();
		await once(answer.body, 'end');
		return answer.statusCode;
	},
};
