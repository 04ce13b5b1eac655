import { videoFields, type Video } from '../../../shared/api/schemas/video';
import { simplifyVideo } from '../../../shared/api/simplifyVideo';
import type { RecordFields } from '../output';

export const videoRecord: RecordFields = {
	id: 'id',
	all: [...videoFields, 'created_at'],
	simplified: (raw) => simplifyVideo(raw as Video),
};
