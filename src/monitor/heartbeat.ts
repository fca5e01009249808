/** The sign of life that `doctor` and `/healthz` read, and by which a clock that was set back is noticed. */
import { broughtForward } from '../core/blindness.ts';
import { getBlindness, setBlindness } from '../store/blindness.ts';
import { bringDueTimesForward } from '../store/due-times.ts';
import { getMeta, setMeta } from '../store/meta.ts';
import type { Parts } from './parts.ts';

/** Time servers correct less than this by running slower; processes of one machine differ by nothing. */
const noticedMs = 60_000;

/**
 * Writes down that the monitor runs. Was the clock set back since the last time (a machine that started with local time
 * in its hardware clock is seven hours ahead until a time server is heard), nothing may wait until it has caught up.
 */
export async function beat({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now = clock();
    const aheadMs = ((await getMeta(trx, 'heartbeat')) ?? now) - now;
    await setMeta(trx, 'heartbeat', now);
    if (aheadMs < noticedMs) return;
    log.warn({ aheadMs }, 'the clock was set back');
    await bringDueTimesForward(trx, now, aheadMs);
    await setBlindness(trx, broughtForward(await getBlindness(trx), now, aheadMs));
    if (((await getMeta(trx, 'lastCoverageAt')) ?? now) > now) await setMeta(trx, 'lastCoverageAt', now);
  });
}
