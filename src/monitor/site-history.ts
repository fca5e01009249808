/** What people and earlier incidents say about the changes of a site. */
import type { PastFingerprint } from '../core/detect/seen-before.ts';
import { isAftermath } from '../core/timetable.ts';
import { ignoredOn } from '../store/ignored-changes.ts';
import { lastResolved, pastFingerprints } from '../store/incidents.ts';
import type { DeskParts } from './parts.ts';
import { aftermathOf } from './rhythm.ts';

export interface SiteHistory {
  /** Fingerprints that people ignore now. */
  readonly ignored: readonly string[];
  /** Of incidents that ended lately. */
  readonly pastFingerprints: readonly PastFingerprint[];
}

export async function siteHistory(
  { db, config }: Pick<DeskParts, 'db' | 'config'>,
  siteId: number,
  now: number,
): Promise<SiteHistory> {
  const ignored = await ignoredOn(db, siteId, now);
  const resolvedAt = (await lastResolved(db, siteId))?.endedAt ?? null;
  const isRecent = isAftermath(resolvedAt, aftermathOf(config), now);
  return { ignored, pastFingerprints: isRecent ? await pastFingerprints(db, siteId) : [] };
}
