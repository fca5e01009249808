/** A capture's metadata without contents, parsed from its row. */
import { captureMeta as codec } from '../store/codecs/capture-codecs.ts';
import type { CaptureRow } from '../store/reads/evidence.ts';

export type { CaptureMeta } from '../store/codecs/capture-codecs.ts';

export const captureMeta = (row: CaptureRow) => codec.decode(row.metaJson, row.id);
