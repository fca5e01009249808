/**
 * What people did, append-only. Every row carries the hash of the previous row, so a change, removal or insertion
 * breaks the chain after it; `previousHash` is unique, so the chain can't fork. A seal over number and hash, with a key
 * kept outside the database, reveals a chain that was rewritten as a whole; the witness reveals rows cut off at its
 * end.
 */
import { type Selectable, sql } from 'kysely';
import { auditDetail } from '../codecs/value-codecs.ts';
import { type Accepted, beginning, hashText, type Walked, walkChain } from '../evidence/chain.ts';
import { createFaults, type Fault, type Faults } from '../evidence/faults.ts';
import { keyFaults, witnessFaults } from '../evidence/seal-faults.ts';
import { readWitness } from '../evidence/witness.ts';
import type { Database, Trx } from '../handle.ts';
import type { AuditTable } from '../schema/schema-record.ts';
import type { AuditAct } from './audit-acts.ts';
import type { AuditDetails, AuditSubject } from './audit-details.ts';

/** One act by a person or by the product. `detail` never holds secrets or page content. */
export interface AuditEntry {
  readonly at: number;
  /** The user's name, or `system` or `command line`. */
  readonly actor: string;
  readonly act: AuditAct;
  /** The object: `incident 12`, `site 3`, `user an.nguyen`. */
  readonly subject: AuditSubject;
  readonly detail?: AuditDetails;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly rows: number;
  readonly head: string;
  readonly faults: readonly Fault[];
}

/** Appends one row inside the caller's transaction. @returns its hash */
export async function appendAudit(trx: Trx, entry: AuditEntry): Promise<string> {
  const previousHash = await auditHead(trx);
  const detailJson = auditDetail.encode(sorted(entry.detail ?? {}));
  const { at, actor, act, subject } = entry;
  const row = { at, actor, act, subject, detailJson, previousHash };
  const hash = auditHash(row);
  const { seq } = await trx
    .insertInto('audit')
    .values({ ...row, hash })
    .returning('seq')
    .executeTakeFirstOrThrow();
  await sealAudit(trx, seq - 1);
  return hash;
}

/** Seals the rows after a number. */
async function sealAudit(trx: Trx, after: number): Promise<void> {
  await trx.updateTable('audit').set({ seal: ownSeal }).where('seq', '>', after).execute();
}

/** Hash of the newest row; 64 zeros for an empty log. */
export async function auditHead(db: Database | Trx): Promise<string> {
  const newest = await db.selectFrom('audit').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return newest?.hash ?? beginning;
}

/**
 * Verifies the whole chain: hashes, numbers and seals.
 * @param dir the witness's folder; without it, rows cut off at the end can't be detected
 */
export async function verifyAudit(db: Database, dir: string | null = null): Promise<AuditReport> {
  const faults = createFaults();
  const witness = dir === null ? null : await readWitness(dir);
  const key = await keyFaults(db, faults);
  const walked = await walkAudit(db, faults);
  key.judge('audit', walked);
  if (dir !== null && witness !== null) await witnessFaults(db, dir, witness, faults);
  return { ok: faults.count === 0, rows: walked.rows, head: walked.head, faults: faults.list };
}

export async function walkAudit(db: Database | Trx, faults: Faults): Promise<Walked> {
  const accepted = (await acceptedRows(db))?.audit ?? null;
  const read = (after: number, limit: number) =>
    db
      .selectFrom('audit')
      .selectAll()
      .select(ownSeal.as('ownSeal'))
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute();
  return walkChain('audit', read, auditHash, accepted, faults);
}

/** Rows accepted by the newest reseal. Only a reseal made with the key counts. */
export async function acceptedRows(
  db: Database | Trx,
): Promise<{ readonly audit: Accepted; readonly evidence: Accepted } | null> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .select(ownSeal.as('ownSeal'))
    .where('act', '=', 'audit-resealed')
    .orderBy('seq', 'desc')
    .execute();
  const row = rows.find(
    ({ seal, ownSeal: own, ...rest }) => seal !== null && seal === own && auditHash(rest) === rest.hash,
  );
  if (row === undefined) return null;
  const detail = auditDetail.decode(row.detailJson, row.seq);
  const of = (chain: string, by: number) => ({
    upTo: Number(detail[`${chain}UpTo`]),
    digest: String(detail[`${chain}Digest`]),
    by,
  });
  return { audit: of('audit', row.seq), evidence: of('evidence', Number(detail.evidenceBy)) };
}

const ownSeal = sql<string | null>`chain_seal('audit', seq, hash)`;

type Hashed = Pick<Selectable<AuditTable>, 'at' | 'actor' | 'act' | 'subject' | 'detailJson' | 'previousHash'>;

/** Keys sorted, no white space: the same row always serialises to the same text. */
export function auditHash({ act, actor, at, detailJson, previousHash, subject }: Hashed): string {
  return hashText(JSON.stringify({ act, actor, at, detailJson, previousHash, subject }));
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether such an act was ever recorded. */
export async function hasAct(db: Database | Trx, act: AuditAct): Promise<boolean> {
  return (await db.selectFrom('audit').select('seq').where('act', '=', act).limit(1).executeTakeFirst()) !== undefined;
}

/** Number of such acts since then. */
export async function countActs(db: Database | Trx, act: AuditAct, since: number): Promise<number> {
  const { count } = await db
    .selectFrom('audit')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('act', '=', act)
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}
