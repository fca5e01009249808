/** The two counts in the navigation. */
import { sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { inScope } from './scope.ts';

export async function readNavigationCounts(
  db: Database,
  scope: Scope,
): Promise<{ readonly suspects: number; readonly incidents: number }> {
  const suspects = await db
    .selectFrom('suspects')
    .innerJoin('sites', 'sites.id', 'suspects.siteId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('suspects.status', '=', sql.lit('open'))
    .where(inScope(scope))
    .executeTakeFirstOrThrow();
  const incidents = await db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('incidents.status', 'in', [sql.lit('open' as const), sql.lit('acknowledged' as const)])
    .where(inScope(scope))
    .executeTakeFirstOrThrow();
  return { suspects: suspects.count, incidents: incidents.count };
}
