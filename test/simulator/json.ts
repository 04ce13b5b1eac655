/**
 * JSON with bigints as plain numbers. TikTok's 19-digit ids arrive unquoted, which `JSON.stringify` cannot write.
 */
export function writeJson(value: unknown): string {
	if (typeof value === 'bigint') return value.toString();
	if (Array.isArray(value)) return `[${value.map((entry) => writeJson(entry)).join(',')}]`;
	if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value).filter(([, member]) => member !== undefined);
		return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${writeJson(member)}`).join(',')}}`;
	}
	return JSON.stringify(value) ?? 'null';
}
