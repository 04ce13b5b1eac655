import { decodeEntities, textOf } from './html';

export interface FormField {
	name: string;
	value: string;
	type: string;
	checked: boolean;
	disabled: boolean;
	/** The words of the label or button around it. */
	label: string;
}

export interface HtmlForm {
	method: string;
	action: string;
	fields: FormField[];
}

/** The first form of a page with its inputs and buttons; labels are those that wrap their input. */
export function readForm(html: string): HtmlForm | undefined {
	const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(html);
	if (form === null) return undefined;
	const [, head = '', body = ''] = form;
	const attributes = readAttributes(head);
	const fields: FormField[] = [];
	for (const [part] of body.matchAll(
		/<label\b[\s\S]*?<\/label>|<button\b[\s\S]*?<\/button>|<input\b[^>]*>/gi,
	)) {
		const control = /<(input|button)\b([^>]*)>/i.exec(part);
		if (control === null) continue;
		const own = readAttributes(control[2] ?? '');
		fields.push({
			name: own.name ?? '',
			value: own.value ?? '',
			type: control[1]?.toLowerCase() === 'button' ? 'submit' : (own.type ?? 'text'),
			checked: 'checked' in own,
			disabled: 'disabled' in own,
			label: textOf(part),
		});
	}
	return {
		method: (attributes.method ?? 'get').toUpperCase(),
		action: attributes.action ?? '',
		fields,
	};
}

function readAttributes(text: string): Record<string, string> {
	const attributes: Record<string, string> = {};
	for (const [, name = '', , quoted, single, bare] of text.matchAll(
		/([\w-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
	)) {
		attributes[name.toLowerCase()] = decodeEntities(quoted ?? single ?? bare ?? '');
	}
	return attributes;
}
