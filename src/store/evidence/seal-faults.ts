/** Faults of the key and of the witness. */
import { sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import { rowsText, type Walked } from './chain.ts';
import type { Faults } from './faults.ts';
import type { KeyState } from './seal-key.ts';
import { type ChainHead, type FoundWitness, type Heads, witnessFile } from './witness.ts';

const troubles: Readonly<Record<Exclude<KeyState, 'there'>, string>> = {
  missing: 'the key audit-key is missing from the data folder',
  damaged: 'the key audit-key is damaged',
  unreadable: 'the key audit-key cannot be read by this user',
};

/** Adds faults of the key; `judge` decides whether a walked chain was sealed with this key. */
export async function keyFaults(
  db: Database | Trx,
  faults: Faults,
): Promise<{ judge(about: 'audit' | 'evidence', walked: Walked): void }> {
  const { rows } = await sql<{ state: KeyState }>`select chain_key_state() as state`.execute(db);
  const state = rows[0]?.state ?? 'missing';
  if (state !== 'there')
    faults.add(
      'key',
      null,
      `${troubles[state]}: no seal can be compared; restore it from a backup, or see 'audit reseal'`,
    );
  return {
    judge(about, { sealable, sealed }) {
      if (sealable > 0 && sealed === 0)
        faults.add(
          'key',
          null,
          `none of the ${sealable} seals of the ${about} chain is by the key audit-key: restore the right key from a backup, or the chain was forged`,
        );
    },
  };
}

/** Adds what the witness knows and the chains lack. `witness` is read before the chains, so it may be behind them. */
export async function witnessFaults(
  db: Database | Trx,
  dir: string,
  witness: FoundWitness,
  faults: Faults,
): Promise<void> {
  if (witness.state === 'absent')
    return faults.add(
      'witness',
      null,
      `${witnessFile(dir)} is missing: it shows whether rows were cut off; restore it from a backup`,
    );
  if (witness.state !== 'good')
    return faults.add(
      'witness',
      null,
      `${witnessFile(dir)} was changed, sealed with a key other than audit-key, or cannot be read`,
    );
  for (const about of ['audit', 'evidence'] as const) await compare(db, about, witness.heads, faults);
}

async function compare(db: Database | Trx, about: keyof Heads, heads: Heads, faults: Faults): Promise<void> {
  const { rows, head, at }: ChainHead = heads[about];
  if (rows === 0) return;
  const row = await db.selectFrom(about).select('hash').where('seq', '=', rows).executeTakeFirst();
  if (row?.hash === head) return;
  const newest = await db.selectFrom(about).select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const last = newest?.seq ?? 0;
  const when = new Date(at).toISOString();
  if (last < rows)
    faults.add(
      about,
      last + 1,
      `${rowsText(last + 1, rows)} missing, the last of ${when}: they were deleted, or an older database was put in place`,
    );
  else
    faults.add(
      about,
      rows,
      `row ${rows} is not the one of ${when} that was known: an older database was put in place and written on, or the rows were rewritten`,
    );
}
