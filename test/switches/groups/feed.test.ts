import { playGroup } from '../playGroup';

playGroup('feed');
