/** "Look again now": makes the daemon's next look at these targets due at once, with a browser. */

import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite } from '../../store/registry/registry.ts';
import { getTarget, makeDue } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

export async function lookAgain(parts: RecordParts, actor: Actor, targetIds: readonly string[]): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    for (const id of targetIds) {
      const target = await getTarget(trx, id);
      if (!target) throw new VonggacError('not-found', `There is no target ${id}: see 'vonggac site list'.`);
      await assertMayAtSite(trx, actor, 'judge', target.siteId);
      const site = await getSite(trx, target.siteId);
      if (site?.status !== 'active') {
        throw new VonggacError('refused', `Site ${target.siteId} is not being monitored: resume it first.`, {
          vi: 'Cổng này đang tạm dừng theo dõi: hãy tiếp tục theo dõi trước.',
        });
      }
      await makeDue(trx, target, now);
      await appendAudit(trx, { at: now, actor: actor.name, act: 'look-asked', subject: `target ${id}` });
    }
  });
}
