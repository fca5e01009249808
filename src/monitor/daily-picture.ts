/** A small picture once a day of a page that is well, so that its history can be leafed through. */
import type { Content } from '../core/model.ts';
import { latestPictureAt } from '../store/look-pictures.ts';
import type { TargetRow } from '../store/schema.ts';
import { keepThumbnail } from './keep-capture.ts';
import { type Observed, shownCapture } from './observe.ts';
import type { Parts } from './parts.ts';

const everyMs = 86_400_000;

/** Put into the blob store; null when none is due, or the look made no picture. */
export async function dailyPicture(
  parts: Parts,
  { id, role }: TargetRow,
  observed: Observed,
  now: number,
): Promise<Content | null> {
  if (role !== 'registered' || observed.verdict.level !== 'clean' || parts.config.retention.pictures === 0) return null;
  const screenshot = shownCapture(observed)?.rendering?.screenshot?.content ?? null;
  if (screenshot === null) return null;
  const latest = await latestPictureAt(parts.db, id);
  return latest !== null && now - latest < everyMs ? null : keepThumbnail(parts, screenshot);
}
