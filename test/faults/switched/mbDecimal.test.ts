import { runSwitched } from '../switched';

runSwitched('MB decimal');
