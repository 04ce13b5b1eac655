// Runs the analysis that n8n's scanner runs before it verifies a package, and prints its results.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [, , checkout, unpacked, ...only] = process.argv;
const [ofSource, ofPackage] =
	only.length > 0 ? [only, only] : [SOURCE_FILE_PATTERNS, ['**/*.js', 'package.json']];
const source = await analyzePackage(checkout, ofSource);
const shipped = await analyzePackage(unpacked, ofPackage);
console.log(JSON.stringify({ source, shipped }));
