import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { listSites, type RegisteredSite } from '../registry/registry.ts';
import { inScope } from './scope.ts';

/** Full registrations of the sites in scope. */
export async function readRegistered(db: Database, scope: Scope): Promise<RegisteredSite[]> {
  const seen = await db.selectFrom('sites').select('id').where(inScope(scope)).execute();
  return seen.length === 0
    ? []
    : listSites(
        db,
        seen.map(({ id }) => id),
      );
}

export interface NamedSite {
  readonly id: number;
  readonly name: string;
  readonly url: string;
}

/** Those of the sites that are in scope, by name. */
export async function readNamedSites(db: Database, scope: Scope, ids: readonly number[]): Promise<NamedSite[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('sites')
    .select(['id', 'name', 'url'])
    .where('id', 'in', [...ids])
    .where(inScope(scope))
    .orderBy('name')
    .orderBy('id')
    .execute();
}
