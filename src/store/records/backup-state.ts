/** State of scheduled backups, kept across restarts as a value of `meta`. */
import type { BackupState } from '../../core/backup/plan.ts';
import { readable } from '../codecs/codec.ts';
import { backupState } from '../codecs/value-codecs.ts';
import type { Database, Trx } from '../handle.ts';

const key = 'backup';

/** Null before the first backup, and when it can't be read. */
export async function getBackupState(db: Database | Trx): Promise<BackupState | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return (row && readable(() => backupState.decode(row.value, key))) ?? null;
}

export async function setBackupState(trx: Trx, state: BackupState): Promise<void> {
  const value = backupState.encode(state);
  await trx
    .insertInto('meta')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
}
