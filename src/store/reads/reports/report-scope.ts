/** The portals that a report is about. */
import { sql } from 'kysely';
import type { Database } from '../../handle.ts';

/** Both null: all portals. */
export interface ReportScope {
  readonly agencyId: number | null;
  /** `siteTags.key` */
  readonly tagKey: string | null;
}

/** A condition on the table `sites`; `isRemoved`: those that are no longer watched instead. */
export function reportedSites({ agencyId, tagKey }: ReportScope, isRemoved = false) {
  return sql<boolean>`sites.status ${sql.raw(isRemoved ? '=' : '!=')} 'removed'
    and (${agencyId} is null or sites."agencyId" = ${agencyId})
    and (${tagKey} is null or exists (select 1 from "siteTags" where "siteId" = sites.id and key = ${tagKey}))`;
}

export interface ReportedSite {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
}

/** By agency and name; portals without an agency last. */
export async function readReportedSites(db: Database, scope: ReportScope): Promise<ReportedSite[]> {
  const sites = await db
    .selectFrom('sites')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .select(['sites.id', 'sites.name', 'sites.url', 'agencies.name as agency'])
    .where(reportedSites(scope))
    .execute();
  const order = (a: string | null, b: string | null) => (a ?? '\uffff').localeCompare(b ?? '\uffff', 'vi');
  return sites.toSorted((a, b) => order(a.agency, b.agency) || order(a.name, b.name) || a.id - b.id);
}

/** The tag's name as most recently spelt; null when no portal has it. */
export async function findTagName(db: Database, key: string): Promise<string | null> {
  const row = await db.selectFrom('siteTags').select('name').where('key', '=', key).orderBy('name').executeTakeFirst();
  return row?.name ?? null;
}
