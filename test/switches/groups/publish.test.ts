import { playGroup } from '../playGroup';

playGroup('publish');
