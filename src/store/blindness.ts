/** Whether we see anything at all, over restarts: one value of `meta`. */
import { type Blindness, initialBlindness } from '../core/blindness.ts';
import type { Database, Trx } from './database.ts';

const key = 'blindness';

export async function getBlindness(db: Database | Trx): Promise<Blindness> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row === undefined ? initialBlindness : (JSON.parse(row.value) as Blindness);
}

export async function setBlindness(trx: Trx, state: Blindness): Promise<void> {
  const value = JSON.stringify(state);
  await trx
    .insertInto('meta')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
}
