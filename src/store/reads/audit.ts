/** The audit log for reading: newest first, filtered, paged. */
import { type Selectable, sql } from 'kysely';
import type { Database } from '../handle.ts';
import type { AuditTable } from '../schema/schema.ts';

export type AuditRow = Selectable<AuditTable>;

export interface AuditFilter {
  /** Full name; empty for everybody. */
  readonly actor: string;
  readonly act: string;
  /** Prefix of the subject: `site 3`, `user`. */
  readonly subject: string;
  readonly offset: number;
  readonly limit: number;
}

export async function readAudit(
  db: Database,
  filter: AuditFilter,
): Promise<{ readonly rows: readonly AuditRow[]; readonly found: number }> {
  let base = db.selectFrom('audit');
  if (filter.actor !== '') base = base.where('actor', '=', filter.actor);
  if (filter.act !== '') base = base.where('act', '=', filter.act);
  if (filter.subject !== '') {
    const { subject } = filter;
    // Whole words only: `site 1` must not match `site 12`.
    base = base.where(
      sql<boolean>`(subject = ${subject} or substr(subject, 1, ${subject.length + 1}) = ${`${subject} `})`,
    );
  }
  const { found } = await base.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const rows = await base.selectAll().orderBy('seq', 'desc').limit(filter.limit).offset(filter.offset).execute();
  return { rows, found };
}

/** Every kind of act on record, for the filter. */
export async function auditActs(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('audit').select('act').distinct().orderBy('act').execute();
  return rows.map((row) => row.act);
}
