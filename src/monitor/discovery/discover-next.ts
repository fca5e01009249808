/** Claims the site whose turn it is and runs one round of discovery there. */
import type { DroppedName } from '../../config/dropped-names.ts';
import { phaseOf } from '../../core/timetable.ts';
import { claimRound, enrolSites, looksUnderWay, releaseRounds, saveRound } from '../../store/discoveries.ts';
import type { Parts } from '../parts.ts';
import { runRound } from './discovery-round.ts';

/** Over the time that a sitemap of many files on a slow portal takes. */
const leaseMs = 1_800_000;
const dayMs = 86_400_000;
/** A host that is being looked at as much as it may be is asked again this much later. */
const crowdedMs = 30_000;

/**
 * @param owner no other round may be under way in this name
 * @returns whether a round was due
 */
export async function discoverNext(
  parts: Parts,
  owner: string,
  names: readonly DroppedName[],
  signal: AbortSignal,
): Promise<boolean> {
  const everyMs = dayMs / parts.config.discovery.pagesPerDay;
  const now = parts.clock();
  await enrolSites(parts.db, (siteId) => now + Math.round(everyMs * phaseOf(`site ${siteId}`, 0)));
  const row = await claimRound(parts.db, { owner, now, leaseMs });
  if (!row) return false;
  const startedAt = parts.clock();
  if ((await looksUnderWay(parts.db, row.siteId, now)) >= parts.config.capture.concurrency.perHost) {
    await saveRound(parts.db, row.siteId, owner, { nextRoundAt: now + crowdedMs });
    await releaseRounds(parts.db, owner);
    return true;
  }
  try {
    await runRound({ parts, owner, signal, row, names });
    parts.log.info({ siteId: row.siteId, round: row.round, durationMs: parts.clock() - startedAt }, 'discovery round');
  } finally {
    // A round that failed or was cut off comes again in its time: what it did is recorded part by part.
    const jitter = 0.9 + 0.2 * phaseOf(`site ${row.siteId}`, row.round);
    const nextRoundAt = signal.aborted ? row.nextRoundAt : parts.clock() + Math.round(everyMs * jitter);
    await saveRound(parts.db, row.siteId, owner, { nextRoundAt, round: row.round + 1 });
    await releaseRounds(parts.db, owner);
  }
  return true;
}
