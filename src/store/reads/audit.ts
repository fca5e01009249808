/** The audit log for reading: newest first, filtered, paged. */
import { type Selectable, sql } from 'kysely';
import { readable } from '../codecs/codec.ts';
import { type AuditDetail, auditDetail } from '../codecs/value-codecs.ts';
import type { Database } from '../handle.ts';
import type { AuditTable } from '../schema/schema-record.ts';
import { isPartOf } from './part-of.ts';

export interface AuditRow extends Omit<Selectable<AuditTable>, 'detailJson'> {
  /** Null: the stored text can't be read. */
  readonly detail: AuditDetail | null;
}

export interface AuditFilter {
  /** Full name; empty for everybody. */
  readonly actor: string;
  readonly act: string;
  /** `about`: prefix of the subject like `site 3` or `user`; `named`: part of a name. Null: anything. */
  readonly subject: { readonly by: 'about' | 'named'; readonly text: string } | null;
  /** From this moment, and before that one. */
  readonly from: number | null;
  readonly until: number | null;
  readonly offset: number;
  readonly limit: number;
}

export async function readAudit(
  db: Database,
  filter: AuditFilter,
): Promise<{ readonly rows: readonly AuditRow[]; readonly found: number }> {
  const { actor, act, subject, from, until } = filter;
  let base = db.selectFrom('audit');
  if (actor !== '') base = base.where('actor', '=', actor);
  if (act !== '') base = base.where('act', '=', act);
  if (subject !== null) base = base.where(subject.by === 'about' ? isAbout(subject.text) : isAboutNamed(subject.text));
  if (from !== null) base = base.where('at', '>=', from);
  if (until !== null) base = base.where('at', '<', until);
  const { found } = await base.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const rows = await base.selectAll().orderBy('seq', 'desc').limit(filter.limit).offset(filter.offset).execute();
  return {
    rows: rows.map(({ detailJson, ...row }) => ({
      ...row,
      detail: readable(() => auditDetail.decode(detailJson, row.seq)),
    })),
    found,
  };
}

/** Whole words only: `site 1` must not match `site 12`. */
function isAbout(subject: string) {
  return sql<boolean>`(subject = ${subject} or substr(subject, 1, ${subject.length + 1}) = ${`${subject} `})`;
}

/** Everything about portals with a matching name, address or agency, and subjects that contain the text themselves. */
function isAboutNamed(text: string) {
  const named = sql`
    select sites.id from sites left join agencies on agencies.id = sites."agencyId"
    where ${isPartOf(text, [sql.ref('sites.name'), sql.ref('sites.url'), sql.ref('agencies.name')])}`;
  return sql<boolean>`(
    ${isPartOf(text, [sql.ref('subject')])}
    or subject in (select 'site ' || id from sites where id in (${named}))
    or subject in (select 'target ' || id from targets where "siteId" in (${named}))
    or subject in (select 'incident ' || number from incidents where "siteId" in (${named}))
    or subject in (select 'suspect ' || id from suspects where "siteId" in (${named}))
    or subject in (select 'agency ' || id from agencies where ${isPartOf(text, [sql.ref('agencies.name')])}))`;
}

/** Every kind of act on record, for the filter. */
export async function auditActs(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('audit').select('act').distinct().orderBy('act').execute();
  return rows.map((row) => row.act);
}
