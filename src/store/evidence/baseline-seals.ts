/**
 * Changing a baseline could hide an attack, so each revision's content is sealed. Baselines change with many clean
 * looks, so they are in no chain, and a restored older revision is not detected.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { BaselineTable } from '../schema/schema-looks.ts';
import type { Faults } from './faults.ts';

type Revision = Pick<BaselineTable, 'targetId' | 'profile' | 'version' | 'revision'>;

/** This connection's seal, as SQL. */
export function sealOfBaseline({ targetId, profile, version, revision }: Revision, content: Uint8Array) {
  const hash = createHash('sha256').update(content).digest('hex');
  return sql<string | null>`chain_seal('baseline', ${`${targetId} ${profile} ${version} ${revision}`}, ${hash})`;
}

/** Seals baselines as they are, because a person accepted them. */
export async function sealBaselines(trx: Trx): Promise<void> {
  for await (const row of baselines(trx)) {
    await trx
      .updateTable('baselines')
      .set({ seal: sealOfBaseline(row, row.content) })
      .where('targetId', '=', row.targetId)
      .where('profile', '=', row.profile)
      .where('version', '=', row.version)
      .execute();
  }
}

/** Adds baselines that the product did not write. */
export async function baselineFaults(db: Database | Trx, faults: Faults): Promise<void> {
  for await (const row of baselines(db)) {
    const { rows } = await sql<{ own: string | null }>`select ${sealOfBaseline(row, row.content)} as own`.execute(db);
    const own = rows[0]?.own ?? null;
    if (own === null || own === row.seal) continue;
    const what = `version ${row.version} of what is learned of ${row.targetId} (${row.profile})`;
    faults.add('baseline', null, `${what} was changed: learn it anew with 'vonggac baseline learn ${row.targetId}'`);
  }
}

/** One at a time: together they may exceed memory. */
async function* baselines(db: Database | Trx) {
  const keys = await db.selectFrom('baselines').select(['targetId', 'profile', 'version']).execute();
  for (const { targetId, profile, version } of keys) {
    const row = await db
      .selectFrom('baselines')
      .select(['targetId', 'profile', 'version', 'revision', 'content', 'seal'])
      .where('targetId', '=', targetId)
      .where('profile', '=', profile)
      .where('version', '=', version)
      .executeTakeFirst();
    // A tampered value may be anything.
    if (row)
      yield { ...row, content: Buffer.from(row.content instanceof Uint8Array ? row.content : String(row.content)) };
  }
}
