/** Incidents that are beyond the agency's own means. */
import type { Trx } from '../handle.ts';

/** @returns whether it changed */
export async function setBeyondMeans(
  trx: Trx,
  incidentNumber: number,
  mark: { readonly at: number; readonly actor: string } | null,
): Promise<boolean> {
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
