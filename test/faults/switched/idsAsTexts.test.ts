import { runSwitched } from '../switched';

runSwitched('ids as texts');
