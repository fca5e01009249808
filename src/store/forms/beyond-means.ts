/** Incidents that are beyond the agency's own means. */
import type { Database, Trx } from '../handle.ts';

export interface BeyondMeans {
  readonly at: number;
  readonly actor: string;
}

export async function beyondMeansOf(db: Database, incidentNumber: number): Promise<BeyondMeans | null> {
  const row = await db
    .selectFrom('beyondMeans')
    .select(['at', 'actor'])
    .where('incidentNumber', '=', incidentNumber)
    .executeTakeFirst();
  return row ?? null;
}

/** @returns whether it changed */
export async function setBeyondMeans(trx: Trx, incidentNumber: number, mark: BeyondMeans | null): Promise<boolean> {
  if (mark === null) {
    const gone = await trx.deleteFrom('beyondMeans').where('incidentNumber', '=', incidentNumber).executeTakeFirst();
    return gone.numDeletedRows > 0n;
  }
  const added = await trx
    .insertInto('beyondMeans')
    .values({ incidentNumber, ...mark })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
