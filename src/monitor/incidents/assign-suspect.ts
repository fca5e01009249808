/** Assigns a suspect's review; no mail is sent, since operators watch the queue. */
import type { Actor } from '../../core/people/actor.ts';
import { assignSuspect as storeReviewer } from '../../store/incidents/suspects.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { judgeOf } from './discuss-incident.ts';
import { openSuspect } from './judge-incident.ts';

/** @param assigneeId nobody when null */
export async function assignSuspect(
  parts: RecordParts,
  id: number,
  { actor, assigneeId }: { readonly actor: Actor; readonly assigneeId: number | null },
): Promise<void> {
  await write(parts.db, async (trx) => {
    const { siteId } = await openSuspect(trx, id, actor);
    const assignee = assigneeId === null ? null : await judgeOf(trx, assigneeId, { siteId, assignedTo: null }, actor);
    await storeReviewer(trx, id, assigneeId);
    const detail = { assignee: assignee?.name ?? null };
    await appendAudit(trx, {
      at: parts.clock(),
      actor: actor.name,
      act: 'suspect-assigned',
      subject: `suspect ${id}`,
      detail,
    });
  });
}
