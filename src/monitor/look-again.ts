/** "Look again now": the daemon's next look at these targets is due at once, and is a browser's. */
import { VonggacError } from '../core/errors.ts';
import { appendAudit } from '../store/audit.ts';
import { getSite } from '../store/registry.ts';
import { getTarget, makeDue } from '../store/targets.ts';
import type { DeskParts } from './parts.ts';

export async function lookAgain(
  parts: Pick<DeskParts, 'db' | 'clock'>,
  targetIds: readonly string[],
  actor: string,
): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    for (const id of targetIds) {
      const target = await getTarget(trx, id);
      if (!target) throw new VonggacError('not-found', `There is no target ${id}: see 'vonggac site list'.`);
      const site = await getSite(trx, target.siteId);
      if (site?.status !== 'active') {
        throw new VonggacError('refused', `Site ${target.siteId} is not being watched: resume it first.`, {
          vi: 'Cổng này đang tạm dừng theo dõi: hãy tiếp tục theo dõi trước.',
        });
      }
      await makeDue(trx, target, now);
      await appendAudit(trx, { at: now, actor, act: 'look-asked', subject: `target ${id}` });
    }
  });
}
