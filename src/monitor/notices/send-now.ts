/** Retries everything that could not be sent, now. */
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { retryNow } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getOutage, setOutage } from '../../store/records/channel-outages.ts';
import { write } from '../../store/write.ts';
import type { MonitorParts } from '../parts.ts';

export async function sendPendingNow(
  parts: Pick<MonitorParts, 'clock' | 'db' | 'channels'>,
  actor: Actor,
): Promise<void> {
  assertMay(actor, 'judge', null);
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    for (const channel of Object.keys(parts.channels)) {
      const outage = await getOutage(trx, channel);
      if (outage) await setOutage(trx, channel, { ...outage, probeAt: now });
      await retryNow(trx, channel, now);
    }
    await appendAudit(trx, { at: now, actor: actor.name, act: 'mail-retried', subject: 'mail' });
  });
}
