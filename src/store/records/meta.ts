/** Single values: the daemon's heartbeat and its latest activity. */
import type { Database, Trx } from '../handle.ts';

export type MetaKey =
  | 'heartbeat'
  | 'lastCoverageAt'
  | 'lastWindowNotified'
  | 'lastStandstillAt'
  | 'lastRequestsNotified'
  | 'browserFailingSince'
  | 'reportsSince';

export async function forgetMeta(trx: Trx, key: MetaKey): Promise<void> {
  await trx.deleteFrom('meta').where('key', '=', key).execute();
}

export async function setMeta(db: Database | Trx, key: MetaKey, value: number): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value: String(value) })
    .onConflict((c) => c.column('key').doUpdateSet({ value: String(value) }))
    .execute();
}

export async function getMeta(db: Database | Trx, key: MetaKey): Promise<number | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}
