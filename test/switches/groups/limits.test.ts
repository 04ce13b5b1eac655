import { playGroup } from '../playGroup';

playGroup('limits');
