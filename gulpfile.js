// Packaging chores that `n8n-node build` leaves open. It copies every image of the checkout, and what tsc writes has the
// layout of source text.
const { execFile } = require('node:child_process');
const fs = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const { minify } = require('@swc/core');
const { series } = require('gulp');

const run = promisify(execFile);
const dist = path.join(__dirname, 'dist');

/** What the package may hold, relative to its root. */
const allowed = [
	/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
	/^dist\/credentials\/\w+\.credentials\.js$/,
	/^dist\/nodes\/shared\/[\w/]+\.js$/,
	/^dist\/nodes\/TikTok(\w*Trigger)?\/[\w/]+(\.node|\.operation)?\.js$/,
	/^dist\/nodes\/(TikTok(\w*Trigger)?)\/\1\.node\.json$/,
	/^dist\/nodes\/TikTok\/tiktok(\.dark)?\.svg$/,
	/^dist\/nodes\/TikTok\/__schema__\/v1\.0\.0\/\w+\/\w+\.json$/,
];

/** Largest tarball, in bytes. */
const largest = 120_000;

/** Removes from dist what must not ship, such as images of the docs and tests. */
async function prune() {
	const files = await fs.readdir(dist, { recursive: true, withFileTypes: true });
	for (const file of files.filter((entry) => entry.isFile())) {
		const full = path.join(file.parentPath ?? file.path, file.name);
		const relative = path.relative(__dirname, full).split(path.sep).join('/');
		if (!allowed.some((pattern) => pattern.test(relative))) await fs.rm(full);
	}
	// Folders that are empty now; rmdir refuses the others.
	for (const entry of files.filter((folder) => folder.isDirectory()).reverse()) {
		await fs.rmdir(path.join(entry.parentPath ?? entry.path, entry.name)).catch(() => {});
	}
}

/** Takes the layout out of what ships, a tenth of the tarball. Names stay, so that a stack trace can be read. */
async function compact() {
	for (const name of await fs.readdir(dist, { recursive: true })) {
		const file = path.join(dist, name);
		if (name.endsWith('.json')) {
			await fs.writeFile(file, JSON.stringify(JSON.parse(await fs.readFile(file, 'utf8'))));
		}
		if (!name.endsWith('.js')) continue;
		const { code } = await minify(await fs.readFile(file, 'utf8'), {
			compress: false,
			mangle: false,
		});
		await fs.writeFile(file, code);
	}
}

/** Compares what `npm pack` would ship with the list above. */
async function verify() {
	const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: __dirname,
	});
	const [{ files, size }] = JSON.parse(stdout);
	const strangers = files
		.map((file) => file.path)
		.filter((name) => !allowed.some((pattern) => pattern.test(name)));
	if (strangers.length > 0) throw new Error(`Not meant to ship: ${strangers.join(', ')}`);
	if (size > largest) throw new Error(`${size} bytes packed, ${largest} at most`);
	console.log(`${files.length} files, ${(size / 1000).toFixed(1)} kB packed`);
}

module.exports = { finish: series(prune, compact), verify };
