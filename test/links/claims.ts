/** What the README says of links, in its words and order, and the behaviours of hosts that show it. */
export const claims: Record<string, string[]> = {
	'signed links and redirects': [
		...[301, 302, 303, 307, 308].map((status) => `redirects with ${status}`),
		'redirects to a relative address',
		'redirects to another host',
		'redirects five times in a row',
		'redirects to a new signed address each time, which works once, and breaks off once in the middle',
	],
	'links that work only once': [
		'works only once, and answers 410 then',
		'works only once, and answers 404 then',
		'works only once, and answers 403 then',
		'works only once, and gives no length for a file of up to 8 MiB',
		'works only once, and has a large file with its header at the end (410 then)',
		'works only once, and has a large file with its header at the end (404 then)',
		'works only once, and has a large file with its header at the end (403 then)',
	],
	'hosts that do not say how large the file is': ['in chunks', 'up to the end of the connection']
		.map((form) => `gives no length (${form})`)
		.flatMap((start) => [
			`${start}, and knows ranges`,
			`${start}, knows no ranges, and has a file of up to 8 MiB`,
			`${start}, knows no ranges, and has a larger file`,
		]),
	'hosts that break off or give a file in pieces': [
		'resets the connection once in the middle',
		'resets the connection after each 2 MB',
		'closes the connection once in the middle',
		'closes the connection after each 2 MB',
		'knows no ranges, and breaks off once in the middle',
		'answers a Range with at most 1 MB, and breaks off what is longer after 2 MB',
		'answers a Range with at most 16 KB, and breaks off what is longer once, after 200 KB',
		'answers 206 with 1 MB, though no Range was asked for',
	],
	'hosts that do not have the file at first': [
		...[404, 403, 500, 503].map((status) => `answers ${status} twice, and has the file then`),
		'accepts no connection at first',
	],
};
