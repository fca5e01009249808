/** Stores one small picture a day of a healthy page, so that its history can be browsed. */
import type { Content } from '../../core/domain/content.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { latestPictureAt } from '../../store/targets/look-pictures.ts';
import type { MonitorParts } from '../parts.ts';
import { keepThumbnail } from './keep-capture.ts';
import { type Observed, shownCapture } from './look/observed.ts';

const everyMs = 86_400_000;

/** Stored in the blob store; null when none is due or the look made no picture. */
export async function dailyPicture(
  parts: MonitorParts,
  { id }: Pick<TargetRow, 'id'>,
  observed: Observed,
  now: number,
): Promise<Content | null> {
  if (observed.verdict.level !== 'clean' || parts.config.retention.pictures === 0) return null;
  const screenshot = shownCapture(observed)?.rendering?.screenshot?.content ?? null;
  if (screenshot === null) return null;
  const latest = await latestPictureAt(parts.db, id);
  return latest !== null && now - latest < everyMs ? null : keepThumbnail(parts, screenshot);
}
