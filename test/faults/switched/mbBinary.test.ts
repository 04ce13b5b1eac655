import { runSwitched } from '../switched';

runSwitched('MB binary');
