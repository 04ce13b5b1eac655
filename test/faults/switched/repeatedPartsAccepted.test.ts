import { runSwitched } from '../switched';

runSwitched('repeated parts accepted');
