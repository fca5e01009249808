/**
 * Evidence: what a look that was not clean saw, what was kept of it, and what became of the incident. Each row has its
 * digest in a sealed chain, so a changed level, reason or content hash shows, and so does a row missing without a
 * pruning entry. Clean looks with nothing kept are not in it.
 */
import { type Selectable, sql } from 'kysely';
import { evidenceRefs } from '../codecs/value-codecs.ts';
import type { Database, Trx } from '../handle.ts';
import type { EvidenceTable } from '../schema/schema-record.ts';
import { beginning, hashText } from './chain.ts';
import { type EvidenceKind, formsOf } from './evidence-forms.ts';

export type EvidenceRow = Selectable<EvidenceTable>;
type Entry = Pick<EvidenceRow, 'kind' | 'ref' | 'detail' | 'digest'>;

const batch = 500;

/** Whether a look is evidence by itself. */
export function isEvidence(look: { readonly level: string; readonly captureId: number | null }): boolean {
  return look.level === 'suspect' || look.level === 'alarm' || look.captureId !== null;
}

/** Adds rows in their current form to the chain, in the transaction that wrote them. */
export async function chainEvidence(trx: Trx, kind: EvidenceKind, ids: readonly number[], at: number): Promise<void> {
  const forms = await formsOf(trx, kind, ids);
  await append(
    trx,
    [...forms].map(([id, { digest, detail }]) => ({ kind, ref: String(id), digest, detail })),
    at,
  );
}

/** Records that rows are gone, and why: `pruned` by retention, `lost` accepted by a person. */
export async function chainGone(
  trx: Trx,
  gone: 'pruned' | 'lost',
  what: EvidenceKind | 'blob',
  refs: readonly (number | string)[],
  at: number,
): Promise<void> {
  const entries: Entry[] = [];
  for (let from = 0; from < refs.length; from += batch) {
    const detail = evidenceRefs.encode(refs.slice(from, from + batch));
    entries.push({ kind: gone, ref: what, detail, digest: hashText(detail) });
  }
  await append(trx, entries, at);
}

/** Marks where a person accepted the chain as it was. @returns the number of its row */
export async function chainResealed(trx: Trx, at: number): Promise<number> {
  await append(trx, [{ kind: 'resealed', ref: '', detail: null, digest: '' }], at);
  return (await newestOf(trx)).seq;
}

/** Which of these rows are in the chain. */
export async function chainedOf(trx: Trx, kind: EvidenceKind, ids: readonly number[]): Promise<number[]> {
  const refs = ids.map(String);
  const rows = await trx
    .selectFrom('evidence')
    .select('ref')
    .distinct()
    .where('kind', '=', kind)
    .where('ref', 'in', refs)
    .execute();
  return rows.map(({ ref }) => Number(ref));
}

async function append(trx: Trx, entries: readonly Entry[], at: number): Promise<void> {
  if (entries.length === 0) return;
  const newest = await newestOf(trx);
  let previousHash = newest.hash;
  for (const entry of entries) {
    const row = { ...entry, at, previousHash };
    previousHash = evidenceHash(row);
    await trx
      .insertInto('evidence')
      .values({ ...row, hash: previousHash })
      .execute();
  }
  await trx.updateTable('evidence').set({ seal: ownSeal }).where('seq', '>', newest.seq).execute();
}

async function newestOf(trx: Trx): Promise<{ readonly seq: number; readonly hash: string }> {
  const row = await trx
    .selectFrom('evidence')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? { seq: 0, hash: beginning };
}

const ownSeal = sql<string | null>`chain_seal('evidence', seq, hash)`;

/** Rows after a number, with the seals they should have. */
export function readEvidence(db: Database | Trx, after: number, limit: number) {
  return db
    .selectFrom('evidence')
    .selectAll()
    .select(ownSeal.as('ownSeal'))
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export function evidenceHash({
  at,
  detail,
  digest,
  kind,
  previousHash,
  ref,
}: Omit<EvidenceRow, 'seq' | 'hash' | 'seal'>): string {
  return hashText(JSON.stringify({ at, detail, digest, kind, previousHash, ref }));
}
