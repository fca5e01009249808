/** Currently ignored changes, with what they were. */
import { sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import type { IgnoredChangeTable } from '../schema/schema-incidents.ts';
import { inScope } from './scope.ts';

export interface ShownIgnoredChange extends IgnoredChangeTable {
  readonly siteName: string;
  /** From the newest kept look of the site that found it; null when none is kept. */
  readonly reasonVi: string | null;
  readonly reasonEn: string | null;
}

export interface IgnoredPage {
  readonly changes: readonly ShownIgnoredChange[];
  readonly found: number;
}

/** Next to expire first. */
export async function readIgnoredChanges(
  db: Database,
  scope: Scope,
  page: { readonly now: number; readonly offset: number; readonly limit: number },
): Promise<IgnoredPage> {
  const base = db
    .selectFrom('ignoredChanges')
    .innerJoin('sites', 'sites.id', 'ignoredChanges.siteId')
    .where('ignoredChanges.expiresAt', '>', page.now)
    .where(inScope(scope));
  const { found } = await base.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const newest = sql<number>`(select max("findings"."checkId") from "findings"
    inner join "checks" on "checks"."id" = "findings"."checkId"
    inner join "targets" on "targets"."id" = "checks"."targetId"
    where "findings"."fingerprint" = "ignoredChanges"."fingerprint"
    and "targets"."siteId" = "ignoredChanges"."siteId")`;
  const changes = await base
    .leftJoin('findings', (join) =>
      join.on('findings.checkId', '=', newest).onRef('findings.fingerprint', '=', 'ignoredChanges.fingerprint'),
    )
    .selectAll('ignoredChanges')
    .select(['sites.name as siteName', 'findings.reasonVi', 'findings.reasonEn'])
    .groupBy(['ignoredChanges.fingerprint', 'ignoredChanges.siteId'])
    .orderBy('ignoredChanges.expiresAt')
    .orderBy('ignoredChanges.fingerprint')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { changes, found };
}

/** Whether the change is ignored on a site in scope. */
export async function isIgnoredInScope(
  db: Database,
  scope: Scope,
  of: { readonly siteId: number; readonly fingerprint: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('ignoredChanges')
    .innerJoin('sites', 'sites.id', 'ignoredChanges.siteId')
    .select('ignoredChanges.siteId')
    .where('ignoredChanges.siteId', '=', of.siteId)
    .where('ignoredChanges.fingerprint', '=', of.fingerprint)
    .where(inScope(scope))
    .executeTakeFirst();
  return row !== undefined;
}
