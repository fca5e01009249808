/** The part of both chains that proves when an incident's records were written, row by row. */
import { sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { EvidenceRow } from './evidence.ts';
import { type EvidenceKind, formsOf } from './evidence-forms.ts';

const page = 1_000;
/** About 60 MB of text. */
const maxRows = 200_000;

/** A row of the audit log; unrelated rows are reduced to what the chain needs. */
export interface AuditLink {
  readonly seq: number;
  readonly at?: number;
  readonly actor?: string;
  readonly act?: string;
  readonly subject?: string;
  readonly detailJson?: string;
  readonly previousHash: string;
  readonly hash: string;
  readonly seal: string | null;
}

/** `apart`: a single row before the contiguous part. */
export type EvidenceLink = EvidenceRow & { readonly apart?: true };

/** Numbers of the newest rows; 0 without any. */
export interface ChainLengths {
  readonly audit: number;
  readonly evidence: number;
}

export async function chainLengths(db: Database | Trx): Promise<ChainLengths> {
  const length = async (chain: 'audit' | 'evidence') => {
    const newest = await db
      .selectFrom(chain)
      .select((eb) => eb.fn.max('seq').as('seq'))
      .executeTakeFirst();
    return Number(newest?.seq ?? 0);
  };
  return { audit: await length('audit'), evidence: await length('evidence') };
}

export interface ExtractSpan {
  /** Time of the first row. */
  readonly since: number;
  /** Number of the last row. */
  readonly until: number;
}

/** All rows since then, at least the last one. */
export async function* auditLinks(
  db: Database,
  { number, siteId }: { readonly number: number; readonly siteId: number },
  { since, until }: ExtractSpan,
): AsyncGenerator<AuditLink> {
  const subjects = [`incident ${number}`, `site ${siteId}`];
  const isAbout = (subject: string) => subjects.includes(subject) || subject.startsWith(`target ${siteId}.`);
  const first = await db
    .selectFrom('audit')
    .select((eb) => eb.fn.min('seq').as('seq'))
    .where('at', '>=', since)
    .executeTakeFirst();
  const from = Math.min(Number(first?.seq ?? until), until);
  const rows = db.selectFrom('audit').selectAll().where('seq', '<=', until).orderBy('seq').limit(page);
  for await (const row of inPages(from, (after) => rows.where('seq', '>', after).execute())) {
    const { seq, previousHash, hash, seal } = row;
    yield isAbout(row.subject) ? row : { seq, previousHash, hash, seal };
  }
}

/** At most `maxRows` and a page of a chain, from this row on; never more than a page in memory. */
async function* inPages<Row extends { readonly seq: number }>(
  from: number,
  pageAfter: (seq: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let after = from - 1; after < from + maxRows; ) {
    const rows = await pageAfter(after);
    yield* rows;
    if (rows.length < page) return;
    after = rows.at(-1)?.seq ?? after;
  }
}

export type EvidenceRefs = Readonly<Record<EvidenceKind, readonly number[]>>;

/** The rows of these records before the incident one by one, then every row from its beginning to the last. */
export async function* evidenceLinks(
  db: Database,
  refs: EvidenceRefs,
  { since, until }: ExtractSpan,
): AsyncGenerator<EvidenceLink> {
  const first = await db
    .selectFrom('evidence')
    .select((eb) => eb.fn.min('seq').as('seq'))
    .where('at', '>=', since)
    .executeTakeFirst();
  const from = Number(first?.seq ?? 1);
  const pairs = Object.entries(refs).flatMap(([kind, ids]) => ids.map((id) => ({ kind, ref: String(id) })));
  const { rows: apart } = await sql<EvidenceRow>`
    select evidence.* from evidence join json_each(${JSON.stringify(pairs)}) as wanted
      on evidence.kind = wanted.value ->> 'kind' and evidence.ref = wanted.value ->> 'ref'
    where evidence.seq < ${from} order by evidence.seq`.execute(db);
  for (const row of apart) yield { ...row, apart: true };
  const rows = db.selectFrom('evidence').selectAll().where('seq', '<=', until).orderBy('seq').limit(page);
  yield* inPages(from, (after) => rows.where('seq', '>', after).execute());
}

export interface EvidenceRecord {
  readonly kind: EvidenceKind;
  readonly ref: string;
  readonly text: string;
}

/** The records themselves, in the form that their digests cover. */
export async function evidenceRecords(db: Database | Trx, refs: EvidenceRefs): Promise<EvidenceRecord[]> {
  const records: EvidenceRecord[] = [];
  for (const [kind, ids] of Object.entries(refs) as [EvidenceKind, readonly number[]][]) {
    for (const id of ids) {
      const form = (await formsOf(db, kind, [id])).get(id);
      if (form !== undefined) records.push({ kind, ref: String(id), text: form.text });
    }
  }
  return records;
}
