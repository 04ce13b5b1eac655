import { runSwitched } from '../switched';

runSwitched('publish id unknown at first');
