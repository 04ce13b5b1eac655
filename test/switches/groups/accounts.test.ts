import { playGroup } from '../playGroup';

playGroup('accounts');
