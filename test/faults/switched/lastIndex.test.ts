import { runSwitched } from '../switched';

runSwitched('last index');
