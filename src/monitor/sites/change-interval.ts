/** Changes how often a page is looked at. */

import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { setLookInterval } from '../../store/targets/appointments.ts';
import { getTarget } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import type { ConfigParts, RecordParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

const minuteMs = 60_000;
const shortestMs = minuteMs;
const longestMs = 24 * 60 * minuteMs;

/** @param everyMs null: the configured interval */
export async function changeInterval(
  parts: RecordParts & ConfigParts,
  actor: Actor,
  targetId: string,
  everyMs: number | null,
): Promise<void> {
  if (everyMs !== null && (everyMs < shortestMs || everyMs > longestMs)) {
    throw new VonggacError('bad-input', 'The check interval must be between one minute and one day.', {
      vi: 'Chu kỳ kiểm tra ngắn nhất là một phút, dài nhất là một ngày.',
    });
  }
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const target = await getTarget(trx, targetId);
    if (!target) throw new VonggacError('not-found', `There is no target ${targetId}: see 'vonggac site list'.`);
    await assertMayAtSite(trx, actor, 'manage-sites', target.siteId);
    if (target.role !== 'registered') {
      throw new VonggacError('refused', 'Only a registered page has an interval of its own.', {
        vi: 'Chỉ trang đã đăng ký mới đặt được chu kỳ riêng.',
      });
    }
    // A shorter interval applies at once, a longer one after the next scheduled look.
    const soonest = now + (everyMs ?? parts.config.schedule.every);
    const nextCheckAt = Math.min(target.nextCheckAt, soonest);
    await setLookInterval(trx, targetId, everyMs, nextCheckAt);
    await appendAudit(trx, {
      at: now,
      actor: actor.name,
      act: 'interval-changed',
      subject: `target ${targetId}`,
      detail: { fromMinutes: minutes(target.everyMs), toMinutes: minutes(everyMs) },
    });
  });
}

function minutes(ms: number | null): number | null {
  return ms === null ? null : ms / minuteMs;
}
