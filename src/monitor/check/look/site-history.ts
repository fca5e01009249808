/** What people and earlier incidents say about a site's changes. */
import type { PastFingerprint } from '../../../core/detect/page/seen-before.ts';
import { isAftermath } from '../../../core/timetable.ts';
import { ignoredOn } from '../../../store/incidents/ignored-changes.ts';
import { lastResolved, pastFingerprints } from '../../../store/incidents/incidents.ts';
import type { OperatorParts } from '../../parts.ts';
import { aftermathOf } from '../rhythm.ts';

export interface SiteHistory {
  /** Fingerprints that people currently ignore. */
  readonly ignored: readonly string[];
  /** From recently ended incidents. */
  readonly pastFingerprints: readonly PastFingerprint[];
}

export async function siteHistory(
  { db, config }: Pick<OperatorParts, 'db' | 'config'>,
  siteId: number,
  now: number,
): Promise<SiteHistory> {
  const ignored = await ignoredOn(db, siteId, now);
  const resolvedAt = (await lastResolved(db, siteId))?.endedAt ?? null;
  const isRecent = isAftermath(resolvedAt, aftermathOf(config), now);
  return { ignored, pastFingerprints: isRecent ? await pastFingerprints(db, siteId) : [] };
}
