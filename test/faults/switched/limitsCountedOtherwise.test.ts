import { runSwitched } from '../switched';

runSwitched('limits counted otherwise');
