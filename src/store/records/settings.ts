/** Settings changed in the dashboard, in the form of the configuration file. */

import { readable } from '../codecs/codec.ts';
import { settingValue } from '../codecs/value-codecs.ts';
import type { Database, Trx } from '../handle.ts';

export interface StoredSetting {
  readonly value: unknown;
  readonly changedAt: number;
  readonly changedBy: string;
}

export async function readSettings(db: Database | Trx): Promise<Map<string, StoredSetting>> {
  const rows = await db.selectFrom('settings').selectAll().execute();
  return new Map(
    rows.map(({ key, valueJson, changedAt, changedBy }) => [
      key,
      { value: readable(() => settingValue.decode(valueJson, key)), changedAt, changedBy },
    ]),
  );
}

/** Differs after every change, by whichever process. */
export async function settingsVersion(db: Database): Promise<string> {
  const rows = await db.selectFrom('settings').select(['key', 'changedAt']).orderBy('key').execute();
  return rows.map(({ key, changedAt }) => `${key}@${changedAt}`).join(' ');
}

export async function saveSetting(trx: Trx, key: string, { value, ...change }: StoredSetting): Promise<void> {
  const row = { ...change, valueJson: settingValue.encode(value) };
  await trx
    .insertInto('settings')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}

export async function deleteSetting(trx: Trx, key: string): Promise<void> {
  await trx.deleteFrom('settings').where('key', '=', key).execute();
}
