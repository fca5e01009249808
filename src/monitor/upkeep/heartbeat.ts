/** The sign of life that `doctor` and `/healthz` read; it also detects a clock that was set back. */

import { broughtForward } from '../../core/blindness.ts';
import { getBlindness, setBlindness } from '../../store/records/blindness.ts';
import { getMeta, setMeta } from '../../store/records/meta.ts';
import { bringDueTimesForward } from '../../store/targets/due-times.ts';
import { write } from '../../store/write.ts';
import type { MonitorParts } from '../parts.ts';

/** Time servers correct smaller offsets by slewing; processes of one machine share a clock. */
const noticedMs = 60_000;

/**
 * Records that the monitor runs. If the clock was set back since the last time (a machine with local time in its
 * hardware clock starts seven hours ahead until it reaches a time server), due times are brought forward, so that
 * nothing waits for the clock to catch up.
 */
export async function beat({ db, clock, log }: Pick<MonitorParts, 'db' | 'clock' | 'log'>): Promise<void> {
  await write(db, async (trx) => {
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
