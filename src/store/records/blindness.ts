/** Whether the monitor is offline, kept across restarts as one value of `meta`. */
import { type Blindness, initialBlindness } from '../../core/blindness.ts';
import { readable } from '../codecs/codec.ts';
import { blindness } from '../codecs/value-codecs.ts';
import type { Database, Trx } from '../handle.ts';

const key = 'blindness';

export async function getBlindness(db: Database | Trx): Promise<Blindness> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return (row && readable(() => blindness.decode(row.value, key))) ?? initialBlindness;
}

export async function setBlindness(trx: Trx, state: Blindness): Promise<void> {
  const value = blindness.encode(state);
  await trx
    .insertInto('meta')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
}
