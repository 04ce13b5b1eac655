/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { collect } from './findings';
import { pageOf, tell } from './page';

/** Once all journeys were played: the page tells what was found. @throws Error where it does not */
export default function end(): void {
	const findings = collect();
	if (findings) tell(pageOf(findings));
	else process.stdout.write('docs/switches.md is not looked at: not all journeys were played\n');
}
