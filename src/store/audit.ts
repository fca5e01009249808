/**
 * What people did, append only. Every row carries the hash of the row before it, so a change, a removal or an insertion
 * anywhere breaks the chain behind it; `previousHash` is unique, so the chain can't fork. A chain that was rewritten as
 * a whole is caught by its head, which leaves the machine in the daily mail.
 */
import { createHash } from 'node:crypto';
import type { AuditAct } from './audit-acts.ts';
import type { Database, Trx } from './database.ts';

/** One act of a person or of the product. `detail` never holds secrets or page content. */
export interface AuditEntry {
  readonly at: number;
  /** The user's name, or `system` or `command line`. */
  readonly actor: string;
  readonly act: AuditAct;
  /** To what: `incident 12`, `site 3`, `user an.nguyen`. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

export type AuditReport =
  | { readonly ok: true; readonly rows: number; readonly head: string }
  /** `seq` is the first row that does not follow from the one before it. */
  | { readonly ok: false; readonly rows: number; readonly seq: number };

/** The hash before the first row. */
const beginning = '0'.repeat(64);
const pageRows = 1_000;

/** Appends one row inside the caller's transaction and returns its hash. */
export async function appendAudit(trx: Trx, entry: AuditEntry): Promise<string> {
  const previousHash = await auditHead(trx);
  const detailJson = JSON.stringify(sorted(entry.detail ?? {}));
  const { at, actor, act, subject } = entry;
  const row = { at, actor, act, subject, detailJson, previousHash };
  const hash = hashOf(row);
  await trx
    .insertInto('audit')
    .values({ ...row, hash })
    .execute();
  return hash;
}

/** Hash of the newest row; 64 zeros while there is none. */
export async function auditHead(db: Database | Trx): Promise<string> {
  const newest = await db.selectFrom('audit').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return newest?.hash ?? beginning;
}

/** Walks the whole chain from its beginning. */
export async function verifyAudit(db: Database): Promise<AuditReport> {
  let head = beginning;
  let seq = 0;
  let rows = 0;
  while (true) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(pageRows)
      .execute();
    for (const row of page) {
      if (row.previousHash !== head || hashOf(row) !== row.hash) return { ok: false, rows, seq: row.seq };
      head = row.hash;
      seq = row.seq;
      rows += 1;
    }
    if (page.length < pageRows) return { ok: true, rows, head };
  }
}

interface Hashed {
  readonly at: number;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly detailJson: string;
  readonly previousHash: string;
}

/** Keys in alphabetical order, no white space: the same row always gives the same text. */
function hashOf({ act, actor, at, detailJson, previousHash, subject }: Hashed): string {
  const text = JSON.stringify({ act, actor, at, detailJson, previousHash, subject });
  return createHash('sha256').update(text).digest('hex');
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
