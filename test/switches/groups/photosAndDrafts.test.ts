import { playGroup } from '../playGroup';

playGroup('photosAndDrafts');
