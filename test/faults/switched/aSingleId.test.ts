import { runSwitched } from '../switched';

runSwitched('a single id');
