import { playGroup } from '../playGroup';

playGroup('webhooks');
