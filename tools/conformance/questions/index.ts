import type { Question } from '../question';
import { envelopeQuestions } from './envelope';
import { loginQuestions } from './login';
import { postQuestions } from './posts';
import { tokenQuestions } from './tokens';
import { uploadQuestions } from './uploads';
import { videoQuestions } from './videos';

export { cannot } from './cannot';

/** Every question. A rule may have several: the first that decides it counts. */
export const questions: readonly Question[] = [
	...tokenQuestions,
	...loginQuestions,
	...envelopeQuestions,
	...postQuestions,
	...uploadQuestions,
	...videoQuestions,
];
