/** How often a page is looked at. */
import { VonggacError } from '../core/errors.ts';
import { appendAudit } from '../store/audit.ts';
import { getTarget } from '../store/targets.ts';
import type { DeskParts } from './parts.ts';

const minuteMs = 60_000;
const shortestMs = minuteMs;
const longestMs = 24 * 60 * minuteMs;

/** @param everyMs null: the configured interval */
export async function changeInterval(
  parts: Pick<DeskParts, 'db' | 'clock' | 'config'>,
  targetId: string,
  everyMs: number | null,
  actor: string,
): Promise<void> {
  if (everyMs !== null && (everyMs < shortestMs || everyMs > longestMs)) {
    throw new VonggacError('bad-input', 'A page is looked at every minute at most, and once a day at least.', {
      vi: 'Chu kỳ kiểm tra ngắn nhất là một phút, dài nhất là một ngày.',
    });
  }
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const target = await getTarget(trx, targetId);
    if (!target) throw new VonggacError('not-found', `There is no target ${targetId}: see 'vonggac site list'.`);
    if (target.role !== 'registered') {
      throw new VonggacError('refused', 'Only a registered page has an interval of its own.', {
        vi: 'Chỉ trang đã đăng ký mới đặt được chu kỳ riêng.',
      });
    }
    // A shorter interval holds at once; a longer one from the look that is due already.
    const soonest = now + (everyMs ?? parts.config.schedule.every);
    const nextCheckAt = Math.min(target.nextCheckAt, soonest);
    await trx.updateTable('targets').set({ everyMs, nextCheckAt }).where('id', '=', targetId).execute();
    await appendAudit(trx, {
      at: now,
      actor,
      act: 'interval-changed',
      subject: `target ${targetId}`,
      detail: { fromMinutes: minutes(target.everyMs), toMinutes: minutes(everyMs) },
    });
  });
}

function minutes(ms: number | null): number | null {
  return ms === null ? null : ms / minuteMs;
}
