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
