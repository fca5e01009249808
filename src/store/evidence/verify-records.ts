/** Everything the key can verify at one moment: audit log, evidence, baselines, witness. */

import { sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import { walkAudit } from '../records/audit.ts';
import { write } from '../write.ts';
import { baselineFaults } from './baseline-seals.ts';
import { beginning, type Walked } from './chain.ts';
import { createFaults, type Faults } from './faults.ts';
import { keyFaults, witnessFaults } from './seal-faults.ts';
import { type EvidenceReport, verifyEvidence } from './verify-evidence.ts';
import { type FoundWitness, type Heads, readWitness, replaceWitness } from './witness.ts';

export interface RecordsReport {
  readonly audit: Walked;
  readonly evidence: EvidenceReport;
  readonly faults: Faults;
}

/**
 * Reads one snapshot while others go on writing.
 * @param db a dedicated connection, which is blocked meanwhile
 */
export async function verifyRecords(db: Database, dir: string): Promise<RecordsReport> {
  // Read before the chains: later commits are in the chains and not yet in the witness.
  const witness = await readWitness(dir);
  return db.connection().execute(async (connection) => {
    await sql`begin`.execute(connection);
    try {
      return await verifyOpened(connection, dir, witness);
    } finally {
      await sql`rollback`.execute(connection);
    }
  });
}

/** Must be called inside a transaction. */
export async function verifyOpened(db: Database | Trx, dir: string, witness: FoundWitness): Promise<RecordsReport> {
  const faults = createFaults();
  const key = await keyFaults(db, faults);
  const audit = await walkAudit(db, faults);
  key.judge('audit', audit);
  if (audit.rows === 0 && (await isInUse(db)))
    faults.add('audit', null, 'the log is empty although portals or people are registered');
  const evidence = await verifyEvidence(db, faults);
  key.judge('evidence', evidence.walked);
  await baselineFaults(db, faults);
  await witnessFaults(db, dir, witness, faults);
  return { audit, evidence, faults };
}

async function isInUse(db: Database | Trx): Promise<boolean> {
  const site = await db.selectFrom('sites').select('id').limit(1).executeTakeFirst();
  return site !== undefined || (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Makes the witness accept the current rows, whatever it held before. */
export async function renewWitness(db: Database, file: string, dir: string): Promise<void> {
  const heads = await write(db, async (trx) => ({
    audit: await headOf(trx, 'audit'),
    evidence: await headOf(trx, 'evidence'),
  }));
  await replaceWitness(file, dir, heads);
}

async function headOf(trx: Trx, table: keyof Heads): Promise<Heads['audit']> {
  const row = await trx
    .selectFrom(table)
    .select(['seq as rows', 'hash as head', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? { rows: 0, head: beginning, at: 0 };
}
