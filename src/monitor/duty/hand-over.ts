/** One officer leaves a note for the next. */
import { VonggacError } from '../../core/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { insertDutyNote } from '../../store/duty-notes.ts';
import type { DeskParts } from '../parts.ts';

export interface HandOver {
  readonly text: string;
  readonly actor: string;
  /** The actor's agency; null: for those who serve every agency. */
  readonly agencyId: number | null;
}

export async function handOver(parts: Pick<DeskParts, 'db' | 'clock'>, note: HandOver): Promise<void> {
  const text = note.text.trim();
  if (text === '') {
    throw new VonggacError('bad-input', 'The note is empty: write what the next officer must know.', {
      vi: 'Ghi chú đang trống: hãy ghi những việc ca sau cần biết.',
    });
  }
  const at = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    const id = await insertDutyNote(trx, { at, author: note.actor, agencyId: note.agencyId, text });
    await appendAudit(trx, { at, actor: note.actor, act: 'duty-handed-over', subject: `duty-note ${id}` });
  });
}
