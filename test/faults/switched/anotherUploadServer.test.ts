import { runSwitched } from '../switched';

runSwitched('another upload server');
