import { test } from '@jest/globals';

import { expectAllSections } from '../page';

test('the page has a section for each switched rule', () => expectAllSections());
