import type { Database } from '../database.ts';
import { listSites, type RegisteredSite } from '../registry.ts';
import { inScope, type Scope } from './scope.ts';

/** Everything that is registered of the sites a person may see. */
export async function readRegistered(db: Database, scope: Scope): Promise<RegisteredSite[]> {
  const seen = await db.selectFrom('sites').select('id').where(inScope(scope)).execute();
  return seen.length === 0
    ? []
    : listSites(
        db,
        seen.map(({ id }) => id),
      );
}
