/** One officer leaves a note for the next. */

import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { insertDutyNote } from '../../store/incidents/duty-notes.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';

/** For the actor's agency, or for those who serve every agency. */
export async function handOver(parts: RecordParts, actor: Actor, note: string): Promise<void> {
  const { agencyId } = actor.scope;
  assertMay(actor, 'judge', agencyId);
  const text = note.trim();
  if (text === '') {
    throw new VonggacError('bad-input', 'The note is empty: write what the next officer needs to know.', {
      vi: 'Ghi chú đang trống: hãy ghi những việc ca sau cần biết.',
    });
  }
  const at = parts.clock();
  await write(parts.db, async (trx) => {
    const id = await insertDutyNote(trx, { at, author: actor.name, agencyId, text });
    await appendAudit(trx, { at, actor: actor.name, act: 'duty-handed-over', subject: `duty-note ${id}` });
  });
}
