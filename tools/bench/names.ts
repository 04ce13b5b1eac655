import type { Way } from './runs';
import { GiB, MB } from './sizes';

export const wayNames: Record<Way, string> = {
	node: 'this node, from n8n’s store',
	nodeFromUrl: 'this node, from a link',
	curl: 'curl -T, one for each part',
	curlOneConnection: 'curl -T, all parts over one connection',
	httpRequestNode: 'n8n’s HTTP Request node, one PUT',
	stream: 'stream, redirects off, one PUT',
	streamRedirects: 'stream, redirects on, one PUT',
	bufferPerChunk: 'Buffer for each part',
	mebibytePuts: 'PUTs of 1 MiB',
	wholeBuffer: 'whole file in a Buffer, one PUT',
	fetch: 'global fetch, one PUT',
	undici: 'undici, one PUT',
};

export function sizeName(bytes: number): string {
	return bytes % GiB === 0 ? `${bytes / GiB} GiB` : `${bytes / MB} MB`;
}

export function mib(bytes: number): string {
	return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
