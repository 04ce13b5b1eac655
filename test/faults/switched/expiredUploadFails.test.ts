import { runSwitched } from '../switched';

runSwitched('expired upload fails');
