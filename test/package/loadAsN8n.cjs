// Loads a package folder the way n8n does and prints what it found. Run with NODE_PATH on the modules that n8n offers.
const [, , n8nCore, folder] = process.argv;
require(require.resolve('reflect-metadata', { paths: [n8nCore] }));
const { PackageDirectoryLoader, loadOutputSchema } = require(n8nCore);

async function main() {
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const [node] = loader.types.nodes;
	console.log(
		JSON.stringify({
			known: loader.known,
			nodes: loader.types.nodes,
			credentials: loader.types.credentials,
			schema: loadOutputSchema({
				nodeDir: `${folder}/dist/nodes/TikTok`,
				version: node.version,
				resource: 'video',
				operation: 'directPost',
			}),
		}),
	);
}

void main();
