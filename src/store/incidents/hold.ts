/** Legal hold: evidence of the incident is kept, however old. Not written by `saveIncident`, so looks leave it unchanged. */
import { chainEvidence } from '../evidence/evidence.ts';
import type { Database, Trx } from '../handle.ts';

export interface IncidentHold {
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** Null while it is not held. */
export async function holdOf(db: Database | Trx, number: number): Promise<IncidentHold | null> {
  const row = await db
    .selectFrom('incidents')
    .select(['heldAt as at', 'heldBy as by', 'heldReason as reason'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row || row.at === null) return null;
  return { at: row.at, by: row.by ?? '', reason: row.reason ?? '' };
}

/** @returns false when it was already held */
export async function setHold(trx: Trx, number: number, { at, by, reason }: IncidentHold): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('incidents')
    .set({ heldAt: at, heldBy: by, heldReason: reason })
    .where('number', '=', number)
    .where('heldAt', 'is', null)
    .executeTakeFirstOrThrow();
  await chainEvidence(trx, 'incident', [number], at);
  return numUpdatedRows > 0n;
}

/** @returns false when it was not held */
export async function endHold(trx: Trx, number: number, at: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('incidents')
    .set({ heldAt: null, heldBy: null, heldReason: null })
    .where('number', '=', number)
    .where('heldAt', 'is not', null)
    .executeTakeFirstOrThrow();
  await chainEvidence(trx, 'incident', [number], at);
  return numUpdatedRows > 0n;
}
