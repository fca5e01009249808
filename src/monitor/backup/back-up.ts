/** A person makes a backup. It is audited, because a backup contains everything. */
import { basename } from 'node:path';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import type { BackupJob, BackupWatch } from './backup-job.ts';
import { type MadeBackup, makeBackup } from './make-backup.ts';

export async function backUp(
  parts: RecordParts,
  actor: Actor,
  job: BackupJob,
  watch: BackupWatch,
): Promise<MadeBackup> {
  assertMay(actor, 'manage-settings', null);
  const made = await makeBackup(job, watch);
  await recordBackup(parts, actor.name, made);
  return made;
}

export async function recordBackup(
  { db, clock }: RecordParts,
  actor: string,
  { file, hasKeys }: Pick<MadeBackup, 'file' | 'hasKeys'>,
): Promise<void> {
  const entry = { at: clock(), actor, act: 'backup-made', subject: `backup ${basename(file)}` } as const;
  await write(db, (trx) => appendAudit(trx, { ...entry, detail: { keys: hasKeys } }));
}
