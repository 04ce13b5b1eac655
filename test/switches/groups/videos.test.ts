import { playGroup } from '../playGroup';

playGroup('videos');
