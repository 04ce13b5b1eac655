import { ParameterIssue } from '../../shared/errors/failures';

/**
 * @param parameter the parameter's label
 * @returns the address, trimmed
 * @throws ParameterIssue when it is no complete https address (reference T§7.3)
 */
export function readHttpsUrl(parameter: string, value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') {
		throw new ParameterIssue(parameter, `‘${parameter}’ is empty`, 'Enter an address that begins with https://.');
	}
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol === 'https:') return text;
	throw new ParameterIssue(
		parameter,
		url?.protocol === 'http:'
			? `‘${parameter}’ begins with http://, and TikTok pulls files only over https`
			: `‘${parameter}’ is no complete web address: ‘${text.slice(0, 80)}’`,
		'Enter an address that begins with https://, such as https://media.example.com/clip.mp4.',
	);
}
