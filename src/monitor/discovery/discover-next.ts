/** Claims the next site due and runs one round of discovery there. */
import type { DroppedName } from '../../config/dropped-names.ts';
import { phaseOf } from '../../core/timetable.ts';
import { claimRound, enrolSites, looksUnderWay, releaseRounds, saveRound } from '../../store/targets/discoveries.ts';
import type { MonitorParts } from '../parts.ts';
import { runRound } from './discovery-round.ts';

/** Longer than reading a sitemap of many files on a slow portal takes. */
const leaseMs = 1_800_000;
const dayMs = 86_400_000;
/** Retry delay for a host at its concurrency limit. */
const crowdedMs = 30_000;

/**
 * @param owner no other round may be running under this name
 * @returns whether a round was due
 */
export async function discoverNext(
  parts: MonitorParts,
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
  const end = parts.underWay({ act: 'round', id: String(row.siteId), place: '' });
  try {
    await runRound({ parts, owner, signal, row, names });
    parts.log.info({ siteId: row.siteId, round: row.round, durationMs: parts.clock() - startedAt }, 'discovery round');
  } finally {
    end();
    // A failed or interrupted round is repeated at its usual time: its results are recorded step by step.
    const jitter = 0.9 + 0.2 * phaseOf(`site ${row.siteId}`, row.round);
    const nextRoundAt = signal.aborted ? row.nextRoundAt : parts.clock() + Math.round(everyMs * jitter);
    await saveRound(parts.db, row.siteId, owner, { nextRoundAt, round: row.round + 1 });
    await releaseRounds(parts.db, owner);
  }
  return true;
}
